import { rm } from 'node:fs/promises';
import { ConfigurationTarget, window, workspace } from 'vscode';
import { announce } from './announce';
import { type HearthSettings, settingDefinitions } from './settings';

/**
 * Asks, once and by the user's own command, whether what the model has read may be kept on disk, and turns the setting
 * on. Turns it off again where it is on.
 */
export async function keepPlaces(settings: () => HearthSettings): Promise<void> {
  const { snapshotsEnabled, snapshotsMegabytes } = settings();
  const { key } = settingDefinitions.snapshotsEnabled;
  const configuration = workspace.getConfiguration('hearth');
  if (snapshotsEnabled) {
    await configuration.update(key, false, ConfigurationTarget.Global);
    announce('Places are no longer kept on disk, and those that were are removed.');
    return;
  }
  const keep = 'Keep Places';
  const choice = await window.showInformationMessage(
    'Keep places warm across restarts?',
    {
      modal: true,
      detail:
        'Hearth then writes what the model has read around your cursor to disk, so that a file you open again is ' +
        'completed at once. This holds text of your source code. It stays on this machine, in files that only you ' +
        `can read, takes ${snapshotsMegabytes} MB at most, and never includes excluded files. ` +
        'Hearth: Clear Caches removes it.',
    },
    keep,
  );
  if (choice === keep) await configuration.update(key, true, ConfigurationTarget.Global);
}

/** Removes every snapshot where no engine of this window does it. Other windows find them missing, and go on. */
export async function removeSnapshots(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
