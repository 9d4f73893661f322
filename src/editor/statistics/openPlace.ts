import { Range, Uri, window, workspace } from 'vscode';
import type { RequestRecord } from './report';

/** Opens the document of a request with the cursor where it stood. The document may be shorter by now. */
export async function openPlace({ uri, line, character }: RequestRecord): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri, true));
  const place = document.validatePosition(new Range(line, character, line, character).start);
  await window.showTextDocument(document, { selection: new Range(place, place) });
}
