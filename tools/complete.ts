import { SystemClock } from '../src/base/clock';
import { StringDocument } from '../src/completion/document';
import { runCommand } from './command';
import { positionIn, readCompleteArguments } from './completeArguments';
import { formatResult, resultOf } from './completionResult';
import { createEngine } from './engineSetup';
import { modelOf } from './modelOf';
import { createPipeline } from './pipeline';
import { readSourceFile } from './sourceFile';

/** Prints the completion at one place of a file: `npm run -s complete -- FILE:LINE:COL`. */
async function complete(args: string[]): Promise<void> {
  const { file, line, column, json, engine: options } = readCompleteArguments(args);
  const { uri, path, languageId, text } = await readSourceFile(file);
  const document = new StringDocument(uri, path, languageId, 1, text);
  const position = positionIn(document, line, column);
  const engine = createEngine(options, 'deterministic');
  try {
    const pipeline = createPipeline({ engine, clock: new SystemClock(), timeBudgetMs: undefined });
    const request = { document, position, trigger: 'explicit' } as const;
    const outcome = await pipeline.complete(request, new AbortController().signal);
    const result = resultOf(outcome, path, modelOf(engine.status));
    process.stdout.write(`${json ? JSON.stringify(result) : formatResult(result)}\n`);
  } finally {
    engine.dispose();
  }
}

await runCommand(complete);
