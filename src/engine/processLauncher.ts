import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { Emitter } from '../base/emitter';
import { HearthError } from '../base/errors';
import type { Logger } from '../base/logger';
import type { EngineExit, EngineHandle, EngineLauncher } from './launcher';

/** Starts each engine in a process of its own, from the engine's bundle. */
export class ProcessLauncher implements EngineLauncher {
  readonly #bundlePath: string;
  readonly #logger: Logger;
  readonly #addedBinaries: string | undefined;

  /** `addedBinaries`: a `node_modules` with binaries for GPUs that the user added; it need not exist. */
  constructor(bundlePath: string, logger: Logger, addedBinaries?: string) {
    this.#bundlePath = bundlePath;
    this.#logger = logger;
    this.#addedBinaries = addedBinaries;
  }

  async launch(): Promise<EngineHandle> {
    const child = fork(this.#bundlePath, [], {
      // Not the host's flags: its debugger is for the host alone. A small young generation, since the garbage of
      // each token would otherwise pile up to some 100 MB.
      execArgv: ['--max-semi-space-size=2'],
      env: {
        ...process.env,
        HEARTH_ENGINE_PROCESS: String(process.pid),
        HEARTH_ADDED_BINARIES: this.#addedBinaries,
        // In a desktop VS Code the executable is Electron, which must then behave as Node.
        ELECTRON_RUN_AS_NODE: '1',
        ELECTRON_NO_ASAR: '1',
        // One arena for all threads of glibc's malloc: what loading a model frees is used again.
        MALLOC_ARENA_MAX: '1',
      },
      silent: true,
    });
    this.#logOutput(child);
    await started(child);
    const exited = new Emitter<EngineExit>();
    child.on('exit', (code, signal) => exited.fire({ code, signal }));
    // Errors of a dying channel are told by `exit`, which follows.
    child.on('error', (error) => this.#logger.warn(`Engine process: ${error.message}`));
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    return {
      connection,
      processId: child.pid ?? 0,
      onDidExit: exited.event,
      kill: () => void child.kill('SIGKILL'),
    };
  }

  #logOutput(child: ChildProcess): void {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => this.#logger.debug(`engine: ${line}`));
    }
  }
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new HearthError('engine-crashed', `The engine process cannot start: ${error.message}`)),
    );
  });
}
