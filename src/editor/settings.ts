import { isAbsolute } from 'node:path';
import { type CompletionSettings, defaultLanguages } from '../completion/settings';
import { layoutNames } from '../engine/port';
import type { EngineConfig } from '../engine/protocol';
import { huggingFace, parseSource } from '../models/download/address';
import { reachOf } from '../prompt/reach';
import { npmRegistry } from '../models/gpu/npmRegistry';

/** The JSON-schema facts of a setting, which the manifest must state in the same words. */
export interface SettingSchema {
  readonly type: 'boolean' | 'integer' | 'string' | 'array' | 'object';
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
}

/** A setting's value, and whether what was found had to be put right. */
export interface Parsed<T> {
  readonly value: T;
  readonly valid: boolean;
}

export interface SettingDefinition<T> {
  /** Name below `hearth.`. */
  readonly key: string;
  readonly schema: SettingSchema;
  /** What a user has to write, in words. */
  readonly expected: string;
  /** Never throws: anything wrong gives the default, or in a collection leaves the wrong member out. */
  parse(found: unknown): Parsed<T>;
}

export interface SettingProblem {
  /** Full name of the setting. */
  readonly setting: string;
  /** What was found, as JSON, cut to a readable length. */
  readonly found: string;
  readonly expected: string;
}

/** Every setting, declared once. The manifest is checked against this table by a unit test. */
export const settingDefinitions = {
  enabled: flag('enabled', true),
  languages: flags('languages', defaultLanguages),
  excludedFiles: texts('excludedFiles'),
  multiline: flag('multiline', true),
  maxTokens: integer('maxTokens', { default: 48, minimum: 1, maximum: 256 }),
  timeBudgetMs: integer('timeBudgetMs', { default: 1500, minimum: 50, maximum: 10_000 }),
  warmUp: flag('warmUp', true),
  statusBarDetail: choice('statusBar.detail', ['compact', 'full'], 'compact'),
  cacheEntries: integer('cache.entries', { default: 1000, minimum: 10, maximum: 100_000 }),
  cacheMegabytes: integer('cache.megabytes', { default: 8, minimum: 1, maximum: 512 }),
  modelPath: absolutePath('model.path'),
  contextTokens: integer('model.contextTokens', { default: 3072, minimum: 1024, maximum: 32_768 }),
  modelLayout: choice('model.layout', ['auto', ...layoutNames], 'auto'),
  kvMegabytes: integer('kv.megabytes', { default: 0, minimum: 0, maximum: 65_536 }),
  snapshotsEnabled: flag('snapshots.enabled', false),
  snapshotsMegabytes: integer('snapshots.megabytes', { default: 1024, minimum: 64, maximum: 65_536 }),
  engineProcess: choice('engine.process', ['separate', 'extensionHost'], 'separate'),
  engineThreads: integer('engine.threads', { default: 0, minimum: 0, maximum: 256 }),
  modelsSource: sourceAddress('models.source', huggingFace),
  modelsFolders: folders('models.folders'),
  unloadAfterMinutes: integer('engine.unloadAfterMinutes', { default: 0, minimum: 0, maximum: 1440 }),
  engineGpu: choice('engine.gpu', ['auto', 'off', 'metal', 'vulkan', 'cuda'], 'auto'),
  gpuSource: sourceAddress('gpu.source', npmRegistry),
  // On two cores 24 s of CPU time a minute: about five new places of 350 tokens with the bundled model.
  backgroundCpuPercent: integer('background.cpuPercent', { default: 20, minimum: 0, maximum: 100 }),
  metricsPort: integer('metrics.port', { default: 0, minimum: 0, maximum: 65_535 }),
} as const;

export type SettingName = keyof typeof settingDefinitions;

type ValueOf<D> = D extends SettingDefinition<infer T> ? T : never;

/** All settings with valid values. */
export type HearthSettings = {
  readonly [Name in SettingName]: ValueOf<(typeof settingDefinitions)[Name]>;
};

export interface SettingsReading {
  readonly settings: HearthSettings;
  readonly problems: readonly SettingProblem[];
}

