import { getLlama, type LlamaContextSequence, LlamaCompletion, type Token } from 'node-llama-cpp';
import { messageOf } from '../../../src/base/errors';
import type { HostAnswer, HostOptions, HostReply, HostRequest } from './protocol';

/** node-llama-cpp's own completion, as its documentation shows it, in a process of its own. */
async function serve({ model: modelPath, threads, contextSize, tokens }: HostOptions): Promise<void> {
  const llama = await getLlama({ gpu: false, build: 'never' });
  const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
  const context = await model.createContext({ contextSize, threads });
  const sequence = context.getSequence();
  const completion = new LlamaCompletion({ contextSequence: sequence });
  process.on('message', (request: HostRequest) => {
    answer(completion, sequence, request, tokens).then(
      (given) => send({ answer: given }),
      (error: unknown) => send({ error: messageOf(error) }),
    );
  });
  send({ answer: nothing });
}

const nothing: HostAnswer = { text: '', cost: { evaluated: 0, reused: 0, generated: 0, firstTokenMs: NaN } };

async function answer(
  completion: LlamaCompletion,
  sequence: LlamaContextSequence,
  request: HostRequest,
  maxTokens: number,
): Promise<HostAnswer> {
  if (request === 'forget') {
    await sequence.clearHistory();
    return nothing;
  }
  const before: readonly Token[] = sequence.contextTokens;
  const meter = sequence.tokenMeter.getState();
  const start = performance.now();
  let firstTokenMs = NaN;
  const text = await completion.generateInfillCompletion(request.prefix, request.suffix, {
    maxTokens,
    customStopTriggers: ['\n'],
    onToken: () => {
      if (Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - start;
    },
  });
  if (Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - start;
  const { usedInputTokens, usedOutputTokens } = sequence.tokenMeter.diff(meter);
  const reused = commonLength(before, sequence.contextTokens);
  return { text, cost: { evaluated: usedInputTokens, reused, generated: usedOutputTokens, firstTokenMs } };
}

function commonLength(one: readonly Token[], other: readonly Token[]): number {
  const end = one.findIndex((token, index) => token !== other[index]);
  return end < 0 ? one.length : end;
}

function send(reply: HostReply): void {
  process.send?.(reply);
}

await serve(JSON.parse(process.argv[2] ?? '') as HostOptions);
