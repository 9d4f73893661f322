import { strict as assert } from 'node:assert';
import { setTimeout as delay } from 'node:timers/promises';
import { TextEncoder } from 'node:util';
import {
  commands,
  ConfigurationTarget,
  extensions,
  type Position,
  Selection,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { AnswerOutcome, NoAnswerOutcome } from '../../../src/completion/outcome';
import type { HearthApi } from '../../../src/editor/api';

export const extensionId = 'hearth.hearth';

/** Far more than anything here takes, for machines that are busy with something else. */
const patienceMs = 40_000;

/** The extension's API, once it is active: VS Code activates it by itself soon after start. */
export async function hearth(): Promise<HearthApi> {
  const extension = extensions.getExtension<HearthApi>(extensionId);
  assert(extension, `${extensionId} is not installed`);
  await until('Hearth is active', () => extension.isActive);
  return extension.exports;
}

/** Waits until `read` gives something true, and gives it back. */
export async function until<T>(what: string, read: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end) assert.fail(`Waited ${patienceMs / 1000} s in vain until ${what}`);
    await delay(20);
  }
}

/** A file's address in the workspace. */
export function inWorkspace(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert(folder, 'The window has no folder open');
  return Uri.joinPath(folder.uri, name);
}

/**
 * Writes and opens a file. `|` in the text is where the cursor goes; without it the cursor is at the end.
 */
export async function openFile(name: string, textWithCursor: string): Promise<TextEditor> {
  const { text, offset } = cutCursor(textWithCursor);
  const uri = inWorkspace(name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return showAt(await workspace.openTextDocument(uri), offset);
}

/** Opens an untitled document; see {@link openFile} for the cursor. */
export async function openUntitled(language: string, textWithCursor: string): Promise<TextEditor> {
  const { text, offset } = cutCursor(textWithCursor);
  return showAt(await workspace.openTextDocument({ language, content: text }), offset);
}

async function showAt(document: TextDocument, offset: number): Promise<TextEditor> {
  const editor = await window.showTextDocument(document);
  putCursor(editor, document.positionAt(offset));
  await until('the document has the cursor', () => window.activeTextEditor?.document === document);
  return editor;
}

function cutCursor(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|');
  return offset < 0 ? { text, offset: text.length } : { text: text.replace('|', ''), offset };
}

export function putCursor(editor: TextEditor, position: Position): void {
  editor.selection = new Selection(position, position);
}

/** Types as the keyboard does, so that VS Code closes brackets, indents and asks for completions. */
export async function typeText(text: string): Promise<void> {
  for (const character of text) await commands.executeCommand('type', { text: character });
}

/** How many outcomes there are, of requests that are not counted as such included. */
function outcomesOf(api: HearthApi): number {
  return Object.values(api.metrics().outcomes).reduce((sum, count) => sum + count, 0);
}

/** Asks for a completion in the active editor, as a user does, and waits until Hearth has been asked and has answered. */
export async function trigger(api: HearthApi): Promise<void> {
  const before = outcomesOf(api);
  await until('Hearth has answered the editor', async () => {
    await commands.executeCommand('editor.action.inlineSuggest.trigger');
    await delay(100);
    return outcomesOf(api) > before;
  });
}

/** Accepts what is offered: the window may take a moment to show it. */
export async function acceptCompletion(document: TextDocument): Promise<void> {
  const { version } = document;
  await until('the completion is inserted', async () => {
    await commands.executeCommand('editor.action.inlineSuggest.commit');
    return document.version > version;
  });
}

/** What Hearth answers at a place; fails where it has no answer. */
export async function answerAt(
  api: HearthApi,
  document: TextDocument,
  position: Position,
): Promise<AnswerOutcome> {
  const outcome = await api.complete(document, position);
  if (outcome.kind === 'answer') return outcome;
  assert.fail(`No answer in ${document.uri.path}: ${JSON.stringify(outcome)}`);
}

/** Why Hearth has no answer at a place; fails where it has one. */
export async function failureAt(
  api: HearthApi,
  document: TextDocument,
  position: Position,
): Promise<NoAnswerOutcome> {
  const outcome = await api.complete(document, position);
  if (outcome.kind === 'none') return outcome;
  assert.fail(`An answer in ${document.uri.path}: ${JSON.stringify(outcome)}`);
}

export async function closeAllEditors(): Promise<void> {
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
}

/** How often each outcome has been counted since `before`; those that have not are left out. */
export function newOutcomes(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): Record<string, number> {
  const counts = Object.entries(now).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

/** Sets one of Hearth's settings for the user, `undefined` takes it back. */
export async function setSetting(key: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('hearth').update(key, value, ConfigurationTarget.Global);
}

/** The user's own value of one of Hearth's settings. */
export function userSetting(key: string): unknown {
  return workspace.getConfiguration('hearth').inspect(key)?.globalValue;
}

/** A small TypeScript file in which any model finds something to say. */
export const code = `export class Stack<T> {
  private readonly items: T[] = [];

  push(item: T): void {
    this.items.push(item);
  }

  get size(): number {
    return this.|
  }
}
`;
