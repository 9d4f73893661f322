import { type Clock, SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import type { CompletionEngine } from '../../src/engine/port';
import { modelOf } from '../../tools/modelOf';
import { createPipeline, shippedTimeBudgetMs } from '../../tools/pipeline';
import type { ReplayArguments } from './arguments';
import { defaultProfile } from './costProfile';
import { ForgetfulEngine } from './forgetfulEngine';
import type { Pacing } from './pacing';
import { ProfiledEngine } from './profiledEngine';
import { ProfiledPacing } from './profiledPacing';
import { RealtimePacing } from './realtimePacing';
import { replay } from './replay';
import { type ReplayReport, buildReport } from './report';
import { type Script, loadScript } from './script';
import { UncachedPipeline } from './uncachedPipeline';
import { VirtualClock } from './virtualClock';

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
 * Replays what the arguments ask for on an engine that stays with the caller, and reports the figures. The
 * engine does its background work by itself in real time, and only when told to otherwise. Throws a HearthError
 * for bad input or an engine that fails.
 */
export async function runSession(args: ReplayArguments, engine: ReplayedEngine): Promise<ReplayReport> {
  const script = await loadScript(args.source);
  const base = args.kv ? engine : new ForgetfulEngine(engine);
  const runBackground = args.kv ? (tokens: number) => engine.runBackground(tokens) : () => Promise.resolve(0);
  const timing = args.realtime ? realTiming(base) : profiledTiming(base, runBackground);
  const service = createPipeline(timing);
  try {
    const pipeline = args.cache ? service : new UncachedPipeline(service);
    await replay({ ...script, pipeline, pacing: timing.pacing });
    checkResult(script);
    return await reportOn(args, script, engine, service.metrics.snapshot());
  } finally {
    service.dispose();
  }
}

function realTiming(engine: CompletionEngine): Timing {
  const clock = new SystemClock();
  return { engine, clock, pacing: new RealtimePacing(clock), timeBudgetMs: shippedTimeBudgetMs };
}

function profiledTiming(
  inner: CompletionEngine,
  runBackground: (maxTokens: number) => Promise<number>,
): Timing {
  const clock = new VirtualClock();
  const profile = defaultProfile;
  const engine = new ProfiledEngine(inner, clock, profile);
  const pacing = new ProfiledPacing({ clock, engine, profile, runBackground });
  return { engine, clock, pacing, timeBudgetMs: undefined };
}

function checkResult({ document, expectedText }: Script): void {
  if (expectedText === undefined || document.text === expectedText) return;
  throw new HearthError(
    'unexpected',
    `${document.path} was not typed as it was: the replay's figures are void.`,
  );
}

async function reportOn(
  args: ReplayArguments,
  { name, typist }: Script,
  engine: CompletionEngine,
  metrics: Parameters<typeof buildReport>[0]['metrics'],
): Promise<ReplayReport> {
  const stats = await engine.stats();
  const model = modelOf(engine.status);
  const { kv, cache } = args;
  const layout = model?.layout ?? args.engine.layout ?? null;
  return buildReport({
    setup: { source: name, layout, kv, cache, clock: args.realtime ? 'real' : 'profile' },
    metrics,
    accept: typist.accept,
    backgroundTokens: stats?.backgroundTokens ?? 0,
    engine: { model: model?.name ?? null, rssBytes: stats?.rssBytes ?? 0 },
  });
}
