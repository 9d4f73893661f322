import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HearthError } from '../../src/base/errors';
import { readText } from '../../tools/sourceFile';
import { textsAfter } from '../replay/textsAfter';
import { parseTrace } from '../replay/trace';
import type { PlayedTrace } from './pace';

/** The SHA-256 of the text that each document of each trace had in the editor at the end. */
type Finals = Readonly<Record<string, Readonly<Record<string, string>>>>;

const folder = 'bench/traces/recorded';

/**
 * The traces that `npm run bench:record` has recorded in a real editor, by their names. Throws a HearthError for one that does not lead to
 * the text that the editor had.
 */
export async function recordedTraces(repository: string): Promise<PlayedTrace[]> {
  const content = await readFile(join(repository, folder, 'finals.json'), 'utf8');
  const finals = JSON.parse(content) as Finals;
  const names = Object.keys(finals).toSorted();
  return Promise.all(names.map((name) => readRecorded(name, finals[name] ?? {}, join(repository, folder))));
}

async function readRecorded(name: string, sums: Finals[string], from: string): Promise<PlayedTrace> {
  const file = join(from, `${name}.jsonl`);
  const trace = parseTrace(await readText(file, 'trace'), file);
  const finalTexts = Object.fromEntries(textsAfter(trace));
  for (const [path, text] of Object.entries(finalTexts)) {
    if (createHash('sha256').update(text).digest('hex') === sums[path]) continue;
    throw new HearthError(
      'input-invalid',
      `${file} does not lead to the text that ${path} had in the editor. Record it again with npm run bench:record.`,
    );
  }
  return { name, trace, finalTexts };
}
