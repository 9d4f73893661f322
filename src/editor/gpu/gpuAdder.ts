import { ProgressLocation, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { isAbortError } from '../../base/abort';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import type { EngineClient } from '../../engine/engineClient';
import { gpuSupportFor, type GpuSupport } from '../../models/gpu/gpuPackages';
import type { AddingStep, GpuStore } from '../../models/gpu/gpuStore';
import { announce } from '../announce';
import { toAbortSignal } from '../cancellation';
import { TransferText } from '../models/transferText';
import type { HearthSettings } from '../settings';
import { type GpuChoice, gpuRows } from './gpuRows';

export interface GpuAdderOptions {
  readonly store: GpuStore;
  readonly engine: Pick<EngineClient, 'restart'>;
  readonly settings: () => HearthSettings;
  readonly logger: Logger;
  readonly system?: { readonly platform: NodeJS.Platform; readonly arch: string };
}

interface GpuItem extends QuickPickItem {
  readonly choice: GpuChoice;
}

type Report = (what: { message: string; increment?: number }) => void;

/** `Hearth: Add GPU Support`: what there is for this system beside what comes with Hearth, and the way to it and back. */
export class GpuAdder {
  readonly #options: GpuAdderOptions;
  readonly #known: readonly GpuSupport[];

  constructor(options: GpuAdderOptions) {
    this.#options = options;
    const { platform, arch } = options.system ?? process;
    this.#known = gpuSupportFor(platform, arch);
  }

  /** Shows the list, and does what is chosen. Why something cannot be is said in a message; it is never thrown. */
  async choose(): Promise<void> {
    const chosen = await this.#pick();
    if (!chosen) return;
    try {
      if (chosen.kind === 'add') await this.#add(chosen.support);
      else if (chosen.kind === 'remove') await this.#remove(chosen.support);
      else await this.#addFiles();
    } catch (error) {
      if (isAbortError(error)) return;
      const failure = HearthError.from(error);
      this.#options.logger.error('The support of GPUs was not changed.', failure);
      void window.showErrorMessage(failure.message);
    }
  }

  async #pick(): Promise<GpuChoice | undefined> {
    const { store, settings } = this.#options;
    const states = await Promise.all(
      this.#known.map(async (support) => ({ support, isAdded: await store.has(support) })),
    );
    const items = gpuRows(states, new URL(settings().gpuSource)).map(
      ({ title, description, detail, icon, choice }): GpuItem => ({
        label: title,
        description,
        detail,
        iconPath: new ThemeIcon(icon),
        choice,
      }),
    );
    if (items.length === 0) {
      announce('There is nothing to add on this system: what there is comes with Hearth.');
      return undefined;
    }
    const picked = await window.showQuickPick(items, {
      title: 'Add GPU Support',
      placeHolder: 'Nothing is downloaded until you choose it. It is used once it is found to be faster.',
    });
    return picked?.choice;
  }

  async #add(support: GpuSupport): Promise<void> {
    const { store, settings } = this.#options;
    await withProgress(`Adding ${support.title}`, async (report, signal) => {
      const say = stepReporter(report);
      await store.add(support, new URL(settings().gpuSource), say, signal);
    });
    await this.#useIt(support);
  }

  async #addFiles(): Promise<void> {
    const { store } = this.#options;
    const files = await window.showOpenDialog({
      canSelectMany: true,
      filters: { 'npm archives': ['tgz'] },
      openLabel: 'Install',
      title: 'Install GPU Support from Files',
    });
    let last: GpuSupport | undefined;
    await withProgress('Adding GPU support', async (report, signal) => {
      for (const { fsPath } of files ?? []) {
        report({ message: `Checking and unpacking ${fsPath}` });
        last = await store.addFile(fsPath, this.#known, signal);
      }
    });
    if (last === undefined) return;
    if (await store.has(last)) await this.#useIt(last);
    else
      announce(`${last.title} needs another file: ${last.packages.map(({ name }) => name).join(' and ')}.`);
  }

  /** The engine starts anew, since one that runs knows what was there when it started. */
  async #useIt({ name, title }: GpuSupport): Promise<void> {
    const { engine, settings } = this.#options;
    await engine.restart();
    const { engineGpu } = settings();
    if (engineGpu === 'auto') announce(`${title} was added. It is tried out when you next pause.`);
    else if (engineGpu === name) announce(`${title} was added. The engine starts with the next request.`);
    else void window.showInformationMessage(`${title} was added. Set hearth.engine.gpu to "auto" to use it.`);
  }

  async #remove(support: GpuSupport): Promise<void> {
    const { store, engine } = this.#options;
    // Windows removes no library that a process has loaded.
    await engine.restart();
    await store.remove(support);
    announce(`${support.title} was removed.`);
  }
}

function stepReporter(report: Report): (step: AddingStep) => void {
  let text = new TransferText(() => performance.now());
  let current = 0;
  let before = 0;
  return ({ what, file, files }) => {
    if (file !== current) {
      current = file;
      before = 0;
      text = new TransferText(() => performance.now());
    }
    const of = files > 1 ? `${file} of ${files}: ` : '';
    if (what === 'unpacking') {
      report({ message: `${of}Unpacking` });
      return;
    }
    const percent = (what.done / what.total) * 100;
    const increment = what.phase === 'fetching' ? Math.max(0, percent - before) / files : 0;
    before = Math.max(before, percent);
    report({ message: `${of}${text.next(what)}`, increment });
  };
}

async function withProgress(
  title: string,
  work: (report: Report, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const calledOff = toAbortSignal(token);
      try {
        await work((what) => progress.report(what), calledOff.signal);
      } finally {
        calledOff.dispose();
      }
    },
  );
}
