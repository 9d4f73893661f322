import type { CompletionOutcome, AnswerOutcome } from '../../../src/completion/outcome';
import type { EngineClient } from '../../../src/engine/engineClient';
import { defaultProfile, instantProfile } from '../../replay/costProfile';
import { traceScript } from '../../replay/script';
import { runScript, type SessionSettings } from '../../replay/session';
import type { RequestWatcher } from '../../replay/requestKinds';
import type { ReplayEvent } from '../../replay/typist';
import { type RecordedAnswer, RecordingEngine } from '../../traces/recordingEngine';
import type { PlayedTrace } from '../../traces/pace';
import type { ModelAnswer, Played, ShownText, TextOrigin } from '../played';

/** What of Hearth a run does with. */
export type HearthSettings = Pick<SessionSettings, 'kv' | 'cache'> & {
  readonly reach: number;
  /** Whether an answer that the model is not sure of is held back. */
  readonly gate: boolean;
  /** Most generated tokens of an answer, which ends with its line. */
  readonly tokens: number;
};

/** Prompts take the profile's time. Answers take none, so that they are waited for to their end, as everybody's are here. */
const profile = { ...defaultProfile, generatedTokensPerSecond: instantProfile.generatedTokensPerSecond };

/**
 * Plays a trace to the whole pipeline and an engine that has forgotten everything, as the deterministic replay does: pauses take no time, background work gets as many
 * tokens as the cost profile says that they have room for. What the engine's answers cost is the machine's own time.
 */
export async function playHearth(
  engine: EngineClient,
  { name, trace, finalTexts }: PlayedTrace,
  { kv, cache, gate, reach, tokens }: HearthSettings,
): Promise<Played> {
  const recorder = new RecordingEngine(engine);
  const watcher = new ShownRecorder(trace.events);
  const settings: SessionSettings = {
    realtime: false,
    profile,
    kv,
    cache,
    engine: { threads: 0 },
    reach,
    maxTokens: tokens,
    without: new Set(gate ? ['blocks'] : ['blocks', 'gate']),
  };
  const script = traceScript(name, trace, finalTexts);
  const report = await runScript(script, settings, recorder, undefined, watcher);
  return {
    requests: report.requests,
    keystrokes: report.keystrokes,
    answers: modelAnswers(recorder.take()),
    backgroundTokens: report.kv.backgroundTokens,
    textMs: watcher.textMs,
    shown: watcher.shown,
  };
}

/** What answers really cost, whatever the replay's clock makes of it. */
function modelAnswers(recorded: readonly RecordedAnswer[]): ModelAnswer[] {
  const seen = new Set<string>();
  return recorded.map(({ request, answer: { cost } }) => {
    const { document } = request.prompt;
    const isFirst = !seen.has(document);
    seen.add(document);
    return {
      evaluated: cost.evaluatedTokens + cost.abandonedTokens,
      reused: cost.reusedTokens,
      generated: cost.generatedTokens,
      firstTokenMs: cost.firstTokenMs,
      isFirst,
    };
  });
}

/** Notes what is on the screen after each event, and how long its text took. */
class ShownRecorder implements RequestWatcher {
  readonly shown = new Map<number, ShownText>();
  readonly textMs: Partial<Record<TextOrigin, number[]>> = {};
  readonly #indices: ReadonlyMap<ReplayEvent, number>;

  constructor(events: readonly ReplayEvent[]) {
    this.#indices = new Map(events.map((event, index) => [event, index]));
  }

  asked(event: ReplayEvent): (outcome: CompletionOutcome) => void {
    const index = this.#indices.get(event);
    const start = performance.now();
    return (outcome) => {
      if (outcome.kind !== 'answer' || index === undefined) return;
      (this.textMs[outcome.origin] ??= []).push(performance.now() - start);
      this.shown.set(index, shownOf(outcome));
    };
  }
}

function shownOf({ text, replaceAfter }: AnswerOutcome): ShownText {
  return { text, replaceAfter };
}
