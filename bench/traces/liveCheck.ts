import type { CompletionEngine, EngineRequest } from '../../src/engine/port';
import type { ReplayedEngine } from '../replay/session';
import type { GeneratedTrace } from './generate';
import { type LiveReport, type LiveSample, liveReport } from './liveReport';
import { ageOf, chooseSamples } from './liveSamples';
import { FinalText, fewestJudged } from './liveTruth';
import { type RecordedAnswer, RecordingEngine } from './recordingEngine';

/** An answer of the replay of which is known what was to be typed. */
interface Candidate extends RecordedAnswer {
  readonly age: number;
  readonly rest: string;
}

/**
 * Asks for a sample of a replay's answers again, with a fresh prompt: another engine, which has forgotten everything.
 * It does so when a trace has been replayed, so that the replay and its engine know nothing of it.
 */
export class LiveCheck {
  readonly #fresh: CompletionEngine;
  readonly #most: number;
  readonly #samples: LiveSample[] = [];
  /** Ages of all answers that could have been chosen. */
  readonly #ages: number[] = [];
  readonly #skipped = { unknown: 0, short: 0 };
  #recorder: RecordingEngine | undefined;

  /** `fresh` is not the engine that replays, but has its model; at most `most` answers of each trace are chosen. */
  constructor(fresh: CompletionEngine, most: number) {
    this.#fresh = fresh;
    this.#most = most;
  }

  /** The engine to replay with in place of `engine`. */
  watch(engine: ReplayedEngine): ReplayedEngine {
    return (this.#recorder = new RecordingEngine(engine));
  }

  /** Chooses among the answers since the last check, and asks for them again. Rejects with a HearthError. */
  async check({ name, finalTexts }: Pick<GeneratedTrace, 'name' | 'finalTexts'>): Promise<void> {
    const candidates = this.#candidates(this.#recorder?.take() ?? [], finalTexts);
    const ages = candidates.map(({ age }) => age);
    this.#ages.push(...ages);
    for (const index of chooseSamples(ages, this.#most)) {
      const candidate = candidates[index];
      if (candidate) this.#samples.push(await this.#sample(name, candidate));
    }
  }

  report(): LiveReport {
    return liveReport(this.#samples, this.#ages, this.#skipped);
  }

  #candidates(answers: readonly RecordedAnswer[], texts: GeneratedTrace['finalTexts']): Candidate[] {
    const finals = new Map(Object.entries(texts).map(([path, text]) => [path, new FinalText(text)]));
    return answers.flatMap((recorded) => {
      const { prompt } = recorded.request;
      const rest = finals.get(prompt.path)?.restAt(prompt);
      if (rest === undefined) this.#skipped.unknown++;
      else if (rest.replace(/\s/g, '').length < fewestJudged) this.#skipped.short++;
      else return [{ ...recorded, rest, age: ageOf(recorded.answer.cost) }];
      return [];
    });
  }

  async #sample(trace: string, { request, answer, age, rest }: Candidate): Promise<LiveSample> {
    const { path, line } = request.prompt;
    const fresh = await this.#ask(request);
    const { staleCharacters } = answer.cost;
    return { trace, path, line: line + 1, age, staleCharacters, rest, given: answer.text, fresh };
  }

  async #ask(request: EngineRequest): Promise<string> {
    await this.#fresh.clear();
    return (await this.#fresh.complete(request, new AbortController().signal)).text;
  }
}
