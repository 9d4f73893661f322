import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  powerOfBatteryStatus,
  powerOfPmset,
  powerOfSupplies,
  type PowerState,
  type PowerSupply,
  powerSupplyFiles,
} from './powerStates';

/** Reads what the machine runs on. */
export interface PowerReader {
  /** How long a reading counts, in ms. */
  readonly intervalMs: number;
  /** Undefined where the system gives no answer; never rejects. */
  read(): Promise<PowerState | undefined>;
}

/** How long a command may take, in ms: PowerShell needs seconds on a busy machine. */
const commandMs = 10_000;

const seconds = 1_000;

/** The reader for this system. Programs are named by whole paths, so that no folder can put its own in their place. */
export function systemPowerReader(platform: NodeJS.Platform = process.platform): PowerReader {
  switch (platform) {
    case 'linux':
      return { intervalMs: 30 * seconds, read: () => readPowerSupplies('/sys/class/power_supply') };
    case 'darwin':
      return {
        intervalMs: 60 * seconds,
        read: () => readCommand('/usr/bin/pmset', ['-g', 'batt'], powerOfPmset),
      };
    case 'win32':
      // Starting PowerShell costs more than many a slice of background work.
      return { intervalMs: 300 * seconds, read: readWindowsPower };
    default:
      return { intervalMs: Infinity, read: () => Promise.resolve(undefined) };
  }
}

/** Reads a folder such as `/sys/class/power_supply`; one that is not there holds no battery. */
export async function readPowerSupplies(folder: string): Promise<PowerState> {
  const names = await readdir(folder).catch(() => []);
  return powerOfSupplies(await Promise.all(names.map((name) => readSupply(join(folder, name)))));
}

async function readSupply(folder: string): Promise<PowerSupply> {
  const files = powerSupplyFiles.map(async (name) => {
    // Which files there are depends on the driver, and a battery can be taken out while it is read.
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [[name, text.trim()] as const];
  });
  return Object.fromEntries((await Promise.all(files)).flat());
}

function readWindowsPower(): Promise<PowerState | undefined> {
  const system = process.env['SystemRoot'] ?? 'C:\\Windows';
  const shell = `${system}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const query = '(Get-CimInstance -ClassName Win32_Battery).BatteryStatus';
  return readCommand(shell, ['-NoProfile', '-NonInteractive', '-Command', query], powerOfBatteryStatus);
}

/** Undefined where the command cannot be run, fails, or takes longer than `timeoutMs`. */
export function readCommand(
  file: string,
  args: readonly string[],
  parse: (output: string) => PowerState | undefined,
  timeoutMs = commandMs,
): Promise<PowerState | undefined> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: timeoutMs, windowsHide: true }, (error, output) => {
      resolve(error ? undefined : parse(output));
    });
  });
}
