import { workspace, type WorkspaceConfiguration } from 'vscode';
import { type Event, Emitter } from '../base/emitter';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import {
  describeProblem,
  engineSettingsKey,
  type HearthSettings,
  readSettings,
  settingDefinitions,
  type SettingProblem,
  type SettingsReading,
} from './settings';

export interface SettingsChange {
  /** Whether a setting changed which the engine reads only when it starts. */
  readonly needsNewEngine: boolean;
  /** Whether other files are excluded now: what was read of them must not be kept. */
  readonly excludesOthers: boolean;
}

/** Holds the valid settings of this window. A setting that is wrong is logged once and listed as a problem. */
export class SettingsReader implements Disposable {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new Emitter<SettingsChange>());
  readonly #logger: Logger;
  #reading: SettingsReading;

  readonly onDidChange: Event<SettingsChange> = this.#onDidChange.event;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#reading = this.#read([]);
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hearth')) this.#reload();
      }),
    );
  }

  get settings(): HearthSettings {
    return this.#reading.settings;
  }

  get problems(): readonly SettingProblem[] {
    return this.#reading.problems;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #reload(): void {
    const before = this.#reading;
    this.#reading = this.#read(before.problems);
    const needsNewEngine = engineSettingsKey(before.settings) !== engineSettingsKey(this.#reading.settings);
    const excluded = ({ settings }: SettingsReading): string => settings.excludedFiles.join('\n');
    const excludesOthers = excluded(before) !== excluded(this.#reading);
    this.#onDidChange.fire({ needsNewEngine, excludesOthers });
  }

  #read(known: readonly SettingProblem[]): SettingsReading {
    const configuration = workspace.getConfiguration('hearth');
    const reading = readSettings((key) =>
      key === settingDefinitions.excludedFiles.key ? unionOf(configuration, key) : configuration.get(key),
    );
    const knownLines = new Set(known.map(describeProblem));
    for (const line of reading.problems.map(describeProblem)) {
      if (!knownLines.has(line)) this.#logger.warn(line);
    }
    return reading;
  }
}

/** What the user and the workspace exclude, together: VS Code would let a workspace replace the user's list. */
function unionOf(configuration: WorkspaceConfiguration, key: string): readonly unknown[] {
  const found = configuration.inspect<unknown>(key);
  const values = [found?.globalValue, found?.workspaceValue].filter((value) => value !== undefined);
  // A value that is no list becomes a member that is no text, so that validation reports it and keeps the rest.
  return values.flatMap((value): unknown[] => (Array.isArray(value) ? value : [[value]]));
}
