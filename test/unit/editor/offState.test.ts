import { describe, expect, test } from 'vitest';
import { findOffState, type OffFacts } from '../../../src/editor/offState';

const document = { scheme: 'file', languageId: 'python', isExcluded: false, inlineSuggest: true };
const on: OffFacts = { enabled: true, languages: { '*': true }, document };

describe('findOffState', () => {
  test.each<[string, OffFacts, string | undefined]>([
    ['all is well', on, undefined],
    ['no editor', { ...on, document: undefined }, undefined],
    ['turned off, no editor', { ...on, enabled: false, document: undefined }, 'disabled'],
    ['the language is off', { ...on, languages: { '*': true, python: false } }, 'language'],
    ['only another language is on', { ...on, languages: { '*': false, go: true } }, 'language'],
    ['only this language is on', { ...on, languages: { '*': false, python: true } }, undefined],
    ['excluded', { ...on, document: { ...document, isExcluded: true } }, 'excluded'],
    ['no inline suggestions', { ...on, document: { ...document, inlineSuggest: false } }, 'inline-suggest'],
    ['a commit message', { ...on, document: { ...document, languageId: 'git-commit' } }, 'unsupported'],
    ['a log', { ...on, document: { ...document, scheme: 'output', languageId: 'log' } }, undefined],
    ['a notebook cell', { ...on, document: { ...document, scheme: 'vscode-notebook-cell' } }, undefined],
  ])('%s', (_, facts, reason) => {
    expect(findOffState(facts)?.reason).toBe(reason);
  });
});
