import { describe, expect, it } from 'vitest';
import { readBufferSizes } from '../../../../bench/engine/bufferSizes';

const log = [
  'llama_model_loader: Dumping metadata keys/values. Note: KV overrides do not apply in this output.',
  'load_tensors:   CPU_Mapped model buffer size =   462.96 MiB',
  'load_tensors:   CPU_REPACK model buffer size =    28.05 MiB',
  'load_tensors:          CPU model buffer size =     1.95 MiB',
  'llama_context:        CPU  output buffer size =     2.32 MiB',
  'llama_kv_cache:        CPU KV buffer size =   144.00 MiB',
  'llama_kv_cache: size =  144.00 MiB (  3072 cells,  24 layers,  4/4 seqs), K (f16):   72.00 MiB',
  'sched_reserve:        CPU compute buffer size =    75.06 MiB',
];
const mib = (size: number): number => size * 2 ** 20;

describe('readBufferSizes', () => {
  it('sums the buffers of each kind, and keeps mapped weights apart', () => {
    expect(readBufferSizes(log)).toEqual({
      mappedWeights: mib(462.96),
      otherWeights: mib(28.05) + mib(1.95),
      kv: mib(144),
      compute: mib(75.06),
      output: mib(2.32),
    });
  });

  it.each(['KV buffer', 'compute buffer'])('knows nothing of a log without its line on the %s', (kind) => {
    expect(readBufferSizes(log.filter((line) => !line.includes(kind)))).toBeUndefined();
  });

  it('knows nothing of a log without weights', () => {
    expect(readBufferSizes(log.filter((line) => !line.includes('model buffer')))).toBeUndefined();
    expect(readBufferSizes([])).toBeUndefined();
  });
});
