import { commands, type LogOutputChannel, Uri } from 'vscode';
import type { GpuAdvisor } from '../engine/gpu/gpuAdvisor';
import type { CompletionEngine } from '../engine/port';
import type { AcceptanceTracker } from './acceptanceTracker';
import { announce } from './announce';
import { commandIds } from './commandIds';
import type { CommandActions } from './commands';
import type { GpuAdder } from './gpu/gpuAdder';
import { keepPlaces } from './keepPlaces';
import type { ModelChooser } from './models/chooseModel';
import type { DocumentRules } from './documentRules';
import type { HearthSettings } from './settings';
import { exportStatistics } from './statistics/exportStatistics';
import type { StatisticsReport } from './statistics/report';
import type { StatisticsView } from './statistics/statisticsView';
import { toggleCompletions, toggleForLanguage } from './toggles';
import type { WhyNoCompletion } from './why/whyNoCompletion';
import type { TraceRecorder } from './trace/traceRecorder';

export interface ActionTargets {
  readonly acceptance: AcceptanceTracker;
  readonly advisor: GpuAdvisor;
  readonly channel: LogOutputChannel;
  /** Empties the completion cache and the KV cache, in memory and on disk. */
  readonly clearCaches: () => Promise<void>;
  readonly engine: CompletionEngine;
  readonly gpuAdder: GpuAdder;
  readonly models: ModelChooser;
  readonly recorder: TraceRecorder;
  readonly rules: DocumentRules;
  readonly settings: () => HearthSettings;
  readonly report: () => Promise<StatisticsReport>;
  readonly statistics: StatisticsView;
  readonly why: WhyNoCompletion;
}

/** What the commands do. */
export function createActions(targets: ActionTargets): CommandActions {
  const { acceptance, channel, clearCaches, engine, models, recorder, report, rules, settings, statistics } =
    targets;
  const { advisor, gpuAdder, why } = targets;
  return {
    [commandIds.toggleStatistics]: () => statistics.toggle(),
    [commandIds.showStatistics]: () => statistics.show(),
    [commandIds.exportStatistics]: (target) => exportTo(report, target),
    [commandIds.toggleCompletions]: () => toggleCompletions(settings),
    [commandIds.toggleCompletionsForLanguage]: () => toggleForLanguage(settings),
    [commandIds.chooseModel]: () => models.choose(),
    [commandIds.addGpuSupport]: () => gpuAdder.choose(),
    [commandIds.triggerCompletion]: () => trigger(rules),
    [commandIds.whyNoCompletion]: () => why.run(),
    [commandIds.keepPlaces]: () => keepPlaces(settings),
    [commandIds.clearCaches]: async () => {
      await clearCaches();
      announce('All caches are empty.');
    },
    [commandIds.restartEngine]: async () => {
      // Who restarts it by hand may have put a driver right.
      await advisor.forget();
      await engine.restart();
      announce('The engine starts with the next request.');
    },
    [commandIds.showLog]: () => channel.show(),
    [commandIds.recordTypingTrace]: () => recorder.toggle(),
    [commandIds.accepted]: (suggestion) => acceptance.accepted(suggestion),
    [commandIds.openSettings]: async (query) => {
      await commands.executeCommand(
        'workbench.action.openSettings',
        typeof query === 'string' ? query : 'hearth',
      );
    },
  };
}

/** Another extension, or a key binding, may say where to. */
async function exportTo(report: () => Promise<StatisticsReport>, target: unknown): Promise<void> {
  const file = await exportStatistics(report, target instanceof Uri ? target : undefined);
  if (file !== undefined) announce(`The statistics are in ${file.path}.`);
}

/** Asks for a completion, or says why there is none to ask for. */
async function trigger(rules: DocumentRules): Promise<void> {
  const off = rules.activeOffState();
  if (off === undefined) await commands.executeCommand('editor.action.inlineSuggest.trigger');
  else announce(off.message);
}
