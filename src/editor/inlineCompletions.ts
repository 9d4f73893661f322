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
import { TextDocumentView } from './documentView';
import { inquire, type PlacedText } from './inquiry';
import { isSupportedDocument } from './supportedDocuments';

/** Other answers that are offered to a user who asks. */
const mostAlternatives = 2;

/** Offers the pipeline's answers as grey text. A failure is logged and gives nothing. */
export class InlineCompletions implements InlineCompletionItemProvider {
  readonly #pipeline: CompletionPipeline;
  readonly #activity: Activity;
  readonly #acceptance: AcceptanceTracker;
  readonly #logger: Logger;

  constructor(
    pipeline: CompletionPipeline,
    activity: Activity,
    acceptance: AcceptanceTracker,
    logger: Logger,
  ) {
    this.#pipeline = pipeline;
    this.#activity = activity;
    this.#acceptance = acceptance;
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
      const inquiry = inquire(new TextDocumentView(document), position, context.selectedCompletionInfo);
      const outcome = await this.#pipeline.complete({ ...inquiry, ...askOf(context) }, bridge.signal);
      this.#activity.note(outcome);
      // VS Code shows no answer to an older text, even where its call was not called off.
      if (outcome.kind !== 'answer' || bridge.signal.aborted || document.version !== version) return [];
      const placed = inquiry.place(outcome);
      if (placed === undefined) return [];
      const others = (outcome.alternatives ?? []).flatMap((other) => inquiry.place(other) ?? []);
      const selected = context.selectedCompletionInfo?.text;
      const hasOthers = others.length > 0;
      const suggestion = this.#acceptance.offer(document, position, placed, selected, hasOthers);
      return [placed, ...others].map((each) => toItem(each, position.line, suggestion));
    } catch (error) {
      this.#logger.error('A completion failed in the editor.', error);
      return [];
    } finally {
      bridge.dispose();
    }
  }
}

/** An answer is for one place: several cursors or selected text get none. */
function hasPlainCursor(document: TextDocument): boolean {
  const editor = window.activeTextEditor;
  if (editor?.document !== document) return true;
  return editor.selections.length === 1 && editor.selection.isEmpty;
}

/** VS Code asks explicitly when the user does, and when they want to see other suggestions. */
function askOf(context: InlineCompletionContext): Pick<CompletionRequest, 'trigger' | 'alternatives'> {
  if (context.triggerKind !== InlineCompletionTriggerKind.Invoke) return { trigger: 'automatic' };
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
