import { describe, expect, test } from 'vitest';
import { chooseBackEnd } from '../../../../src/engine/gpu/chooseBackEnd';
import type { ProbeOutcome } from '../../../../src/engine/probe/probeOutcome';

/** `read`, `write`: ms a token. */
function worked(read: number, write: number, device: string | null = null, text = 'x'): ProbeOutcome {
  const result = { device, freeBytes: 0, text, promptMsPerToken: read, msPerToken: write };
  return { ok: true, result };
}

const cpu = worked(4, 20);

describe('the back end', () => {
  test('is the fastest of those that work', () => {
    const choice = chooseBackEnd(
      cpu,
      [
        ['cuda', worked(1, 5, 'A')],
        ['vulkan', worked(0.5, 4, 'B')],
      ],
      1,
    );
    // (4 × 4 + 3 × 20) ÷ (4 × 0.5 + 3 × 4)
    expect(choice).toEqual({ backEnd: 'vulkan', why: 'B, 5.4 times as fast as the CPU' });
  });

  test('is the processor where a GPU gains less than a tenth, unless the model is much larger', () => {
    const busy = worked(0.4, 25, 'GPU');
    expect(chooseBackEnd(cpu, [['vulkan', busy]], 1)).toEqual({
      backEnd: 'off',
      why: 'Vulkan (GPU) is no faster than the CPU',
    });
    expect(chooseBackEnd(cpu, [['vulkan', busy]], 2.9).backEnd).toBe('off');
    expect(chooseBackEnd(cpu, [['vulkan', busy]], 3)).toEqual({
      backEnd: 'vulkan',
      why: 'GPU, 10.0 times as fast as the CPU',
    });
    expect(chooseBackEnd(cpu, [['vulkan', worked(2.1, 25, 'GPU')]], 3).backEnd).toBe('off');
  });

  test('is never one that answers otherwise, however fast', () => {
    const { backEnd, why } = chooseBackEnd(cpu, [['metal', worked(0.1, 0.1, 'M', '!!!')]], 9);
    expect({ backEnd, why }).toEqual({
      backEnd: 'off',
      why: 'Metal (M) computes something else than the CPU',
    });
  });

  test('is the processor where nothing is installed, and where the processor cannot be compared with', () => {
    expect(chooseBackEnd(cpu, [], 1)).toEqual({
      backEnd: 'off',
      why: 'this build of Hearth has no GPU back end',
    });
    const failed: ProbeOutcome = { ok: false, why: 'it ended' };
    expect(chooseBackEnd(failed, [['cuda', worked(1, 1)]], 1).backEnd).toBe('off');
    expect(chooseBackEnd(cpu, [['cuda', failed]], 1)).toEqual({ backEnd: 'off', why: 'CUDA: it ended' });
  });
});
