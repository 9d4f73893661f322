import type { FailureReason } from '../base/errors';
import type { Event } from '../base/emitter';
import type { LayoutName } from '../base/layouts';
import type { Disposable } from '../base/lifecycle';

export { type LayoutName, layoutNames } from '../base/layouts';

/** The text a completion is computed from. Line breaks are `\n` whatever the document uses. */
export interface PromptText {
  /** Identity of the document: answers and KV state of two documents never mix. */
  readonly document: string;
  /** Path as the model sees it: relative to the workspace, `/` between folders. */
  readonly path: string;
  /** Name of the repository or workspace folder; empty where there is none. */
  readonly repository: string;
  /** Text before the cursor, from a line start as far up as the window may reach. */
  readonly before: string;
  /** Whether `before` begins at the first character of the document. */
  readonly beforeIsWhole: boolean;
  /**
   * Text after the cursor. Begins with the line break that ends the cursor's line, or with the rest of that
   * line where it carries words; closers and white space right of the cursor are left out.
   */
  readonly after: string;
  /** The cursor's line in the document, from 0. It only tells how near two places are. */
  readonly line: number;
}

/** What ends the decoding of an answer. Everything but `tokens` and `milliseconds` is about its text. */
export interface DecodeLimits {
  /** Most generated tokens. */
  readonly tokens: number;
  /** Most milliseconds from the first generated token; absent in a deterministic replay. */
  readonly milliseconds?: number;
  /** Most lines: 1 stops at the end of the cursor's line. */
  readonly lines: number;
}

/**
 * `foreground`: somebody waits. `ahead`: nobody asked yet; it is computed only while nothing else is, within the budget
 * of background work, and is called off by any foreground request. What it evaluates counts as background.
 */
export type EnginePriority = 'foreground' | 'ahead';

export interface EngineRequest {
  readonly prompt: PromptText;
  readonly limits: DecodeLimits;
  /** Absent: `foreground`. */
  readonly priority?: EnginePriority;
  /** Most other answers to give besides, from the same prefill; each takes as long as the first. Absent: none. */
  readonly alternatives?: number;
}

export type StopReason = 'line' | 'block' | 'end-of-text' | 'suffix' | 'tokens' | 'time' | 'repetition';

/** Counts and times of one engine request, as `docs/architecture.md`, "Measures", defines them. */
export interface EngineCost {
  /** Prompt tokens found in the KV cache. */
  readonly reusedTokens: number;
  /** Foreground tokens: prompt tokens evaluated for this request. */
  readonly evaluatedTokens: number;
  /**
   * Foreground tokens evaluated for requests that were aborted since the answer before this one. They are in the
   * cache and count as reused from now on, but they were paid for.
   */
  readonly abandonedTokens: number;
  /**
   * Tokens of the text before the cursor that healing took back, so that they are no prompt tokens: the first generated
   * tokens spell them again.
   */
  readonly healedTokens: number;
  readonly generatedTokens: number;
  /** Waiting for a background slice to end, in ms. */
  readonly queueMs: number;
  /** From the request's arrival in the engine to its first generated token, in ms; `queueMs` included. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** Whether no sequence held a place of this document from which a request was answered. */
  readonly cold: boolean;
  /**
   * Answers that were given from this prompt since its text far from the cursor differs from the document's; 0 and
   * no `staleCharacters` where it does not.
   */
  readonly staleAnswers: number;
  /** UTF-16 units by which the prompt's text differs from the document's. */
  readonly staleCharacters: number;
}

/** How sure the model was of an answer's beginning: natural logarithms of the probabilities of its first tokens. */
export interface Confidence {
  /** Of the first token, among those that go on with what healing took back. At most 0. */
  readonly first: number;
  /** Mean over the first tokens whose probability is known. At most 0. */
  readonly mean: number;
}

/** One answer, without what it cost. */
export interface SpokenAnswer {
  /** Text to insert at the cursor; what healing took back is already cut off. May be empty. */
  readonly text: string;
  readonly stop: StopReason;
  /** Absent where the engine does not tell. */
  readonly confidence?: Confidence;
}

export interface EngineAnswer extends SpokenAnswer {
  /** Other answers, the likeliest first; only where some were asked for. Different texts, none blank. */
  readonly alternatives?: readonly SpokenAnswer[];
  readonly cost: EngineCost;
}

