// @ts-check
// npm run -s bench:keytotext
//
// Types with real keys into a real editor, and prints as JSON how long a key takes until grey text is on the screen.
import { build } from '../../scripts/build.mjs';
import { endWithParent } from '../../scripts/vscode/shutdown.mjs';
import { measureKeyToText } from '../../test/editor/typing/support/keyToText.mjs';
import { Typist } from '../../test/editor/typing/support/typist.mjs';

endWithParent();
await build({ quiet: true, only: ['extension', 'engine', 'webview'] });
const typist = await Typist.sitDown();
try {
  const report = await measureKeyToText(typist);
  console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), ...report }, null, 2));
} finally {
  await typist.leave();
}
