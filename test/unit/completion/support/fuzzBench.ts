import { vi } from 'vitest';
import { CompletionCache, type CompletionCacheOptions } from '../../../../src/completion/completionCache';
import { CompletionService } from '../../../../src/completion/completionService';
import type { CompletionSettings } from '../../../../src/completion/settings';
import { FakeClock } from '../../../support/fakeClock';
import { RecordingLogger } from '../../../support/recordingLogger';
import { offLanguage } from './pipelinePromises';
import { RandomEngine } from './randomEngine';

export const firstSettings: CompletionSettings = {
  enabled: true,
  languages: { '*': true, [offLanguage]: false },
  excludedFiles: [],
  multiline: true,
  maxTokens: 64,
  timeBudgetMs: undefined,
  generation: 'model 0',
};

/** The real pipeline with a random engine. Making one takes milliseconds, so that many rounds share it. */
export class FuzzBench {
  readonly clock = new FakeClock();
  readonly engine = new RandomEngine(this.clock);
  readonly service: CompletionService;
  readonly cache: CompletionCache;
  settings = firstSettings;

  constructor(cacheLimits: Omit<CompletionCacheOptions, 'clock'>) {
    const { clock, engine } = this;
    const logger = new RecordingLogger();
    this.service = new CompletionService({
      engine,
      clock,
      logger,
      cacheLimits,
      settings: () => this.settings,
    });
    this.cache = cacheOf(this.service);
  }
}

/** The service keeps its cache to itself, but asking how full it is calls the cache. */
function cacheOf(service: CompletionService): CompletionCache {
  const spy = vi.spyOn(CompletionCache.prototype, 'utilisation');
  service.cacheUtilisation();
  const cache = spy.mock.contexts[0];
  spy.mockRestore();
  if (!(cache instanceof CompletionCache)) throw new Error('The service did not ask its cache.');
  return cache;
}