export interface ModelInfo {
  /** Name from the file's metadata, or the file's name. */
  readonly name: string;
  readonly path: string;
  readonly fileBytes: number;
  readonly layout: LayoutName;
  /** What one sequence holds. */
  readonly contextTokens: number;
  /** Places that are kept in memory. */
  readonly sequences: number;
  /** What the KV cache of all sequences allocates. */
  readonly kvBytes: number;
  readonly threads: number;
  /** `false` on the CPU. */
  readonly gpu: string | false;
  /** Where `auto` chose what computes: why it is this. In words for the user, without a full stop. */
  readonly gpuNote?: string;
  /** Whether a GPU seems to be there whose back end the user could add. */
  readonly canAddGpu?: boolean;
}

/** What a model's engine says of what it computes on, beside its name. */
export type GpuNote = Pick<ModelInfo, 'gpuNote' | 'canAddGpu'>;

export interface Problem {
  readonly reason: FailureReason;
  /** One or two sentences for the user: what, why, what next. */
  readonly message: string;
}

export type EngineStatus =
  | { readonly state: 'unloaded' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly model: ModelInfo }
  | { readonly state: 'working'; readonly model: ModelInfo }
  /** The engine died; the next request starts it again. */
  | { readonly state: 'restarting'; readonly problem: Problem }
  /** Stays so until restarted by hand or by changed settings. */
  | { readonly state: 'problem'; readonly problem: Problem };

/** One sequence of the KV cache, and the place that it holds. */
export interface SequenceStats {
  /** Path of the document, as in `PromptText`; null where the sequence holds no place. */
  readonly path: string | null;
  /** The cursor's line at the last use, from 0; null where the sequence holds no place. */
  readonly line: number | null;
  readonly tokens: number;
  /**
   * `serving`: the place answered last. `preparing`: its prompt is not evaluated to its end. `warm`: it is. `empty`: no
   * place.
   */
  readonly state: 'serving' | 'warm' | 'preparing' | 'empty';
}

/** What an engine says of itself. */
export interface OwnStats {
  /** Resident set of the engine process, in bytes; of the host process where the engine runs in it. */
  readonly rssBytes: number;
  /** Background tokens since the engine started. */
  readonly backgroundTokens: number;
  /** CPU seconds of all threads of the process since it started, and in the last minute. */
  readonly cpuSeconds: number;
  readonly cpuSecondsAMinute: number;
  readonly sequences: readonly SequenceStats[];
}

export interface EngineStats extends OwnStats {
  readonly processId: number;
}

/** Gets the whole answer so far, and how sure the model is of its beginning once that is known. */
export type TextListener = (textSoFar: string, confidence?: Confidence) => void;

/** What the completion pipeline needs from an engine; implemented over a channel to the engine process. */
export interface CompletionEngine extends Disposable {
  readonly status: EngineStatus;
  readonly onDidChangeStatus: Event<EngineStatus>;
  /** How often an engine ended without having been told to. */
  readonly restarts: number;

  /**
   * Computes one completion, loading the model first where needed. `onText` is told of the answer as it grows.
   * Rejects with `AbortError` when `signal` aborts (the engine stops within a slice, and keeps the KV it has),
   * or with a `HearthError`. A request `ahead` rejects with `AbortError` also when another one comes, when no engine
   * runs, and when the background budget is used up.
   */
  complete(request: EngineRequest, signal: AbortSignal, onText?: TextListener): Promise<EngineAnswer>;

  /**
   * Tells that the cursor came to rest at this text without a request: the engine prepares the place when idle, so
   * that the first key there is warm. Starts the engine where it does not run, unless it
   * crashed or cannot start. Never throws; the latest call counts.
   */
  visit(prompt: PromptText): void;

  /** Tells that a document was closed: where places are kept on disk, its are saved. */
  close(document: string): void;

  /** Whether a request for this text would be answered from a warm KV cache, as far as the client knows. */
  isWarm(document: string): boolean;

  /** Forgets all KV state. */
  clear(): Promise<void>;

  /**
   * Ends the engine process and forgets past crashes and problems; the next request starts it again.
   * Resolves once the process is gone.
   */
  restart(): Promise<void>;

  /** Undefined while no engine runs. */
  stats(): Promise<EngineStats | undefined>;
}
