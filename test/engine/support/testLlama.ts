import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';

/** llama.cpp on one thread of the CPU, for tests that load models without an engine. The caller disposes it. */
export function loadTestLlama(): Promise<Llama> {
  return getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: 1,
    logLevel: LlamaLogLevel.error,
  });
}
