/** Schemes of documents that people write code in. Input boxes (chat, comments, debug, search, SCM) have others. */
export const completionSchemes = ['file', 'untitled', 'vscode-remote', 'vscode-notebook-cell'] as const;

/** Languages of messages, whatever file or box they are written in. */
const messageLanguages: ReadonlySet<string> = new Set(['git-commit', 'git-rebase', 'scminput']);

export interface DocumentKind {
  readonly scheme: string;
  readonly languageId: string;
}

/** Whether Hearth answers in this kind of document at all, whatever the settings say. */
export function isSupportedDocument({ scheme, languageId }: DocumentKind): boolean {
  return isCompletionScheme(scheme) && !messageLanguages.has(languageId);
}

export function isCompletionScheme(scheme: string): boolean {
  return (completionSchemes as readonly string[]).includes(scheme);
}
