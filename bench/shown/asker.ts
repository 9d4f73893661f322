import type { LlamaContextSequence } from 'node-llama-cpp';
import { SystemClock } from '../../src/base/clock';
import type { Logger } from '../../src/base/logger';
import { linesAllowed } from '../../src/completion/blockRule';
import { Decoder } from '../../src/engine/host/decoder';
import { HealingBias } from '../../src/engine/host/healing';
import { planPrompt } from '../../src/engine/host/kvPlan';
import { type LoadedModel, loadModel } from '../../src/engine/host/loadedModel';
import { PromptLayout } from '../../src/engine/host/promptLayout';
import { readWindow } from '../../src/prompt/window';
import { defaultPlacementLimits } from '../../src/prompt/placement';
import { type Hole, placeHole } from '../quality/hole';
import type { RawAnswer } from './answersFile';
import { documentOf } from './holeDocument';
import { ScoringSession } from './scoringSession';

/** Room for the whole window where each of its characters is a token, short of the rarest. */
const contextTokens = 2_048;
const batchTokens = 512;

/** The product's own context is not used; a small one loads in no time. */
const unusedContextTokens = 256;

/** The shipped length of an answer. */
const answerTokens = 48;

/** What the study needs of a model; see {@link Asker}. */
export interface HoleAsker {
  ask(hole: Hole): Promise<RawAnswer>;
}

/**
 * Asks a real model for the rest of a hole as the product does in an empty context: its window, its layout, its
 * decoder with its stop rules and limits. No clock ends an answer, so that it does not depend on the machine.
 */
export class Asker implements HoleAsker {
  readonly #loaded: LoadedModel;
  readonly #session: ScoringSession;
  readonly #layout: PromptLayout;
  readonly #decoder: Decoder;

  static async load(modelPath: string, threads: number, logger: Logger): Promise<Asker> {
    const loaded = await loadModel(
      {
        modelPath,
        contextTokens: unusedContextTokens,
        kvMegabytes: 0,
        threads,
        gpu: 'off',
        pacing: 'deterministic',
      },
      logger,
    );
    const context = await loaded.model.createContext({
      contextSize: contextTokens,
      sequences: 1,
      batchSize: batchTokens,
      threads,
    });
    return new Asker(loaded, context.getSequence());
  }

  private constructor(loaded: LoadedModel, sequence: LlamaContextSequence) {
    const { model, vocabulary, fim, info } = loaded;
    this.#loaded = loaded;
    this.#session = new ScoringSession(sequence);
    this.#layout = new PromptLayout(model, vocabulary, fim, info.layout);
    this.#decoder = new Decoder(vocabulary, new HealingBias(model, vocabulary), new SystemClock());
  }

  async ask(hole: Hole): Promise<RawAnswer> {
    const document = documentOf(hole);
    const { before, after } = readWindow(document, hole.position);
    const lines = linesAllowed(document, hole.position);
    const prompt = this.#layout.lay(placeHole(hole, defaultPlacementLimits.anchorLines));
    const { keep } = planPrompt(this.#session.commonPrefix(prompt.tokens), prompt.tokens.length);
    await this.#session.truncate(keep);
    const { text, stop } = await this.#decoder.decode(
      {
        session: this.#session,
        tokens: prompt.tokens.slice(keep),
        healedBytes: prompt.healedBytes,
        limits: { tokens: answerTokens, lines },
        around: { before, after },
      },
      new AbortController().signal,
      () => undefined,
    );
    return { text, stop, logs: this.#session.logs.map(rounded) };
  }

  async dispose(): Promise<void> {
    await this.#loaded.dispose();
  }
}

/** Four decimals say enough of a logarithm, and keep the results readable. */
function rounded(log: number): number {
  return Number(log.toFixed(4)) + 0;
}
