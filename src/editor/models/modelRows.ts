import { addressOf, type CatalogueEntry } from '../../models/catalogue';
import { shapeOfEntry } from '../../models/catalogueFit';
import { formatSize } from '../../models/download/formatSize';
import {
  type Memory,
  type MemoryPlan,
  type MemoryWish,
  type NoFit,
  planMemory,
  usableOf,
} from '../../models/fit';
import type { FoundModels } from '../../models/found/modelFinder';
import type { ModelShape } from '../../models/modelFacts';
import type { ModelFile } from '../../models/modelFile';
import { estimateTimes, type MeasuredSpeed } from '../../models/speed';

/** What choosing a row does. */
export type ModelChoice =
  | { readonly kind: 'use'; readonly path: string; readonly name: string }
  | { readonly kind: 'download'; readonly entry: CatalogueEntry }
  | { readonly kind: 'refused'; readonly message: string };

/** One line of the list, without anything of VS Code's. */
export interface ModelRow {
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  readonly isCurrent: boolean;
  /** Whether it would load with the memory that is free once the model in use is unloaded. */
  readonly fits: boolean;
  readonly choice: ModelChoice;
}

export interface ModelRows {
  readonly here: readonly ModelRow[];
  readonly toDownload: readonly ModelRow[];
}

export interface RowFacts {
  /** Path of the model in use. */
  readonly current: string;
  readonly bundled: ModelFile;
  readonly found: FoundModels;
  readonly catalogue: readonly CatalogueEntry[];
  /** Where downloads come from. */
  readonly source: URL;
  readonly memory: Memory;
  readonly wish: MemoryWish;
  /** Undefined where none is known yet: the rows then say nothing of times. */
  readonly speed: MeasuredSpeed | undefined;
}

/** The rows of `Hearth: Choose Model`. */
export function modelRows(facts: RowFacts): ModelRows {
  const { bundled, found, catalogue } = facts;
  const names = new Set(found.models.map(({ path }) => fileNameOf(path)));
  const here = [
    rowOfFile(bundled, `${bundled.facts.name}, bundled`, 'comes with Hearth', facts),
    ...found.models.map(({ file, name, by }) => rowOfFile(file, name, `found by way of ${by}`, facts)),
    ...found.unreadable.map(({ path, problem }): ModelRow => ({
      title: fileNameOf(path),
      description: path,
      detail: 'cannot be read; choose it to see why',
      isCurrent: false,
      fits: false,
      choice: { kind: 'refused', message: problem },
    })),
  ];
  return {
    here,
    toDownload: catalogue
      .filter(({ source }) => !names.has(source.file))
      .map((entry) => rowOfEntry(entry, facts)),
  };
}

function rowOfFile(file: ModelFile, title: string, where: string, facts: RowFacts): ModelRow {
  const { unsuitable, quantisation, shape, layout } = file.facts;
  const description = `${quantisation} · ${formatSize(file.bytes)} · ${where}`;
  const isCurrent = file.path === facts.current;
  if (unsuitable) {
    const message = `${title} ${unsuitable.why}.`;
    const detail = `cannot be used: it ${unsuitable.why}`;
    return { title, description, detail, isCurrent, fits: false, choice: { kind: 'refused', message } };
  }
  const fit = fitOf(title, shape, facts);
  const fim = layout === 'prefix-only' ? ' · was not trained to fill in the middle' : '';
  return {
    title,
    description,
    detail: `${fit.detail}${fim}`,
    isCurrent,
    fits: fit.fits,
    choice: fit.fits
      ? { kind: 'use', path: file.path, name: title }
      : { kind: 'refused', message: fit.message },
  };
}

function rowOfEntry(entry: CatalogueEntry, facts: RowFacts): ModelRow {
  const { name, quantisation, bytes, licence, languages, sha256, source } = entry;
  const fit = fitOf(name, shapeOfEntry(entry), facts);
  const restriction = licence.restriction === undefined ? '' : ` (${licence.restriction})`;
  const sum =
    sha256 === undefined ? ` · checksum from ${addressOf(source, facts.source).host}, not pinned` : '';
  return {
    title: name,
    description: `${quantisation} · ${formatSize(bytes)} · ${licence.name}${restriction}`,
    detail: `${fit.detail}${sum} · ${languages}`,
    isCurrent: false,
    fits: fit.fits,
    choice: fit.fits ? { kind: 'download', entry } : { kind: 'refused', message: fit.message },
  };
}

interface Fit {
  readonly fits: boolean;
  readonly detail: string;
  /** Why not; empty where it fits. */
  readonly message: string;
}

function fitOf(name: string, shape: ModelShape, { memory, wish, speed }: RowFacts): Fit {
  const plan = tryPlan(shape, wish, memory);
  if (typeof plan === 'string') return { fits: false, detail: plan, message: plan };
  const times = timesOf(shape, speed);
  if ('estimate' in plan) {
    const shrunk = plan.isShrunk ? `, ${plan.sequences} places of ${plan.contextTokens} tokens` : '';
    const parts = [`${formatSize(plan.estimate.total)} of memory${shrunk}`, ...times, 'fits'];
    return { fits: true, detail: parts.join(' · '), message: '' };
  }
  const needs = formatSize(plan.least.total);
  const usable = formatSize(usableOf(memory.freeBytes));
  const detail = `does not fit: takes ${needs} of memory, ${usable} of what is free may be used`;
  return {
    fits: false,
    detail,
    message:
      `${name} takes ${needs} of memory at the least, and ${usable} of what is free may be used. Close other programs, ` +
      'or choose one that is marked as fitting.',
  };
}

/** A wish that allows no place at all is said in its own words. */
function tryPlan(shape: ModelShape, wish: MemoryWish, memory: Memory): MemoryPlan | NoFit | string {
  try {
    return planMemory(shape, wish, memory);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function timesOf(shape: ModelShape, speed: MeasuredSpeed | undefined): readonly string[] {
  const times = speed && estimateTimes(shape, speed);
  return times ? [`about ${roughly(times.keyMs)} a key, ${roughly(times.lineMs)} a line`] : [];
}

/** One digit or two: it is an estimate. */
function roughly(ms: number): string {
  if (ms >= 950) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 100 ? Math.ceil(ms / 10) * 10 : Math.ceil(ms / 50) * 50} ms`;
}

function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
