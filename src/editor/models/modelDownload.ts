import { join } from 'node:path';
import { ProgressLocation, window } from 'vscode';
import { addressOf, type CatalogueEntry } from '../../models/catalogue';
import type { Downloader } from '../../models/download/downloader';
import { modelWords } from '../../models/modelWords';
import { toAbortSignal } from '../cancellation';
import { TransferText } from './transferText';

/** Downloads a model of the catalogue into `folder`, with a notification that shows how far it is and can cancel. */
export async function downloadModel(
  entry: CatalogueEntry,
  folder: string,
  source: URL,
  downloader: Downloader,
): Promise<string> {
  const { name, sha256, bytes } = entry;
  const title = `Downloading ${name}`;
  const target = join(folder, entry.source.file);
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const text = new TransferText(() => performance.now());
      const calledOff = toAbortSignal(token);
      let before = 0;
      try {
        const { path } = await downloader.download(
          // A size that no sum goes with is about right only.
          {
            name,
            url: addressOf(entry.source, source),
            target,
            checksum: sha256 === undefined ? undefined : `sha256:${sha256}`,
            bytes: sha256 === undefined ? undefined : bytes,
            words: modelWords,
          },
          (step) => {
            const percent = (step.done / step.total) * 100;
            const increment = step.phase === 'fetching' ? percent - before : 0;
            before = Math.max(before, percent);
            progress.report({ message: text.next(step), increment });
          },
          calledOff.signal,
        );
        return path;
      } finally {
        calledOff.dispose();
      }
    },
  );
}
