import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ProgressLocation, type QuickPickItem, Uri, window } from 'vscode';
import { readModelFile, requireSuitable } from '../../models/modelFile';

interface PlaceItem extends QuickPickItem {
  readonly copies: boolean;
}

const places: readonly PlaceItem[] = [
  {
    label: 'Copy it into Hearth’s storage',
    detail: 'For files on a stick or in a folder for downloads.',
    copies: true,
  },
  { label: 'Use it where it is', detail: 'Takes no more space; the file must stay there.', copies: false },
];

/**
 * Asks for a GGUF file, looks at it, and resolves to where it is to be used: in its place, or as a copy in `folder`.
 * Undefined where the user changed their mind; fails with the reason where the file is no model for the editor.
 */
export async function installFromFile(folder: string): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectMany: false,
      filters: { 'GGUF models': ['gguf'] },
      openLabel: 'Install',
      title: 'Install a Model from a File',
    })) ?? [];
  if (chosen === undefined) return undefined;
  const path = chosen.fsPath;
  requireSuitable(await readModelFile(path));
  const place = await window.showQuickPick(places, {
    title: basename(path),
    placeHolder: 'Where should it be?',
  });
  if (place === undefined) return undefined;
  return place.copies ? copyInto(folder, path) : path;
}

/** A copy is whole or not there. */
async function copyInto(folder: string, path: string): Promise<string> {
  const target = Uri.file(join(folder, basename(path))).fsPath;
  if (target === path) return path;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const aside = `${target}.copy`;
  const title = `Copying ${basename(path)}`;
  await window.withProgress({ location: ProgressLocation.Notification, title }, async () => {
    try {
      await copyFile(path, aside);
      await rename(aside, target);
    } finally {
      await rm(aside, { force: true });
    }
  });
  return target;
}
