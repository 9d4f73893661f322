import { type Clock, SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import type { MetricsSnapshot } from '../../src/completion/metrics';
import type { CompletionEngine } from '../../src/engine/port';
import { modelOf } from '../../tools/modelOf';
import { createPipeline, type PipelineOptions, shippedTimeBudgetMs } from '../../tools/pipeline';
import type { ReplayArguments } from './arguments';
import { type CostProfile, defaultProfile } from './costProfile';
import { ForgetfulEngine } from './forgetfulEngine';
import { LesserEngine } from './lesserEngine';
import type { OpenDocuments } from './openDocuments';
import type { Pacing } from './pacing';
import type { Part } from './parts';
import { ProfiledEngine } from './profiledEngine';
import { ProfiledPacing } from './profiledPacing';
import { RealtimePacing } from './realtimePacing';
import { type ReplayTotal, replay } from './replay';
import type { RequestWatcher } from './requestKinds';
import { type ReplayReport, buildReport } from './report';
import { type Script, loadScript } from './script';
import { UncachedPipeline } from './uncachedPipeline';
import { UnrestrainedPipeline } from './unrestrainedPipeline';
import { VirtualClock } from './virtualClock';
import { whenWarm } from './whenWarm';

/** An engine whose background work somebody else times. */
export interface ReplayedEngine extends CompletionEngine {
  /** Evaluates at most `maxTokens` prompt tokens ahead of need, and resolves to how many it did. */
  runBackground(maxTokens: number): Promise<number>;
}

/** What depends on the clock that a replay runs by. */
interface Timing {
  readonly engine: CompletionEngine;
  readonly clock: Clock;
  readonly pacing: Pacing;
  readonly timeBudgetMs: number | undefined;
}

/**
 * Replays what the arguments ask for on an engine that stays with the caller, and reports the figures. Throws a
 * HearthError for bad input or an engine that fails.
 */
export async function runSession(args: ReplayArguments, engine: ReplayedEngine): Promise<ReplayReport> {
  return runScript(await loadScript(args.source), args, engine);
}

/** How a script is replayed. */
export interface SessionSettings extends Omit<ReplayArguments, 'source' | 'json'> {
  /** The speeds that stand for a machine where the time is not real; the committed ones where absent. */
  readonly profile?: CostProfile | undefined;
  /** How many times as far as shipped the engine is given text; 1 where absent. */
  readonly reach?: number;
  /** Most generated tokens of an answer; as shipped where absent. */
  readonly maxTokens?: number;
  /** Parts of the pipeline that it does without; none where absent. */
  readonly without?: ReadonlySet<Part>;
  /** Makes the completion cache; the shipped one where absent. */
  readonly makeCache?: PipelineOptions['makeCache'];
}

/**
 * Replays a script on an engine that stays with the caller, and reports the figures. The engine does its
 * background work by itself in real time, and only when told to otherwise. `total` counts what the report counts,
 * too, and `watcher` looks at each request. Throws a HearthError for an engine that fails, and where a document does
 * not end as it should.
 */
export async function runScript(
  script: Script,
  settings: SessionSettings,
  engine: ReplayedEngine,
  total?: ReplayTotal,
  watcher?: RequestWatcher,
): Promise<ReplayReport> {
  const { without = new Set<Part>() } = settings;
  const base = new LesserEngine(settings.kv ? engine : new ForgetfulEngine(engine), without);
  const runBackground = settings.kv
    ? (tokens: number) => engine.runBackground(tokens)
    : () => Promise.resolve(0);
  const { realtime, profile = defaultProfile, makeCache } = settings;
  const timing = realtime ? realTiming(base, script.documents) : profiledTiming(base, runBackground, profile);
  const earlierTokens = await backgroundTokens(engine);
  const multiline = !without.has('blocks');
  const { reach, maxTokens } = settings;
  const service = createPipeline({
    ...timing,
    multiline,
    reach,
    maxTokens,
    ...(makeCache && { makeCache }),
  });
  try {
    const cached = settings.cache && !without.has('cache') ? service : new UncachedPipeline(service);
    const pipeline = without.has('restraint') ? new UnrestrainedPipeline(cached) : cached;
    const { pacing } = timing;
    await replay({ ...script, pipeline, pacing, ...(total && { total }), ...(watcher && { watcher }) });
    checkResult(script);
    return await reportOn(settings, script, engine, service.metrics.snapshot(), earlierTokens);
  } finally {
    service.dispose();
  }
}

async function backgroundTokens(engine: CompletionEngine): Promise<number> {
  return (await engine.stats())?.backgroundTokens ?? 0;
}

function realTiming(engine: CompletionEngine, documents: OpenDocuments): Timing {
  const clock = new SystemClock();
  const pacing = new RealtimePacing(clock, () => whenWarm(engine, documents.active.uri, clock));
  return { engine, clock, pacing, timeBudgetMs: shippedTimeBudgetMs };
}

function profiledTiming(
  inner: CompletionEngine,
  runBackground: (maxTokens: number) => Promise<number>,
  profile: CostProfile,
): Timing {
  const clock = new VirtualClock();
  const engine = new ProfiledEngine(inner, clock, profile);
  const pacing = new ProfiledPacing({ clock, engine, profile, runBackground });
  return { engine, clock, pacing, timeBudgetMs: undefined };
}

function checkResult({ expected }: Script): void {
  for (const { document, text } of expected) {
    if (document.text === text) continue;
    throw new HearthError(
      'unexpected',
      `${document.path} was not typed as it was: the replay's figures are void.`,
    );
  }
}

async function reportOn(
  settings: SessionSettings,
  { name, typist }: Script,
  engine: CompletionEngine,
  metrics: MetricsSnapshot,
  earlierTokens: number,
): Promise<ReplayReport> {
  const stats = await engine.stats();
  const model = modelOf(engine.status);
  const { kv, cache } = settings;
  const layout = model?.layout ?? settings.engine.layout ?? null;
  return buildReport({
    setup: { source: name, layout, kv, cache, clock: settings.realtime ? 'real' : 'profile' },
    metrics,
    accept: typist.accept,
    backgroundTokens: (stats?.backgroundTokens ?? 0) - earlierTokens,
    engine: { model: model?.name ?? null, rssBytes: stats?.rssBytes ?? 0 },
  });
}
