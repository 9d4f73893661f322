import type { EngineCost } from '../engine/port';
import type { SuggestionEnd } from './acceptance';
import type { CompletionOutcome, NoAnswerReason, Origin } from './outcome';
import type { CompletionRequest } from './request';

/** How many requests are remembered. */
export const mostRecentRequests = 50;

/** How the prompt of a request was come by, in tokens. `kept` and `evaluated` are all of the prompt. */
export interface PromptStrip {
  /** Found in the KV cache. */
  readonly kept: number;
  readonly evaluated: number;
  /**
   * Tokens of the text before the cursor that healing took back: the first generated tokens spell them again. They are
   * behind the prompt, in neither `kept` nor `evaluated`.
   */
  readonly healed: number;
  readonly generated: number;
  /** Of `kept`: evaluated for requests that were called off before. They count as evaluated, not as reused. */
  readonly abandoned: number;
  /** Whether no sequence held a place of the document from which a request was answered. */
  readonly cold: boolean;
}

/** One request and how it ended, without any text of the document. */
export interface RequestRecord {
  /** Counts from 1 since the figures run. */
  readonly id: number;
  /** When the provider was called, in ms since the epoch. */
  readonly at: number;
  /** URI of the document; where a click goes to. */
  readonly uri: string;
  /** Relative to the workspace folder. */
  readonly path: string;
  /** From 0. */
  readonly line: number;
  readonly character: number;
  readonly trigger: 'automatic' | 'explicit';
  readonly kind: 'answer' | 'none';
  readonly origin: Origin | null;
  readonly reason: NoAnswerReason | null;
  /** The filter that stopped it, for `filtered`. */
  readonly filter: string | null;
  readonly detail: string | null;
  /** UTF-16 units of the text that was shown. */
  readonly characters: number;
  /** From the provider call to the outcome. */
  readonly ms: number;
  readonly firstTokenMs: number | null;
  /** Null where no engine run was paid for by this request. */
  readonly strip: PromptStrip | null;
  /** Which suggestion the answer was given to the editor as: several requests may go on with one. */
  readonly suggestion: number | null;
  /** What became of the suggestion; null while it is open or where none was shown. */
  readonly end: SuggestionEnd | null;
}

/** A request that ended, for the log. */
export interface EndedRequest {
  readonly request: CompletionRequest;
  /** From the provider call to the outcome. */
  readonly ms: number;
}

/**
 * The last requests, and what became of their answers. What comes later, as the cost of an answer of which a part was
 * shown, finds its request by its outcome.
 */
export class RequestLog {
  readonly #records: RequestRecord[] = [];
  readonly #ids = new WeakMap<CompletionOutcome, number>();
  readonly #lateCosts = new WeakMap<CompletionOutcome, EngineCost>();
  #lastId = 0;

  /** `at`: when the request came, in ms since the epoch. */
  add(outcome: CompletionOutcome, { request, ms }: EndedRequest, at: number): void {
    const id = ++this.#lastId;
    this.#ids.set(outcome, id);
    const cost = outcome.cost ?? this.#lateCosts.get(outcome);
    this.#records.push({
      id,
      at,
      ...placeOf(request),
      ...endOf(outcome, ms),
      strip: cost ? stripOf(cost) : null,
    });
    if (this.#records.length > mostRecentRequests) this.#records.shift();
  }

  /** The cost of an answer that was incomplete when it was shown. */
  lateCost(outcome: CompletionOutcome, cost: EngineCost): void {
    this.#lateCosts.set(outcome, cost);
    const id = this.#ids.get(outcome);
    this.#change((record) => record.id === id, { strip: stripOf(cost) });
  }

  /** An answer was given to the editor, as a suggestion or as one that goes on. */
  offered(outcome: CompletionOutcome, suggestion: number): void {
    const id = this.#ids.get(outcome);
    this.#change((record) => record.id === id, { suggestion });
  }

  ended(suggestion: number, end: SuggestionEnd): void {
    this.#change((record) => record.suggestion === suggestion, { end });
  }

  /** The newest first. */
  recent(): readonly RequestRecord[] {
    return this.#records.toReversed();
  }

  #change(isMeant: (record: RequestRecord) => boolean, changes: Partial<RequestRecord>): void {
    for (const [index, record] of this.#records.entries()) {
      if (isMeant(record)) this.#records[index] = { ...record, ...changes };
    }
  }
}

function placeOf({ document, position, trigger }: CompletionRequest) {
  const { uri, path } = document;
  const { line, character } = position;
  return { uri, path, line, character, trigger };
}

function endOf(outcome: CompletionOutcome, ms: number) {
  const open = { suggestion: null, end: null };
  if (outcome.kind === 'answer') {
    const { kind, origin, text, timeToTextMs, firstTokenMs = null } = outcome;
    const nothing = { reason: null, filter: null, detail: null };
    return { kind, origin, ...nothing, characters: text.length, ms: timeToTextMs, firstTokenMs, ...open };
  }
  const { kind, origin = null, reason, filter = null, detail = outcome.failure ?? null } = outcome;
  return { kind, origin, reason, filter, detail, characters: 0, ms, firstTokenMs: null, ...open };
}

function stripOf(cost: EngineCost): PromptStrip {
  return {
    kept: cost.reusedTokens,
    evaluated: cost.evaluatedTokens,
    healed: cost.healedTokens,
    generated: cost.generatedTokens,
    abandoned: cost.abandonedTokens,
    cold: cost.cold,
  };
}