/** Reads and validates every setting; `find` gives what the user wrote under a key below `hearth.`. */
export function readSettings(find: (key: string) => unknown): SettingsReading {
  const problems: SettingProblem[] = [];
  const read = <T>(definition: SettingDefinition<T>): T => {
    const found = find(definition.key);
    const { value, valid } = definition.parse(found);
    if (!valid) problems.push(problemOf(definition, found));
    return value;
  };
  const definitions = settingDefinitions;
  const settings: HearthSettings = {
    enabled: read(definitions.enabled),
    languages: read(definitions.languages),
    excludedFiles: read(definitions.excludedFiles),
    multiline: read(definitions.multiline),
    maxTokens: read(definitions.maxTokens),
    timeBudgetMs: read(definitions.timeBudgetMs),
    warmUp: read(definitions.warmUp),
    statusBarDetail: read(definitions.statusBarDetail),
    cacheEntries: read(definitions.cacheEntries),
    cacheMegabytes: read(definitions.cacheMegabytes),
    modelPath: read(definitions.modelPath),
    contextTokens: read(definitions.contextTokens),
    modelLayout: read(definitions.modelLayout),
    kvMegabytes: read(definitions.kvMegabytes),
    snapshotsEnabled: read(definitions.snapshotsEnabled),
    snapshotsMegabytes: read(definitions.snapshotsMegabytes),
    engineProcess: read(definitions.engineProcess),
    engineThreads: read(definitions.engineThreads),
    engineGpu: read(definitions.engineGpu),
    gpuSource: read(definitions.gpuSource),
    modelsSource: read(definitions.modelsSource),
    modelsFolders: read(definitions.modelsFolders),
    unloadAfterMinutes: read(definitions.unloadAfterMinutes),
    backgroundCpuPercent: read(definitions.backgroundCpuPercent),
    metricsPort: read(definitions.metricsPort),
  };
  return { settings, problems };
}

/** One line for the log and the tooltip: which setting, what was found, what was expected, what happens now. */
export function describeProblem({ setting, found, expected }: SettingProblem): string {
  return `The setting ${setting} is ${found}, but should be ${expected}. Hearth goes on without it.`;
}

/** Settings that the engine reads when it starts: a change of their key asks for a new engine. */
export function engineSettingsKey(settings: HearthSettings): string {
  const { modelPath, modelLayout, contextTokens, kvMegabytes } = settings;
  const { snapshotsEnabled, snapshotsMegabytes, engineProcess, engineThreads, engineGpu } = settings;
  const { backgroundCpuPercent } = settings;
  return JSON.stringify([
    modelPath,
    modelLayout,
    contextTokens,
    kvMegabytes,
    snapshotsEnabled,
    snapshotsMegabytes,
    engineProcess,
    engineThreads,
    engineGpu,
    backgroundCpuPercent,
  ]);
}

/** The settings as the pipeline reads them. `modelInUse`: path of the model that answers, where one is loaded. */
export function completionSettings(settings: HearthSettings, modelInUse?: string): CompletionSettings {
  const { enabled, languages, excludedFiles, multiline, maxTokens, timeBudgetMs } = settings;
  const generation = generationOf(settings, modelInUse);
  const reach = reachOf(settings.contextTokens);
  return { enabled, languages, excludedFiles, multiline, reach, maxTokens, timeBudgetMs, generation };
}

/** Absolute paths that no setting names. */
export interface EnginePaths {
  readonly starterPath: string;
  readonly snapshotFolder: string;
}

/** The settings as an engine reads them when it starts. */
export function engineConfig(
  settings: HearthSettings,
  { starterPath, snapshotFolder }: EnginePaths,
): EngineConfig {
  const { modelPath, modelLayout, contextTokens, kvMegabytes } = settings;
  const snapshots = { folder: snapshotFolder, maxBytes: settings.snapshotsMegabytes * 1024 * 1024 };
  return {
    modelPath: modelPath || starterPath,
    ...(modelLayout !== 'auto' && { layout: modelLayout }),
    contextTokens,
    kvMegabytes,
    ...(settings.snapshotsEnabled && { snapshots }),
    threads: settings.engineThreads,
    gpu: settings.engineGpu,
    backgroundCpuPercent: settings.backgroundCpuPercent,
    pacing: 'live',
  };
}

/** Changes with everything that may change an answer, so that no answer outlives what it was computed with. */
export function generationOf(settings: HearthSettings, modelInUse = settings.modelPath): string {
  const { modelLayout, contextTokens, engineGpu, multiline, maxTokens, timeBudgetMs } = settings;
  return JSON.stringify([
    modelInUse,
    modelLayout,
    contextTokens,
    engineGpu,
    multiline,
    maxTokens,
    timeBudgetMs,
  ]);
}

