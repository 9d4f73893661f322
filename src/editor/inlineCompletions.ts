import {
  type InlineCompletionContext,
  InlineCompletionItem,
  type InlineCompletionItemProvider,
  InlineCompletionTriggerKind,
  type Position,
  Range,
  type TextDocument,
  type CancellationToken,
  window,
} from 'vscode';
import type { Logger } from '../base/logger';
import type { CompletionRequest } from '../completion/request';
import type { CompletionPipeline } from '../completion/service';
import type { AcceptanceTracker } from './acceptanceTracker';
import type { Activity } from './activity';
import { toAbortSignal } from './cancellation';
import { commandIds } from './commandIds';
import { isInsideCharacter } from './characters';
import { inquireAt } from './inquireAt';
import type { Inquiry, PlacedText } from './inquiry';
import type { PartRefresh } from './partRefresh';
import { isSupportedDocument } from './supportedDocuments';
import type { DroppedText } from './why/droppedText';

type Ask = Pick<CompletionRequest, 'trigger' | 'alternatives'>;

const automatically: Ask = { trigger: 'automatic' };

/** Other answers that are offered to a user who asks. */
const mostAlternatives = 2;

/** Offers the pipeline's answers as grey text. A failure is logged and gives nothing. */
export class InlineCompletions implements InlineCompletionItemProvider {
  readonly #pipeline: CompletionPipeline;
  readonly #activity: Activity;
  readonly #acceptance: AcceptanceTracker;
  readonly #refresh: PartRefresh;
  readonly #dropped: DroppedText;
  readonly #logger: Logger;

  constructor(
    pipeline: CompletionPipeline,
    activity: Activity,
    acceptance: AcceptanceTracker,
    refresh: PartRefresh,
    dropped: DroppedText,
    logger: Logger,
  ) {
    this.#pipeline = pipeline;
    this.#activity = activity;
    this.#acceptance = acceptance;
    this.#refresh = refresh;
    this.#dropped = dropped;
    this.#logger = logger;
  }

  async provideInlineCompletionItems(
    document: TextDocument,
    position: Position,
    context: InlineCompletionContext,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    if (!isSupportedDocument({ scheme: document.uri.scheme, languageId: document.languageId })) return [];
    if (!hasPlainCursor(document)) return [];
    const bridge = toAbortSignal(token);
    const { version } = document;
    try {
      if (isInsideCharacter(document.lineAt(position).text, position.character)) return [];
      const inquiry = inquireAt(document, position, context.selectedCompletionInfo);
      const dropped = this.#dropped.take(document, position);
      if (dropped !== undefined) return this.#offerDropped(document, position, inquiry, dropped);
      const ask = this.#refresh.takes(document) ? automatically : askOf(context);
      const outcome = await this.#pipeline.complete({ ...inquiry, ...ask }, bridge.signal);
      this.#activity.note(outcome, document, position);
      // VS Code shows no answer to an older text, even where its call was not called off.
      const isGone = bridge.signal.aborted || document.isClosed || document.version !== version;
      if (outcome.kind !== 'answer' || isGone) return [];
      const placed = inquiry.place(outcome);
      if (placed === undefined) return [];
      const others = (outcome.alternatives ?? []).flatMap((other) => inquiry.place(other) ?? []);
      const selected = context.selectedCompletionInfo?.text;
      const hasOthers = others.length > 0;
      const suggestion = this.#acceptance.offer(document, position, placed, selected, hasOthers);
      this.#pipeline.metrics.offered(outcome, suggestion);
      return [placed, ...others].map((each) => toItem(each, position.line, suggestion));
    } catch (error) {
      this.#logger.error('A completion failed in the editor.', error);
      return [];
    } finally {
      bridge.dispose();
    }
  }

  /** What a filter stopped and the user wants to see: the pipeline was asked before. */
  #offerDropped(
    document: TextDocument,
    position: Position,
    inquiry: Inquiry,
    text: string,
  ): InlineCompletionItem[] {
    const placed = inquiry.place({ text, replaceAfter: 0 });
    if (placed === undefined) return [];
    const suggestion = this.#acceptance.offer(document, position, placed, undefined, false);
    return [toItem(placed, position.line, suggestion)];
  }
}

/** An answer is for one place: several cursors or selected text get none. */
function hasPlainCursor(document: TextDocument): boolean {
  const editor = window.activeTextEditor;
  if (editor?.document !== document) return true;
  return editor.selections.length === 1 && editor.selection.isEmpty;
}

/** VS Code asks explicitly when the user does, and when they want to see other suggestions. */
function askOf(context: InlineCompletionContext): Ask {
  if (context.triggerKind !== InlineCompletionTriggerKind.Invoke) return automatically;
  return { trigger: 'explicit', alternatives: mostAlternatives };
}

function toItem(
  { text, startCharacter, endCharacter }: PlacedText,
  line: number,
  suggestion: number,
): InlineCompletionItem {
  return new InlineCompletionItem(text, new Range(line, startCharacter, line, endCharacter), {
    title: 'Completion accepted',
    command: commandIds.accepted,
    arguments: [suggestion],
  });
}
