import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

/**
 * What tells one state of a machine's drivers from another, as far as files tell: NVIDIA's module, Vulkan's list of
 * drivers and the devices on Linux, the loaders on Windows. On macOS drivers come with the system's release.
 */
const driverTexts = ['/proc/driver/nvidia/version'];
const driverFolders = [
  '/dev/dri',
  '/usr/share/vulkan/icd.d',
  '/etc/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
];
const windowsLoaders = ['vulkan-1.dll', 'nvcuda.dll'];
const driverVariables =
  /^(VK_(ICD_FILENAMES|DRIVER_FILES|ADD_DRIVER_FILES)|GGML_\w+|CUDA_VISIBLE_DEVICES|MESA_\w+)$/;

/** What a probe's figures are for, beside the model: processor, memory and system. */
export function processorFacts(): readonly string[] {
  const [first] = cpus();
  return [process.platform, process.arch, release(), first?.model ?? '', `${cpus().length}`, `${totalmem()}`];
}

/** Changes with the GPU's driver and devices. Costs a few looks at folders. */
export async function driverFacts(env: NodeJS.ProcessEnv = process.env): Promise<readonly string[]> {
  const variables = Object.entries(env).filter(([name]) => driverVariables.test(name));
  const system = env['SystemRoot'] ?? 'C:\\Windows';
  const loaders =
    process.platform === 'win32' ? windowsLoaders.map((name) => join(system, 'System32', name)) : [];
  return Promise.all([
    Promise.resolve(JSON.stringify(variables.toSorted())),
    ...driverTexts.map((path) => readFile(path, 'utf8').catch(() => '')),
    ...driverFolders.map(folderFacts),
    ...loaders.map(fileFacts),
  ]);
}

/** Size and date of a file; empty where there is none. */
export async function fileFacts(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found ? `${path} ${found.size} ${found.mtimeMs}` : '';
}

/** Of a folder of drivers or binaries: every name, and each file's size and date. */
export async function folderFacts(path: string): Promise<string> {
  const names = await readdir(path).catch(() => []);
  return (await Promise.all(names.toSorted().map((name) => fileFacts(join(path, name))))).join('\n');
}

/** One key of all these facts. */
export function keyOf(facts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}
