import { commands, type Position, ProgressLocation, type TextDocument, window } from 'vscode';
import type { CompletionOutcome } from '../../completion/outcome';
import type { CompletionPipeline } from '../../completion/service';
import type { Activity } from '../activity';
import { toAbortSignal } from '../cancellation';
import type { DocumentRules } from '../documentRules';
import { inquireAt } from '../inquireAt';
import type { OtherProviders } from '../otherProviders';
import { isCompletionScheme } from '../supportedDocuments';
import type { DroppedText } from './droppedText';
import { explain, type Explanation, type Situation } from './explain';

const showAnyway = 'Show It Anyway';

export interface WhyParts {
  readonly pipeline: CompletionPipeline;
  readonly activity: Activity;
  readonly rules: DocumentRules;
  readonly otherProviders: OtherProviders;
  readonly dropped: DroppedText;
}

/** Answers, when asked, why there is no completion at the cursor. */
export class WhyNoCompletion {
  readonly #parts: WhyParts;

  constructor(parts: WhyParts) {
    this.#parts = parts;
  }

  /** Says why, and does what the user chooses to do about it. */
  async run(): Promise<void> {
    const explanation = await this.explain();
    const { message, actions, dropped } = explanation;
    const titles = [...actions.map(({ title }) => title), ...(dropped === undefined ? [] : [showAnyway])];
    const choice = await window.showInformationMessage(message, ...titles);
    if (choice === showAnyway && dropped !== undefined) await this.#show(dropped);
    const action = actions.find(({ title }) => title === choice);
    if (action !== undefined) await commands.executeCommand(action.command, action.argument);
  }

  /**
   * Why there is none: by how the last request ended, where it was made for this very place and text, and otherwise
   * by asking once as the editor does while the user types.
   */
  async explain(): Promise<Explanation> {
    return explain(await this.#situation());
  }

  async #situation(): Promise<Situation> {
    const editor = window.activeTextEditor;
    if (editor === undefined) return { kind: 'no-editor' };
    const { document, selection, selections } = editor;
    if (!isCompletionScheme(document.uri.scheme)) return { kind: 'no-code' };
    const off = this.#parts.rules.activeOffState();
    if (off !== undefined) return { kind: 'off', off, languageId: document.languageId };
    if (selections.length > 1) return { kind: 'several-cursors' };
    if (!selection.isEmpty) return { kind: 'selection' };
    const known = this.#parts.activity.lastAt(document, selection.active);
    const outcome = known ?? (await this.#ask(document, selection.active));
    return { kind: 'outcome', outcome, otherProviders: this.#parts.otherProviders.names };
  }

  /** The first request loads the model, so the user sees that it goes on, and may call it off. */
  async #ask(document: TextDocument, position: Position): Promise<CompletionOutcome> {
    const { document: view, position: at } = inquireAt(document, position);
    const options = {
      location: ProgressLocation.Window,
      title: 'Hearth: asking the model',
      cancellable: true,
    };
    return window.withProgress(options, async (_, token) => {
      const bridge = toAbortSignal(token);
      try {
        const request = { document: view, position: at, trigger: 'automatic' } as const;
        return await this.#parts.pipeline.complete(request, bridge.signal);
      } finally {
        bridge.dispose();
      }
    });
  }

  async #show(text: string): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) return;
    this.#parts.dropped.offer(editor.document, editor.selection.active, text);
    await commands.executeCommand('editor.action.inlineSuggest.trigger');
  }
}
