// @ts-check
import * as vscode from 'vscode';
import { otherText, otherWord } from './others.mjs';

/**
 * Offers completions of its own in every file, as another extension would.
 * @param {{ inline: boolean, words: boolean }} which
 * @returns {vscode.Disposable}
 */
export function registerOtherProviders({ inline, words }) {
  /** @type {vscode.Disposable[]} */
  const disposables = [];
  if (inline) {
    disposables.push(
      vscode.languages.registerInlineCompletionItemProvider(
        { pattern: '**' },
        {
          provideInlineCompletionItems: (_document, position) => [
            new vscode.InlineCompletionItem(otherText, new vscode.Range(position, position)),
          ],
        },
      ),
    );
  }
  if (words) {
    disposables.push(
      vscode.languages.registerCompletionItemProvider(
        { pattern: '**' },
        {
          provideCompletionItems: () => [
            new vscode.CompletionItem(otherWord, vscode.CompletionItemKind.Constant),
          ],
        },
      ),
    );
  }
  return vscode.Disposable.from(...disposables);
}
