import { CompletionService } from '../../../../src/completion/completionService';
import type { AnswerOutcome, CompletionOutcome } from '../../../../src/completion/outcome';
import type { CompletionSettings } from '../../../../src/completion/settings';
import type { EditableDocument } from '../../../support/editableDocument';
import { FakeClock } from '../../../support/fakeClock';
import { RecordingLogger } from '../../../support/recordingLogger';
import { ScriptedEngine } from '../../../support/scriptedEngine';

/** A service with an engine that answers as a test says, and a clock that the test moves. */
export class CompletionHarness {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly engine: ScriptedEngine;
  readonly service: CompletionService;
  settings: CompletionSettings = {
    enabled: true,
    languages: { '*': true },
    excludedFiles: [],
    multiline: true,
    maxTokens: 64,
    timeBudgetMs: undefined,
    generation: 'model-a',
  };

  constructor(reply?: (before: string) => string | undefined) {
    this.engine = new ScriptedEngine(reply && ((request) => reply(request.prompt.before)));
    const { engine, clock, logger } = this;
    this.service = new CompletionService({ engine, clock, logger, settings: () => this.settings });
  }

  ask(
    document: EditableDocument,
    trigger: 'automatic' | 'explicit' = 'automatic',
    alternatives?: number,
  ): Asked {
    return new Asked(this.service, document, trigger, alternatives);
  }

  get snapshot() {
    return this.service.metrics.snapshot();
  }
}

/** One question of an editor, and its way to call it off. */
export class Asked {
  readonly controller = new AbortController();
  readonly outcome: Promise<CompletionOutcome>;

  constructor(
    service: CompletionService,
    document: EditableDocument,
    trigger: 'automatic' | 'explicit',
    alternatives?: number,
  ) {
    const more = alternatives === undefined ? {} : { alternatives };
    const request = { document, position: document.cursor, trigger, ...more };
    this.outcome = service.complete(request, this.controller.signal);
  }

  abort(): this {
    this.controller.abort();
    return this;
  }
}

/** @throws where nothing was answered. */
export function answerOf(outcome: CompletionOutcome): AnswerOutcome {
  if (outcome.kind !== 'answer') throw new Error(`No answer: ${JSON.stringify(outcome)}`);
  return outcome;
}
