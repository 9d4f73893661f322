import { ConfigurationTarget, window, workspace } from 'vscode';
import { isLanguageEnabled } from '../completion/settings';
import { announce } from './announce';
import { type HearthSettings, settingDefinitions } from './settings';

/** Turns completions on or off where the setting is made: in the workspace if it says something, else for the user. */
export async function toggleCompletions(settings: () => HearthSettings): Promise<void> {
  const configuration = workspace.getConfiguration('hearth');
  const isInWorkspace = configuration.inspect('enabled')?.workspaceValue !== undefined;
  const target = isInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const next = !settings().enabled;
  await configuration.update('enabled', next, target);
  announce(`Completions are ${onOrOff(next)}.`);
}

/** Turns completions on or off for the active document's language, in the user's settings. */
export async function toggleForLanguage(settings: () => HearthSettings): Promise<void> {
  const languageId = window.activeTextEditor?.document.languageId;
  if (languageId === undefined) {
    announce('There is no active editor.');
    return;
  }
  const next = !isLanguageEnabled(settings().languages, languageId);
  const configuration = workspace.getConfiguration('hearth');
  const own = configuration.inspect('languages')?.globalValue;
  const { value } = settingDefinitions.languages.parse(own ?? {});
  await configuration.update('languages', { ...value, [languageId]: next }, ConfigurationTarget.Global);
  const isOverruled = isLanguageEnabled(settings().languages, languageId) !== next;
  announce(
    isOverruled
      ? `The workspace's settings keep completions ${onOrOff(!next)} for ${languageId}.`
      : `Completions are ${onOrOff(next)} for ${languageId}.`,
  );
}

function onOrOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}
