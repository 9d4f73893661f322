// @ts-check
// An engine's process on a machine with a GPU, as far as the engine's owner can tell: it speaks the protocol, and its back ends do
// what HEARTH_TEST_GPU says, `{"vulkan":"crashes"}`. Nothing is computed. What does not name a back end works.
import { writeFileSync } from 'node:fs';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';

/** @type {Record<string, 'works' | 'slow' | 'lies' | 'fails' | 'crashes' | 'hangs' | 'fails-later'>} */
const machine = JSON.parse(process.env['HEARTH_TEST_GPU'] ?? '{}');

const hang = () => new Promise(() => {});

/** @param {string} backEnd @param {boolean} inUse */
async function behave(backEnd, inUse) {
  const way = machine[backEnd] ?? 'works';
  if (way === 'crashes' || (inUse && way === 'fails-later')) process.kill(process.pid, 'SIGSEGV');
  if (way === 'crashes') await hang();
  if (way === 'hangs') await hang();
  if (way === 'fails') {
    throw new ResponseError(-32000, 'The driver is too old. Get a new one.', {
      reason: 'native-binary-missing',
    });
  }
  return way;
}

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
let loadedOn = 'off';
connection.onRequest('initialize', ({ protocolVersion }) => ({ protocolVersion, processId: process.pid }));
connection.onRequest('probe', async ({ backEnd }) => {
  const log = process.env['HEARTH_TEST_PROBES'];
  if (log) writeFileSync(log, `${backEnd}\n`, { flag: 'a' });
  const way = await behave(backEnd, false);
  const times = backEnd === 'off' ? 10 : way === 'slow' ? 90 : 2;
  return {
    device: backEnd === 'off' ? null : `Test ${backEnd}`,
    freeBytes: 0,
    text: way === 'lies' ? '????' : 'export',
    promptMsPerToken: times / 10,
    msPerToken: times,
  };
});
connection.onRequest('load', async (/** @type {Record<string, unknown>} */ config) => {
  loadedOn = String(config['gpu']);
  const { modelPath } = config;
  await (machine[loadedOn] === 'fails-later' ? undefined : behave(loadedOn, false));
  const gpu = loadedOn === 'off' ? false : loadedOn;
  const sizes = { fileBytes: 1, contextTokens: 512, sequences: 2, kvBytes: 1, threads: 1 };
  return { name: 'test', path: modelPath, layout: 'anchored', gpu, ...sizes };
});
connection.onRequest('complete', async () => {
  await behave(loadedOn, true);
  const tokens = {
    reusedTokens: 0,
    evaluatedTokens: 1,
    abandonedTokens: 0,
    healedTokens: 0,
    generatedTokens: 1,
  };
  const times = { queueMs: 0, firstTokenMs: 1, totalMs: 1, cold: false, staleAnswers: 0, staleCharacters: 0 };
  return { text: loadedOn, stop: 'line', cost: { ...tokens, ...times } };
});
connection.onNotification('exit', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
connection.listen();
