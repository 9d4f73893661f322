import { isLanguageEnabled } from '../completion/settings';
import type { OffState } from './hearthState';
import { isCompletionScheme, isSupportedDocument } from './supportedDocuments';

/** The facts that decide whether completions are on. */
export interface OffFacts {
  readonly enabled: boolean;
  readonly languages: Readonly<Record<string, boolean>>;
  /** The active editor's document, where there is one. */
  readonly document: DocumentFacts | undefined;
}

export interface DocumentFacts {
  readonly scheme: string;
  readonly languageId: string;
  readonly isExcluded: boolean;
  /** VS Code's own `editor.inlineSuggest.enabled` for this document. */
  readonly inlineSuggest: boolean;
}

/** The first reason why nothing is offered, or undefined where completions are on. */
export function findOffState({ enabled, languages, document }: OffFacts): OffState | undefined {
  if (!enabled) return { reason: 'disabled', message: 'Completions are turned off.' };
  // A log or a search result is no place to write code, and there is nothing to say about it.
  if (document === undefined || !isCompletionScheme(document.scheme)) return undefined;
  if (!isSupportedDocument(document)) {
    return { reason: 'unsupported', message: 'Hearth offers nothing in this kind of document.' };
  }
  if (!document.inlineSuggest) {
    return {
      reason: 'inline-suggest',
      message: 'The editor shows no inline suggestions, because editor.inlineSuggest.enabled is off.',
    };
  }
  if (!isLanguageEnabled(languages, document.languageId)) {
    return { reason: 'language', message: `Completions are turned off for ${document.languageId}.` };
  }
  if (document.isExcluded) {
    return { reason: 'excluded', message: 'This file is excluded: its text is never given to the model.' };
  }
  return undefined;
}
