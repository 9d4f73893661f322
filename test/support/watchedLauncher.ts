import type { EngineHandle, EngineLauncher } from '../../src/engine/launcher';

/** Starts engines as another launcher does, knows their processes, and kills as many as told as soon as they are there. */
export class WatchedLauncher implements EngineLauncher {
  readonly processIds: number[] = [];
  readonly #launcher: EngineLauncher;

  constructor(
    launcher: EngineLauncher,
    public crashes = 0,
  ) {
    this.#launcher = launcher;
  }

  async launch(): Promise<EngineHandle> {
    const handle = await this.#launcher.launch();
    this.processIds.push(handle.processId);
    if (this.crashes > 0) {
      this.crashes--;
      process.kill(handle.processId, 'SIGKILL');
    }
    return handle;
  }
}
