// @ts-check
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineWire } from './engineWire.mjs';
import { registerOtherProviders } from './otherProviders.mjs';

/**
 * Runs in the extension host beside Hearth, and before it. The test asks it over HTTP; the port is in the file
 * `port` of this extension's folder.
 * @param {vscode.ExtensionContext} context
 */
export async function activate(context) {
  const wire = new EngineWire();
  wire.tap();

  /** @type {vscode.Disposable | undefined} */
  let others;
  context.subscriptions.push({ dispose: () => others?.dispose() });

  /** @type {Record<string, (params: URLSearchParams) => unknown>} */
  const answers = {
    '/wire': () => ({ calls: wire.calls, mostWanted: wire.mostWanted }),
    '/counts': () => wire.counts(),
    '/text': () => ({ text: vscode.window.activeTextEditor?.document.getText() ?? '' }),
    '/figures': () => vscode.extensions.getExtension('hearth.hearth')?.exports?.metrics() ?? {},
    '/others': (params) => {
      others?.dispose();
      others = registerOtherProviders({ inline: params.has('inline'), words: params.has('words') });
      return {};
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = answers[url.pathname];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(answer ? JSON.stringify(answer(url.searchParams)) : '{}');
  });
  context.subscriptions.push({ dispose: () => server.close() });
  await new Promise((/** @type {(value: void) => void} */ resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  await writeFile(path.join(context.extensionPath, 'port'), String(address.port));
}
