import type {
  CompletionEngine,
  DecodeLimits,
  EngineAnswer,
  EnginePriority,
  PromptText,
} from '../engine/port';
import { readWindow, windowReaching } from '../prompt/window';
import { blockLines, linesAllowed, opensBlock } from './blockRule';
import type { CompletionCache } from './completionCache';
import type { DocumentView, Position } from './document';
import type { RunProgress } from './inFlight';
import { type Place, readPlace } from './place';
import type { CompletionSettings } from './settings';

/** What is to be computed: where, of which text, and how much. */
export interface Task {
  readonly place: Place;
  readonly document: DocumentView;
  readonly position: Position;
  readonly limits: DecodeLimits;
  readonly priority: EnginePriority;
  readonly alternatives?: number | undefined;
}

/** The answer at a place that somebody asks about. */
export function taskAt(
  document: DocumentView,
  position: Position,
  place: Place,
  settings: CompletionSettings,
  alternatives: number | undefined,
): Task {
  const lines = settings.multiline ? linesAllowed(document, position) : 1;
  const limits = limitsFor(settings, lines);
  return { place, document, position, limits, priority: 'foreground', alternatives };
}

/** The answer at a place that nobody asked about yet: the rest of its line, and what comes below it. */
export function taskAhead(document: DocumentView, position: Position, settings: CompletionSettings): Task {
  const opens = opensBlock(document.lineAt(position.line).slice(0, position.character));
  const lines = settings.multiline ? 1 + (opens ? blockLines : 1) : 1;
  const place = readPlace(document, position, settings.generation);
  return { place, document, position, limits: limitsFor(settings, lines), priority: 'ahead' };
}

/** Steps 5 and 6 of the pipeline: the prompt's text, the engine, and the answer into the cache. */
export class TaskRunner {
  readonly #engine: CompletionEngine;
  readonly #cache: CompletionCache;
  readonly #settings: () => CompletionSettings;

  constructor(engine: CompletionEngine, cache: CompletionCache, settings: () => CompletionSettings) {
    this.#engine = engine;
    this.#cache = cache;
    this.#settings = settings;
  }

  /**
   * Computes a task whose document still is the one that it was made for. The answer goes into the cache, whoever
   * still waits for it. Rejects as the engine does.
   */
  async run(task: Task, progress: RunProgress): Promise<EngineAnswer> {
    const { document, position, place, limits, priority, alternatives } = task;
    progress.started();
    const answer = await this.#engine.complete(
      {
        prompt: readPrompt(document, position, this.#settings().reach),
        limits,
        ...(priority === 'ahead' && { priority }),
        ...(alternatives !== undefined && { alternatives }),
      },
      progress.signal,
      (textSoFar, confidence) => progress.advance(normaliseLineBreaks(textSoFar), confidence),
    );
    const text = normaliseLineBreaks(answer.text);
    const isCurrent = !progress.signal.aborted && this.#settings().generation === place.generation;
    // Running out of time before the first word says nothing about the place.
    const isKnowledge = text.trim() !== '' || answer.stop !== 'time';
    if (isCurrent && isKnowledge) this.#cache.put(place, { ...answer, text });
    return { ...answer, text };
  }
}

/** The text that a completion at `position` is computed from. */
export function readPrompt(document: DocumentView, position: Position, reach = 1): PromptText {
  const { before, beforeIsWhole, after } = readWindow(document, position, windowReaching(reach));
  const { uri, path, repository = '' } = document;
  return { document: uri, path, repository, before, beforeIsWhole, after, line: position.line };
}

/** Models of code with CRLF line ends write them too; a document is read with `\n` whatever it has. */
export function normaliseLineBreaks(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

function limitsFor(settings: CompletionSettings, lines: number): DecodeLimits {
  const { maxTokens: tokens, timeBudgetMs: milliseconds } = settings;
  return milliseconds === undefined ? { tokens, lines } : { tokens, lines, milliseconds };
}
