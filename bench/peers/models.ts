import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { HearthError } from '../../src/base/errors';
import { starterPath } from '../../src/models/starter';
import type { Depth } from './plan';

/** A model that the contenders are compared on. */
export interface BenchModel {
  /** As in the report, and the name of the file with its runs. */
  readonly name: string;
  readonly file: string;
  readonly isThere: boolean;
  readonly depth: Depth;
  /** Whether it was taught the order in which peers ask it: only then is it fair to compare what it answers. */
  readonly knowsPlainOrder: boolean;
}

/** A model of somebody's own: nothing is known of what it was taught. Throws a HearthError where it is not there. */
export function ownModel(file: string): BenchModel {
  const isThere = existsSync(file);
  if (!isThere)
    throw new HearthError('input-invalid', `--model is ${file}, which is not there. Name a GGUF file.`);
  return {
    name: basename(file, '.gguf'),
    file: resolve(file),
    isThere,
    depth: 'whole',
    knowsPlainOrder: false,
  };
}

/** The bundled model, and Qwen's own files in `folder`. */
export function benchModels(root: string, folder: string): readonly BenchModel[] {
  const qwen = (size: string): string => join(folder, `qwen2.5-coder-${size}-instruct-q4_k_m.gguf`);
  const models: readonly Omit<BenchModel, 'isThere'>[] = [
    { name: 'qwen2.5-coder-0.5b', file: qwen('0.5b'), depth: 'whole', knowsPlainOrder: true },
    { name: 'hearth-starter-135m', file: starterPath(root), depth: 'costs', knowsPlainOrder: false },
    { name: 'qwen2.5-coder-1.5b', file: qwen('1.5b'), depth: 'costs', knowsPlainOrder: true },
  ];
  return models.map((model) => ({ ...model, isThere: existsSync(model.file) }));
}
