import type { HearthState } from '../hearthState';
import { describeProblem } from '../settings';
import { type CommandId, commandIds } from '../commandIds';
import { remedyFor } from './remedy';
import type { StatusFace } from './statusText';

/** One entry of the language status, the `{}` of VS Code's status bar: what is the matter, and one action. */
export interface LanguageStatus {
  readonly id: 'state' | 'engine' | 'off' | 'setting' | 'others';
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly isBusy: boolean;
  readonly action: {
    readonly title: string;
    readonly command: CommandId;
    readonly argument?: string;
  };
}

/** The state with its rate, and each problem as an entry of its own. `face` is what the status bar item shows. */
export function languageStatuses(state: HearthState, face: StatusFace): readonly LanguageStatus[] {
  return [
    stateEntry(state, face),
    ...engineEntry(state),
    ...offEntry(state),
    ...settingEntry(state),
    ...othersEntry(state),
  ];
}

function stateEntry({ engine, isBusy }: HearthState, { label }: StatusFace): LanguageStatus {
  const text = label.replace(/^Hearth: /, '');
  return {
    id: 'state',
    text: `Hearth: ${text}`,
    detail: 'Hit rate: requests answered with no work by the model',
    severity: 'information',
    isBusy: engine.state === 'loading' || isBusy,
    action: { title: 'Show Statistics', command: commandIds.showStatistics },
  };
}

function engineEntry({ engine }: HearthState): readonly LanguageStatus[] {
  if (engine.state !== 'problem' && engine.state !== 'restarting') return [];
  const severity = engine.state === 'problem' ? 'error' : 'warning';
  const { message, reason } = engine.problem;
  return [problem('engine', 'Hearth: the engine stopped', message, severity, remedyFor(reason))];
}

function offEntry({ off }: HearthState): readonly LanguageStatus[] {
  if (off === undefined) return [];
  return [problem('off', 'Hearth: off here', off.message, 'warning', actionFor(off.reason))];
}

function actionFor(reason: NonNullable<HearthState['off']>['reason']): LanguageStatus['action'] {
  switch (reason) {
    case 'disabled':
      return { title: 'Turn On', command: commandIds.toggleCompletions };
    case 'language':
      return { title: 'Turn On', command: commandIds.toggleCompletionsForLanguage };
    case 'excluded':
      return settings('hearth.excludedFiles');
    case 'inline-suggest':
      return settings('editor.inlineSuggest.enabled');
    case 'unsupported':
      return { title: 'Show Log', command: commandIds.showLog };
  }
}

function settingEntry({ settingProblems }: HearthState): readonly LanguageStatus[] {
  const [first, ...rest] = settingProblems;
  if (first === undefined) return [];
  const more = rest.length === 0 ? '' : ` And ${rest.length} more.`;
  const detail = `${describeProblem(first)}${more}`;
  return [problem('setting', 'Hearth: a setting is wrong', detail, 'warning', settings(first.setting))];
}

function othersEntry({ otherProviders }: HearthState): readonly LanguageStatus[] {
  if (otherProviders.length === 0) return [];
  const detail = `${otherProviders.join(', ')}: VS Code shows completions of one extension at a time.`;
  const why = { title: 'Why None Here?', command: commandIds.whyNoCompletion };
  return [problem('others', 'Hearth: not alone', detail, 'information', why)];
}

function problem(
  id: LanguageStatus['id'],
  text: string,
  detail: string,
  severity: LanguageStatus['severity'],
  action: LanguageStatus['action'],
): LanguageStatus {
  return { id, text, detail, severity, isBusy: false, action };
}

function settings(argument: string): LanguageStatus['action'] {
  return { title: 'Open Settings', command: commandIds.openSettings, argument };
}
