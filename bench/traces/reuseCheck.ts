import type { CompletionOutcome } from '../../src/completion/outcome';
import { type FilterContext, readFilterContext } from '../../src/completion/filterContext';
import { applyFilters } from '../../src/completion/filters';
import { linesAllowed } from '../../src/completion/blockRule';
import { normaliseLineBreaks, readPrompt } from '../../src/completion/task';
import type { CompletionEngine, PromptText } from '../../src/engine/port';
import type { EditableDocument } from '../replay/editableDocument';
import { cursorAfter, type ReplayEvent } from '../replay/typist';
import { evenly } from './liveSamples';

/** A text that was served from the completion cache, and what a fresh answer would have been computed from. */
interface Hit {
  readonly shown: string;
  readonly prompt: PromptText;
  readonly lines: number;
  readonly context: FilterContext;
}

/** What fresh answers were beside the hits that were served, of so many that were looked at. */
export interface ReuseReport {
  /** Hits in all. */
  readonly hits: number;
  readonly samples: number;
  /** The fresh answer is the same text, or one of the two goes on from the other. */
  readonly same: number;
  /** It is another text that would have been shown. */
  readonly differs: number;
  /** It would not have been shown, by its filters or for want of text: the hit was served wrongly. */
  readonly wrong: number;
}

/** The most generated tokens of a fresh answer, as shipped. */
const maxTokens = 48;

/**
 * Asks an empty engine about a sample of the places at which a replay was answered from the completion cache, and
 * compares what the filters leave of its answers with what was served.
 */
export class ReuseCheck {
  readonly #fresh: CompletionEngine;
  readonly #most: number;
  #hits: Hit[] = [];
  #counts = { hits: 0, samples: 0, same: 0, differs: 0, wrong: 0 };

  /** `fresh` is not the engine that replays, but has its model; at most `most` hits of each trace are looked at. */
  constructor(fresh: CompletionEngine, most: number) {
    this.#fresh = fresh;
    this.#most = most;
  }

  /** A request came after `event` in `document`; call what is returned with its outcome, before the next event. */
  asked(event: ReplayEvent, document: EditableDocument): (outcome: CompletionOutcome) => void {
    return (outcome) => {
      if (outcome.kind !== 'answer') return;
      if (outcome.origin !== 'cache' && outcome.origin !== 'typed-through') return;
      const position = document.positionAt(cursorAfter(event));
      this.#hits.push({
        shown: outcome.text,
        prompt: readPrompt(document, position),
        lines: linesAllowed(document, position),
        context: readFilterContext(document, position, '', 'automatic'),
      });
    };
  }

  /** Looks at the hits since the last check. Rejects with a HearthError. */
  async check(): Promise<void> {
    const hits = this.#hits;
    this.#hits = [];
    this.#counts.hits += hits.length;
    for (const hit of evenly(hits, Math.min(this.#most, hits.length))) {
      const fresh = await this.#ask(hit);
      this.#counts.samples++;
      if (fresh === undefined) this.#counts.wrong++;
      else if (fresh.startsWith(hit.shown) || hit.shown.startsWith(fresh)) this.#counts.same++;
      else this.#counts.differs++;
    }
  }

  report(): ReuseReport {
    return { ...this.#counts };
  }

  /** The text that would be shown; undefined where none would. */
  async #ask({ prompt, lines, context }: Hit): Promise<string | undefined> {
    await this.#fresh.clear();
    const request = { prompt, limits: { tokens: maxTokens, lines } };
    const { text } = await this.#fresh.complete(request, new AbortController().signal);
    if (text.trim() === '') return undefined;
    const filtered = applyFilters(normaliseLineBreaks(text), context);
    return filtered.kind === 'dropped' ? undefined : filtered.text;
  }
}
