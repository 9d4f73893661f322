import { homedir } from 'node:os';
import {
  ProgressLocation,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  window,
} from 'vscode';
import { isAbortError, throwIfAborted } from '../../base/abort';
import { HearthError } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import { catalogue } from '../../models/catalogue';
import type { Downloader } from '../../models/download/downloader';
import { knownLocations, type Location } from '../../models/found/locations';
import type { ModelFinder } from '../../models/found/modelFinder';
import { readModelFile } from '../../models/modelFile';
import { announce } from '../announce';
import { toAbortSignal } from '../cancellation';
import type { HearthSettings } from '../settings';
import type { EngineConfig } from '../../engine/protocol';
import { installFromFile } from './installFromFile';
import { downloadModel } from './modelDownload';
import { type ModelChoice, type ModelRow, modelRows, type ModelRows, type RowFacts } from './modelRows';
import { type ModelSwitcher, wishOf } from './modelSwitcher';
import type { Speedometer } from './speedometer';

export interface ModelChooserOptions {
  /** Knows how fast this machine is, or finds out. */
  readonly speedometer: Speedometer;
  readonly switcher: ModelSwitcher;
  readonly downloader: Downloader;
  readonly finder: ModelFinder;
  /** Where models are put that are downloaded or copied. */
  readonly folder: string;
  readonly starterPath: string;
  readonly settings: () => HearthSettings;
  /** What an engine is started with now. */
  readonly config: () => EngineConfig;
  readonly logger: Logger;
}

type Chosen = ModelChoice | { readonly kind: 'file' };

interface ModelItem extends QuickPickItem {
  readonly chosen?: Chosen;
}

/** `Hearth: Choose Model`: what is on this machine and what could be, and the way from one to the other. */
export class ModelChooser {
  readonly #options: ModelChooserOptions;

  constructor(options: ModelChooserOptions) {
    this.#options = options;
  }

  /** Shows the list, and does what is chosen. Why something cannot be is said in a message; it is never thrown. */
  async choose(): Promise<void> {
    const chosen = await this.#pick();
    if (chosen) await this.#act(chosen);
  }

  async #pick(): Promise<Chosen | undefined> {
    const store = new DisposableStore();
    const pick = store.add(window.createQuickPick<ModelItem>());
    pick.title = 'Choose a Model';
    pick.placeholder = 'Looking for models on this machine…';
    pick.matchOnDescription = true;
    pick.busy = true;
    const abort = new AbortController();
    try {
      return await new Promise<Chosen | undefined>((resolve) => {
        store.add(pick.onDidAccept(() => resolve(pick.selectedItems[0]?.chosen)));
        store.add(pick.onDidHide(() => resolve(undefined)));
        pick.show();
        this.#fill(pick, abort.signal).catch((error: unknown) => {
          if (!isAbortError(error)) this.#options.logger.error('Models could not be listed.', error);
          resolve(undefined);
        });
      });
    } finally {
      abort.abort();
      store.dispose();
    }
  }

  async #fill(pick: QuickPick<ModelItem>, signal: AbortSignal): Promise<void> {
    const { speedometer } = this.#options;
    const facts = await this.#facts(signal);
    throwIfAborted(signal);
    const show = (rows: ModelRows): void => {
      const active = pick.activeItems[0]?.label;
      pick.items = itemsOf(rows);
      pick.activeItems = pick.items.filter(({ chosen, label }) => chosen && label === active);
    };
    const known = await speedometer.known();
    show(modelRows({ ...facts, speed: known }));
    pick.placeholder =
      'What is on this machine is used where it is. Nothing is downloaded until you choose it.';
    const speed = known ?? (await speedometer.measure(facts.bundled, signal));
    throwIfAborted(signal);
    if (speed !== known) show(modelRows({ ...facts, speed }));
    pick.busy = false;
  }

  async #facts(signal: AbortSignal): Promise<Omit<RowFacts, 'speed'>> {
    const { finder, switcher, starterPath, settings, config } = this.#options;
    const [bundled, found, { unloaded }] = await Promise.all([
      readModelFile(starterPath),
      finder.find(this.#locations(), signal),
      switcher.memory(),
    ]);
    const { modelPath, modelsSource } = settings();
    return {
      current: modelPath || starterPath,
      bundled,
      found,
      catalogue,
      source: new URL(modelsSource),
      memory: unloaded,
      wish: wishOf(config()),
    };
  }

  #locations(): readonly Location[] {
    const { folder, settings } = this.#options;
    const own = settings().modelsFolders.map((name): Location => ({ by: 'your folder', folder: name }));
    const { env, platform } = process;
    return [{ by: 'Hearth', folder }, ...own, ...knownLocations({ env, home: homedir(), platform })];
  }

  async #act(chosen: Chosen): Promise<void> {
    try {
      if (chosen.kind === 'refused') void window.showWarningMessage(chosen.message);
      else if (chosen.kind === 'use') await this.use(chosen.path, chosen.name);
      else if (chosen.kind === 'download') await this.#download(chosen);
      else await this.#installFile();
    } catch (error) {
      if (isAbortError(error)) return;
      const failure = HearthError.from(error);
      this.#options.logger.error('The model was not changed.', failure);
      void window.showErrorMessage(`${failure.message} The model in use is still the one before.`);
    }
  }

  async #download({ entry }: Extract<Chosen, { kind: 'download' }>): Promise<void> {
    const { folder, downloader, settings } = this.#options;
    const path = await downloadModel(entry, folder, new URL(settings().modelsSource), downloader);
    await this.use(path, entry.name);
  }

  async #installFile(): Promise<void> {
    const path = await installFromFile(this.#options.folder);
    if (path === undefined) return;
    const { facts } = await readModelFile(path);
    await this.use(path, facts.name);
  }

  /** Loads a model beside the one in use and changes over to it. Fails with the reason. */
  async use(path: string, name: string): Promise<void> {
    const title = `Loading ${name}`;
    await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        const calledOff = toAbortSignal(token);
        try {
          await this.#options.switcher.switchTo(path, name, calledOff.signal);
        } finally {
          calledOff.dispose();
        }
      },
    );
    announce(`${name} completes from now on.`);
  }
}

function itemsOf({ here, toDownload }: ModelRows): ModelItem[] {
  return [
    separator('on this machine'),
    ...here.map(itemOf),
    {
      label: 'Install from File…',
      iconPath: new ThemeIcon('folder-opened'),
      detail: 'A GGUF file that you got by other means. No connection is made.',
      chosen: { kind: 'file' },
    },
    separator('to download'),
    ...toDownload.map(itemOf),
  ];
}

function separator(label: string): ModelItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function itemOf(row: ModelRow): ModelItem {
  const { title, description, detail, choice, isCurrent, fits } = row;
  const icon = isCurrent
    ? 'check'
    : !fits
      ? 'circle-slash'
      : choice.kind === 'download'
        ? 'cloud-download'
        : 'file';
  const label = isCurrent ? `${title} (in use)` : title;
  return { label, description, detail, iconPath: new ThemeIcon(icon), chosen: choice };
}
