import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../src/base/clock';
import { StringDocument } from '../../../src/completion/document';
import { settingDefinitions } from '../../../src/editor/settings';
import { createPipeline, shippedTimeBudgetMs } from '../../../tools/pipeline';
import { OracleEngine } from '../../support/oracleEngine';

describe('createPipeline', () => {
  it('completes with the shipped limits', async () => {
    const engine = new OracleEngine(() => 'b();');
    const clock = new SystemClock();
    const pipeline = createPipeline({ engine, clock, timeBudgetMs: shippedTimeBudgetMs });
    const document = new StringDocument('file:///a.ts', 'a.ts', 'typescript', 1, 'a');
    const request = { document, position: { line: 0, character: 1 }, trigger: 'explicit' } as const;
    await pipeline.complete(request, new AbortController().signal);
    expect(engine.requests[0]?.limits).toMatchObject({
      tokens: settingDefinitions.maxTokens.schema.default,
      milliseconds: settingDefinitions.timeBudgetMs.schema.default,
    });
    pipeline.dispose();
  });
});
