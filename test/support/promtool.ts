import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where what the tests fetch lies; git ignores it. */
const folder = path.resolve(__dirname, '../../.vscode-test/prometheus');
const unpacked = path.join(folder, 'usr', 'bin', 'promtool');

/** Prometheus's own checker of metrics, as Debian packages it. */
export class Promtool {
  readonly #path: string;

  /**
   * The one on PATH, or that of Debian's package `prometheus`, which is unpacked and not installed: its service need not
   * run. Fails with the reason where neither can be had.
   */
  static find(): Promtool {
    const found = onPath() ?? (existsSync(unpacked) ? unpacked : fetchPackage());
    return new Promtool(found);
  }

  private constructor(file: string) {
    this.#path = file;
  }

  /** Runs it; `output` is all that it says. */
  run(args: readonly string[], input = ''): { readonly status: number | null; readonly output: string } {
    const { status, stdout, stderr, error } = spawnSync(this.#path, args, { input, encoding: 'utf8' });
    if (error) throw error;
    return { status, output: stdout + stderr };
  }
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((each) => path.join(each, 'promtool')).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fetchPackage(): string {
  mkdirSync(folder, { recursive: true });
  // The lists of packages may be there already, and only root may fetch them.
  if (!canRun(['apt-get', 'download', 'prometheus'])) {
    runOrFail(['apt-get', 'update', '-qq']);
    runOrFail(['apt-get', 'download', 'prometheus']);
  }
  const file = readdirSync(folder).find((name) => name.startsWith('prometheus_') && name.endsWith('.deb'));
  if (file === undefined) throw new Error(`${failure}\napt-get left no package in ${folder}.`);
  runOrFail(['dpkg-deb', '-x', file, '.']);
  if (!existsSync(unpacked)) throw new Error(`${failure}\n${file} has no usr/bin/promtool.`);
  return unpacked;
}

const failure =
  'promtool, which checks the metrics, was not found and could not be fetched. Put it on PATH: it is in the package ' +
  'prometheus of most systems, and in the archives at https://prometheus.io/download.';

function canRun([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { cwd: folder }).status === 0;
}

function runOrFail([program = '', ...args]: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  const reason = error === undefined ? stderr.trim() : error.message;
  throw new Error(`${failure}\n\`${[program, ...args].join(' ')}\`: ${reason}`);
}
