import type { EngineStatus } from '../../engine/port';
import { formatDecimal, formatPercent } from '../format';
import type { HearthState } from '../hearthState';

export type StatusDetail = 'compact' | 'full';

/** What the status bar item says and how loud, without its tooltip. */
export interface StatusFace {
  readonly text: string;
  /** The same in words, for screen readers. */
  readonly label: string;
  readonly severity: 'none' | 'warning' | 'error';
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
  const parts = [formatPercent(metrics.hitRate)];
  const { reuse, foregroundPerKeystroke } = metrics.kv;
  if (detail === 'full' && reuse !== undefined) parts.push(`KV ${formatPercent(reuse)}`);
  if (detail === 'full' && foregroundPerKeystroke.count > 0) {
    parts.push(`${formatDecimal(foregroundPerKeystroke.mean)} tok/key`);
  }
  return parts.join(' · ');
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
