/** What llama.cpp allocates for a model and its context, in bytes, as it says in its log. */
export interface BufferSizes {
  /** Pages of the model's file: they are shared, and given back when memory is short. */
  readonly mappedWeights: number;
  /** Copies of weights, as those packed anew for this processor. */
  readonly otherWeights: number;
  readonly kv: number;
  readonly compute: number;
  /** Rows of logits. */
  readonly output: number;
}

const line = /(\S+)\s+(model|KV|compute|output) buffer size\s*=\s*([\d.]+) MiB/;

/**
 * Sums the buffers that are named in llama.cpp's log, such as `load_tensors: CPU_REPACK model buffer size = 28.05 MiB`.
 * Undefined where weights, KV cache or compute buffers are not named: then the log is not whole.
 */
export function readBufferSizes(lines: readonly string[]): BufferSizes | undefined {
  const sums = new Map<string, number>();
  for (const text of lines) {
    const [, buffer = '', kind = '', size] = line.exec(text) ?? [];
    if (size === undefined) continue;
    const name = kind === 'model' && buffer.endsWith('_Mapped') ? 'mapped' : kind;
    sums.set(name, (sums.get(name) ?? 0) + Number(size) * 2 ** 20);
  }
  const kv = sums.get('KV');
  const compute = sums.get('compute');
  const hasWeights = sums.has('mapped') || sums.has('model');
  if (!hasWeights || kv === undefined || compute === undefined) return undefined;
  return {
    mappedWeights: sums.get('mapped') ?? 0,
    otherWeights: sums.get('model') ?? 0,
    kv,
    compute,
    output: sums.get('output') ?? 0,
  };
}
