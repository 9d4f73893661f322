import type { EngineStatus } from '../../engine/port';
import { formatPercent } from '../format';
import type { HearthState } from '../hearthState';

export type StatusDetail = 'compact' | 'full';

/** What the status bar item says and how loud, without its tooltip. */
export interface StatusFace {
  readonly text: string;
  /** The same in words, for screen readers. */
  readonly label: string;
  readonly severity: 'none' | 'warning' | 'error';
  /** Faces with the same one differ in their figures only. */
  readonly key: string;
}

/** The face for a state. Its width changes little from one state to the next. */
export function statusFace(state: HearthState, detail: StatusDetail): StatusFace {
  const figures = figuresOf(state, detail);
  const marks = [
    ...(state.recording === undefined ? [] : ['$(record)']),
    iconOf(state),
    figures,
    ...(state.settingProblems.length === 0 ? [] : ['$(warning)']),
  ];
  return {
    text: marks.join(' '),
    label: labelOf(state),
    severity: severityOf(state.engine),
    key: keyOf(state, detail),
  };
}

function iconOf({ engine, off, isBusy }: HearthState): string {
  if (engine.state === 'problem') return '$(error)';
  if (engine.state === 'restarting') return '$(warning)';
  if (off !== undefined) return '$(circle-slash)';
  return engine.state === 'loading' || isBusy ? '$(loading~spin)' : '$(flame)';
}

function figuresOf({ metrics }: HearthState, detail: StatusDetail): string {
  if (metrics.hitRate === undefined) return 'Hearth';
  const parts = [inWidth(formatPercent(metrics.hitRate), 3)];
  const { reuse, foregroundPerKeystroke } = metrics.kv;
  if (detail === 'full' && reuse !== undefined) parts.push(`KV ${inWidth(formatPercent(reuse), 3)}`);
  if (detail === 'full' && foregroundPerKeystroke.count > 0) {
    parts.push(`${inWidth(foregroundPerKeystroke.mean.toFixed(1), 4)} tok/key`);
  }
  return parts.join(' · ');
}

/** Fills up with spaces as wide as a digit, so that what stands beside the item does not move with the figure. */
function inWidth(text: string, width: number): string {
  return text.replace('< ', '<').padStart(width, '\u2007');
}

function keyOf(
  { engine, off, isBusy, metrics, recording, settingProblems }: HearthState,
  detail: StatusDetail,
): string {
  const state = stateInWords(engine, off !== undefined, isBusy);
  const isFresh = metrics.hitRate === undefined;
  return JSON.stringify([state, detail, isFresh, recording, settingProblems.length]);
}

function labelOf({ engine, off, isBusy, metrics, recording }: HearthState): string {
  const parts = [`Hearth: ${stateInWords(engine, off !== undefined, isBusy)}`];
  if (metrics.hitRate !== undefined) parts.push(`hit rate ${formatPercent(metrics.hitRate)}`);
  if (recording !== undefined) parts.push('recording a typing trace');
  return parts.join(', ');
}

function stateInWords(engine: EngineStatus, isOff: boolean, isBusy: boolean): string {
  if (engine.state === 'problem') return 'problem with the engine';
  if (engine.state === 'restarting') return 'engine stopped';
  if (isOff) return 'off';
  if (engine.state === 'loading') return 'loading the model';
  return isBusy ? 'working' : 'ready';
}

function severityOf(engine: EngineStatus): StatusFace['severity'] {
  if (engine.state === 'problem') return 'error';
  return engine.state === 'restarting' ? 'warning' : 'none';
}