function problemOf(definition: SettingDefinition<unknown>, found: unknown): SettingProblem {
  const text = JSON.stringify(found);
  return {
    setting: `hearth.${definition.key}`,
    found: text.length > 60 ? `${text.slice(0, 60)}…` : text,
    expected: definition.expected,
  };
}

function flag(key: string, fallback: boolean): SettingDefinition<boolean> {
  const isValid = (found: unknown): found is boolean => typeof found === 'boolean';
  return scalar(key, { type: 'boolean', default: fallback }, 'true or false', isValid, fallback);
}

function integer(
  key: string,
  limits: { readonly default: number; readonly minimum: number; readonly maximum: number },
): SettingDefinition<number> {
  const { minimum, maximum } = limits;
  const isValid = (found: unknown): found is number =>
    typeof found === 'number' && Number.isInteger(found) && found >= minimum && found <= maximum;
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return scalar(key, { type: 'integer', ...limits }, expected, isValid, limits.default);
}

function choice<const T extends string>(
  key: string,
  values: readonly T[],
  fallback: T,
): SettingDefinition<T> {
  const isValid = (found: unknown): found is T => (values as readonly unknown[]).includes(found);
  const expected = `one of ${values.map((value) => `"${value}"`).join(', ')}`;
  return scalar(key, { type: 'string', default: fallback, enum: values }, expected, isValid, fallback);
}

function absolutePath(key: string): SettingDefinition<string> {
  const isValid = (found: unknown): found is string =>
    typeof found === 'string' && (found === '' || isAbsolute(found));
  const expected = 'an absolute path of a GGUF file, or empty';
  return scalar(key, { type: 'string', default: '' }, expected, isValid, '');
}

function sourceAddress(key: string, fallback: string): SettingDefinition<string> {
  const isValid = (found: unknown): found is string =>
    typeof found === 'string' && parseSource(found) !== undefined;
  const expected = 'an https:// address, or an http:// one of this machine';
  return scalar(key, { type: 'string', default: fallback }, expected, isValid, fallback);
}

function scalar<T>(
  key: string,
  schema: SettingSchema,
  expected: string,
  isValid: (found: unknown) => found is T,
  fallback: T,
): SettingDefinition<T> {
  return {
    key,
    schema,
    expected,
    parse: (found) => {
      if (isValid(found)) return { value: found, valid: true };
      return { value: fallback, valid: found === undefined };
    },
  };
}

function texts(key: string): SettingDefinition<readonly string[]> {
  return list(key, 'a list of glob patterns', (member) => member !== '');
}

function folders(key: string): SettingDefinition<readonly string[]> {
  return list(key, 'a list of absolute paths of folders', isAbsolute);
}

/** A wrong member is left out and the others stay: a typing error must not turn off what keeps files private. */
function list(
  key: string,
  expected: string,
  isValid: (member: string) => boolean,
): SettingDefinition<readonly string[]> {
  return {
    key,
    schema: { type: 'array', default: [] },
    expected,
    parse: (found) => {
      if (found === undefined) return { value: [], valid: true };
      if (!Array.isArray(found)) return { value: [], valid: false };
      const value = found.filter((member): member is string => typeof member === 'string' && isValid(member));
      return { value, valid: value.length === found.length };
    },
  };
}

function flags(
  key: string,
  fallback: Readonly<Record<string, boolean>>,
): SettingDefinition<Readonly<Record<string, boolean>>> {
  return {
    key,
    schema: { type: 'object', default: fallback },
    expected: 'an object which gives true or false for each language',
    parse: (found) => {
      if (found === undefined) return { value: fallback, valid: true };
      if (typeof found !== 'object' || found === null || Array.isArray(found)) {
        return { value: fallback, valid: false };
      }
      const members = Object.entries(found as Record<string, unknown>);
      const kept = members.filter((member): member is [string, boolean] => typeof member[1] === 'boolean');
      return { value: Object.fromEntries(kept), valid: kept.length === members.length };
    },
  };
}

/** Limits of the completion cache, read when a window opens. */
export function cacheLimits({ cacheEntries, cacheMegabytes }: HearthSettings): {
  readonly maxEntries: number;
  readonly maxBytes: number;
} {
  return { maxEntries: cacheEntries, maxBytes: cacheMegabytes * 1_000_000 };
}
