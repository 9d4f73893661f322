import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  readCommand,
  readPowerSupplies,
  systemPowerReader,
} from '../../../../src/engine/host/background/powerReader';
import { powerOfPmset } from '../../../../src/engine/host/background/powerStates';
import { temporaryFolder } from '../snapshots/support/temporaryFolder';

async function addSupply(
  folder: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, name, file), `${text}\n`);
}

describe('the folder of power supplies', () => {
  test('of a laptop, with its plug and without', async () => {
    const folder = temporaryFolder();
    await addSupply(folder, 'AC', { type: 'Mains', online: '1' });
    await addSupply(folder, 'BAT0', { type: 'Battery', present: '1', status: 'Charging', capacity: '80' });
    await addSupply(folder, 'hidpp_battery_0', { type: 'Battery', scope: 'Device', status: 'Discharging' });
    expect(await readPowerSupplies(folder)).toBe('mains');
    await addSupply(folder, 'AC', { online: '0' });
    await addSupply(folder, 'BAT0', { status: 'Discharging' });
    expect(await readPowerSupplies(folder)).toBe('battery');
  });

  test('that is empty or not there holds no battery', async () => {
    const folder = temporaryFolder();
    expect(await readPowerSupplies(folder)).toBe('no-battery');
    expect(await readPowerSupplies(join(folder, 'missing'))).toBe('no-battery');
  });

  test('with files that cannot be read gives what the others say', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'AC', 'online'), { recursive: true });
    await addSupply(folder, 'AC', { type: 'Mains' });
    await addSupply(folder, 'BAT0', { type: 'Battery', status: 'Discharging' });
    await writeFile(join(folder, 'uevent'), '');
    expect(await readPowerSupplies(folder)).toBe('battery');
  });
});

describe('a command', () => {
  const node = process.execPath;

  test('is asked, and its output is read', async () => {
    const script = `console.log("Now drawing from 'Battery Power'")`;
    expect(await readCommand(node, ['-e', script], powerOfPmset)).toBe('battery');
  });

  test('that fails, hangs or is not there gives no answer', async () => {
    const battery = `console.log("Now drawing from 'Battery Power'")`;
    expect(await readCommand(node, ['-e', `${battery}; process.exitCode = 1`], powerOfPmset)).toBeUndefined();
    const hanging = `${battery}; setInterval(() => {}, 1000)`;
    expect(await readCommand(node, ['-e', hanging], powerOfPmset, 300)).toBeUndefined();
    expect(await readCommand('/nowhere/pmset', [], powerOfPmset)).toBeUndefined();
  });
});

test.each(['linux', 'darwin', 'win32', 'freebsd'] as const)(
  'the reader for %s never rejects, whatever the system',
  async (platform) => {
    const states = ['battery', 'mains', 'no-battery', undefined];
    expect(states).toContain(await systemPowerReader(platform).read());
  },
);
