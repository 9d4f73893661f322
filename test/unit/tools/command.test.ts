import { afterEach, describe, expect, it, vi } from 'vitest';
import { HearthError } from '../../../src/base/errors';
import { runCommand } from '../../../tools/command';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** What a command that fails with `error` prints. */
async function printed(error: Error): Promise<string[]> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await runCommand(() => Promise.reject(error));
  return write.mock.calls.map(([text]) => String(text));
}

describe('runCommand', () => {
  it('prints a failure as one line and sets the exit status', async () => {
    expect(await printed(new HearthError('input-invalid', 'First.\n  Second.\n'))).toEqual([
      'First. Second.\n',
    ]);
    expect(process.exitCode).toBe(1);
  });
});
