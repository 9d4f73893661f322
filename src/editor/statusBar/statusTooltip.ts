import { outcomeKind } from '../../completion/outcome';
import { type CommandId, commandIds } from '../commandIds';
import { type FigureTable, hitRateMeaning, mainTables, outcomeName } from '../figures';
import { formatPercent } from '../format';
import type { HearthState } from '../hearthState';
import { describeProblem } from '../settings';
import { remedyFor } from './remedy';

/**
 * The tooltip as Markdown with links to Hearth's own commands. What needs an action stands first, then what the
 * number means and the figures behind it.
 */
export function statusTooltip(state: HearthState): string {
  const parts = [
    ...problemParts(state),
    ...noteParts(state),
    `**Hearth** · hit rate ${formatPercent(state.metrics.hitRate)}`,
    hitRateMeaning,
    ...mainTables(state).map(toMarkdown),
    ...lastRequestParts(state),
    linksOf(state),
  ];
  return parts.join('\n\n');
}

function problemParts({ engine }: HearthState): readonly string[] {
  if (engine.state !== 'problem' && engine.state !== 'restarting') return [];
  const { title, command } = remedyFor(engine.problem.reason);
  const icon = engine.state === 'problem' ? '$(error)' : '$(warning)';
  return [`${icon} ${escapeMarkdown(engine.problem.message)}`, link(title, command), '---'];
}

function noteParts(state: HearthState): readonly string[] {
  const { off, recording, settingProblems, otherProviders, metricsProblem } = state;
  const notes: string[] = [];
  if (off !== undefined) notes.push(`$(circle-slash) ${escapeMarkdown(off.message)}`);
  if (off?.reason === 'inline-suggest') {
    notes.push(link('Open Settings', commandIds.openSettings, 'editor.inlineSuggest.enabled'));
  }
  if (recording !== undefined) {
    notes.push(
      `$(record) Recording what you type in ${escapeMarkdown(recording)}. ` +
        link('Stop and Save', commandIds.recordTypingTrace),
    );
  }
  for (const problem of settingProblems) {
    notes.push(
      `$(warning) ${escapeMarkdown(describeProblem(problem))} ` +
        link('Open Settings', commandIds.openSettings, problem.setting),
    );
  }
  if (metricsProblem !== undefined) {
    const action = link('Open Settings', commandIds.openSettings, 'hearth.metrics.port');
    notes.push(`$(warning) ${escapeMarkdown(metricsProblem)} ${action}`);
  }
  if (otherProviders.length > 0) {
    const names = escapeMarkdown(otherProviders.join(', '));
    notes.push(`$(info) ${names} also offers completions. VS Code shows those of one extension at a time.`);
  }
  return notes.length === 0 ? [] : [...notes, '---'];
}

function lastRequestParts({ lastOutcome: outcome, engine }: HearthState): readonly string[] {
  if (outcome === undefined || 'problem' in engine) return [];
  const why = outcome.kind === 'none' ? (outcome.detail ?? outcome.filter ?? outcome.failure) : undefined;
  const name = outcomeName(outcomeKind(outcome));
  return [`Last request — ${escapeMarkdown(why === undefined ? name : `${name} (${why})`)}`];
}

function linksOf({ engine, off, keepsPlaces }: HearthState): string {
  const toggle = off?.reason === 'disabled' ? 'Turn On' : 'Turn Off';
  return [
    link('Statistics', commandIds.showStatistics),
    link('Why No Completion Here?', commandIds.whyNoCompletion),
    link(toggle, commandIds.toggleCompletions),
    ...(keepsPlaces ? [] : [link('Keep Places Across Restarts…', commandIds.keepPlaces)]),
    link('Choose Model', commandIds.chooseModel),
    ...('model' in engine && engine.model.canAddGpu
      ? [link('Add GPU Support', commandIds.addGpuSupport)]
      : []),
    link('Clear Caches', commandIds.clearCaches),
    link('Restart Engine', commandIds.restartEngine),
    link('Log', commandIds.showLog),
    link('Settings', commandIds.openSettings, 'hearth'),
  ].join(' · ');
}

function toMarkdown({ caption, columns, rows }: FigureTable): string {
  const head = [caption, ...columns.slice(1).map((name) => (columns.length === 2 ? '' : name))];
  const lines = [
    head,
    head.map((_, index) => (index === 0 ? ':--' : '--:')),
    ...rows.map(({ label, values }) => [label, ...values]),
  ];
  return lines
    .map((cells, index) => `| ${(index === 1 ? cells : cells.map(escapeMarkdown)).join(' | ')} |`)
    .join('\n');
}

function link(title: string, command: CommandId, argument?: string): string {
  const query = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `[${title}](command:${command}${query})`;
}

/** Text from files and errors must not become links, icons or tables. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-!~|<>$&]/g, '\\$&')
    .replace(/\s+/g, ' ')
    .trim();
}
