import { describe, expect, test } from 'vitest';
import { isSupportedDocument } from '../../../src/editor/supportedDocuments';

describe('isSupportedDocument', () => {
  test.each([
    ['file', 'typescript', true],
    ['untitled', 'plaintext', true],
    ['vscode-remote', 'go', true],
    ['vscode-notebook-cell', 'python', true],
    ['file', 'git-commit', false],
    ['file', 'git-rebase', false],
    ['vscode-scm', 'scminput', false],
    ['comment', 'markdown', false],
    ['vscode-chat-input', 'plaintext', false],
    ['chatSessionInput', 'plaintext', false],
    ['vscode-interactive-input', 'python', false],
    ['debug', 'javascript', false],
    ['output', 'log', false],
    ['search-editor', 'search-result', false],
    ['git', 'typescript', false],
  ])('%s, %s: %s', (scheme, languageId, expected) => {
    expect(isSupportedDocument({ scheme, languageId })).toBe(expected);
  });
});
