import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineClient } from '../../src/engine/engineClient';
import { starterPath } from '../../src/models/starter';
import { RecordedAnswers } from './recordedAnswers';
import { createRecordedEngine } from './recordedEngine';

/** The shipped size of a sequence. */
const contextTokens = 3072;

/** Where the answers are, seen from the repository's root. */
export const answersPath = 'bench/guard/answers.jsonl';

/** The engine with the recorded answers of a repository, none where there is no file. The caller disposes it. */
export async function loadGuardEngine(
  repository: string,
): Promise<{ readonly engine: EngineClient; readonly answers: RecordedAnswers }> {
  const file = join(repository, answersPath);
  const answers = RecordedAnswers.parse(await readFile(file, 'utf8').catch(() => ''), file);
  const engine = createRecordedEngine(answers, {
    modelPath: starterPath(repository),
    contextTokens,
    kvMegabytes: 0,
    threads: 1,
    gpu: 'off',
    pacing: 'deterministic',
  });
  return { engine, answers };
}
