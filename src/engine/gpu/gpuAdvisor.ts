import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { driverFacts, fileFacts, folderFacts, keyOf, processorFacts } from '../probe/machineFacts';
import type { ProbeBook } from '../probe/probeBook';
import type { Prober } from '../probe/prober';
import type { ProbeOutcome } from '../probe/probeOutcome';
import type { BackEnd, EngineConfig, GpuName } from '../protocol';
import {
  backEndNames,
  type InstalledBackEnd,
  installedBackEnds,
  knownBackEnds,
  type System,
} from './backEnds';
import { type BackEndChoice, chooseBackEnd } from './chooseBackEnd';
import { likelyBackEnds } from './signsOfGpu';

export interface GpuAdvisorOptions {
  /** Every `node_modules` that the engine may load llama.cpp from, in the order in which it looks. */
  readonly packagesFolders: readonly string[];
  /** What back ends are tried out with. Small, so that trying takes seconds and no memory to speak of. */
  readonly trialModel: string;
  readonly prober: Prober;
  readonly book: ProbeBook;
  readonly system?: System;
  /** The back ends that something on this machine speaks for. */
  readonly likely?: () => Promise<readonly GpuName[]>;
}

/** What `auto` stands for, for a model with these settings. */
type Wish = Pick<EngineConfig, 'modelPath' | 'threads'>;

/** Knows which back end is best on this machine, as far as it was tried out. */
export class GpuAdvisor {
  readonly #options: GpuAdvisorOptions;

  constructor(options: GpuAdvisorOptions) {
    this.#options = options;
  }

  /** At once, from what is known: where something is not, the processor. Tries nothing, and never fails. */
  async advise(wish: Wish): Promise<BackEndChoice> {
    const choice = await this.#fromKnown(wish);
    return choice.backEnd === 'off' && choice !== untried ? this.#withHint(choice) : choice;
  }

  /** Whether there is a back end to try out of which nothing is known. */
  async isUntried(wish: Wish): Promise<boolean> {
    return (await this.#fromKnown(wish)) === untried;
  }

  /** Tries out what is not known yet: seconds, in processes of their own. Fails with `AbortError` only. */
  async tryOut(wish: Wish, signal: AbortSignal): Promise<void> {
    await this.#decide(wish, (backEnd) => this.measure(backEnd, wish.threads, signal));
  }

  /** How fast a back end is with the small model: what is known, or else found out now. Fails with `AbortError` only. */
  async measure(backEnd: BackEnd, threads: number, signal: AbortSignal): Promise<ProbeOutcome> {
    const { prober, trialModel } = this.#options;
    return prober.probe(
      await this.#key(backEnd, threads),
      { modelPath: trialModel, backEnd, threads },
      signal,
    );
  }

  /** A back end that passed and then failed in use is not taken again until it is forgotten. */
  async distrust(backEnd: GpuName, threads: number, why: string): Promise<void> {
    await this.#options.book.note(await this.#key(backEnd, threads), { ok: false, why });
  }

  /** Everything is tried out again. */
  async forget(): Promise<void> {
    await this.#options.book.clear();
  }

  async #fromKnown(wish: Wish): Promise<BackEndChoice> {
    return (await this.#decide(wish, (backEnd) => this.#known(backEnd, wish.threads))) ?? untried;
  }

  /** Where nothing that is there is of use, what could be added may be. */
  async #withHint(choice: BackEndChoice): Promise<BackEndChoice> {
    const { system = process, likely = () => likelyBackEnds(system.platform) } = this.#options;
    const there = (await this.#installed()).map(({ name }) => name);
    const known = knownBackEnds(system);
    const missing = (await likely()).filter((name) => known.includes(name) && !there.includes(name));
    if (missing.length === 0) return choice;
    const names = missing.map((name) => backEndNames[name]).join(' and ');
    const why = `${choice.why}; a GPU seems to be there: Hearth: Add GPU Support has ${names} for it`;
    return { ...choice, why, canAddGpu: true };
  }

  /** Undefined where `outcomeOf` does not know something. The processor is tried last: mostly no GPU works. */
  async #decide(
    { modelPath }: Wish,
    outcomeOf: (backEnd: BackEnd) => Promise<ProbeOutcome | undefined>,
  ): Promise<BackEndChoice | undefined> {
    const gpus: (readonly [GpuName, ProbeOutcome])[] = [];
    for (const { name } of await this.#installed()) {
      const outcome = await outcomeOf(name);
      if (!outcome) return undefined;
      gpus.push([name, outcome]);
    }
    const passed = gpus.some(([, { ok }]) => ok);
    const processor = passed ? await outcomeOf('off') : unneeded;
    if (!processor) return undefined;
    return chooseBackEnd(processor, gpus, await this.#ratioOf(modelPath));
  }

  async #known(backEnd: BackEnd, threads: number): Promise<ProbeOutcome | undefined> {
    return this.#options.prober.known(await this.#key(backEnd, threads));
  }

  async #installed(): Promise<readonly InstalledBackEnd[]> {
    return installedBackEnds(this.#options.packagesFolders, this.#options.system);
  }

  /** What makes a result valid: the model tried, the machine, llama.cpp's binary and, for a GPU, its driver. */
  async #key(backEnd: BackEnd, threads: number): Promise<string> {
    const { packagesFolders, trialModel } = this.#options;
    const installed = (await this.#installed()).find(({ name }) => name === backEnd);
    const own = installed ? [await folderFacts(installed.folder), ...(await driverFacts())] : [];
    return keyOf([
      backEnd,
      String(threads),
      await fileFacts(trialModel),
      ...(await Promise.all(
        packagesFolders.map((folder) => fileFacts(join(folder, 'node-llama-cpp', 'package.json'))),
      )),
      ...processorFacts(),
      ...own,
    ]);
  }

  async #ratioOf(modelPath: string): Promise<number> {
    const sizeOf = async (path: string): Promise<number> =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      );
    return (await sizeOf(modelPath)) / Math.max(1, await sizeOf(this.#options.trialModel));
  }
}

const untried: BackEndChoice = {
  backEnd: 'off',
  why: 'whether a GPU is faster is tried out when you pause',
};

/** Stands for the processor's outcome where no GPU is left to compare with it. */
const unneeded: ProbeOutcome = {
  ok: true,
  result: { device: null, freeBytes: 0, text: '', promptMsPerToken: 1, msPerToken: 1 },
};
