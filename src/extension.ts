import { join } from 'node:path';
import { type ExtensionContext, languages, window, workspace } from 'vscode';
import { SystemClock } from './base/clock';
import { DisposableStore } from './base/lifecycle';
import { CompletionService } from './completion/completionService';
import { AcceptanceTracker } from './editor/acceptanceTracker';
import { createActions } from './editor/actions';
import { Activity } from './editor/activity';
import type { HearthApi } from './editor/api';
import { ChannelLogger } from './editor/channelLogger';
import { registerCommands } from './editor/commands';
import { createEngine } from './editor/createEngine';
import { watchDocuments } from './editor/documentEvents';
import { DocumentRules } from './editor/documentRules';
import { TextDocumentView } from './editor/documentView';
import { InlineCompletions } from './editor/inlineCompletions';
import { createGpuStore } from './editor/gpu/createGpuStore';
import { GpuAdder } from './editor/gpu/gpuAdder';
import { removeSnapshots } from './editor/keepPlaces';
import { createModels } from './editor/models/createModels';
import { Monitor } from './editor/monitor';
import { cacheLimits, completionSettings, engineConfig } from './editor/settings';
import { type SettingsChange, SettingsReader } from './editor/settingsReader';
import { createStatistics } from './editor/statistics/createStatistics';
import { StatusBar } from './editor/statusBar/statusBar';
import { OtherProviders } from './editor/otherProviders';
import { PartRefresh } from './editor/partRefresh';
import { completionSchemes } from './editor/supportedDocuments';
import { Visits } from './editor/visits';
import { TraceRecorder } from './editor/trace/traceRecorder';
import { DroppedText } from './editor/why/droppedText';
import { WhyNoCompletion } from './editor/why/whyNoCompletion';
import { starterPath } from './models/starter';

/** The composition root: builds every part, joins them, and hands all to VS Code to dispose. */
export function activate(context: ExtensionContext): HearthApi {
  const startedAt = performance.now();
  const store = new DisposableStore();
  context.subscriptions.push(store);

  const channel = store.add(window.createOutputChannel('Hearth', { log: true }));
  const logger = new ChannelLogger(channel);
  const clock = new SystemClock();
  const reader = store.add(new SettingsReader(logger));
  const settings = () => reader.settings;
  const rules = new DocumentRules(settings);
  const activity = new Activity();
  const otherProviders = store.add(new OtherProviders());

  const { extensionPath, extensionUri } = context;
  const storageFolder = context.globalStorageUri.fsPath;
  const snapshotFolder = join(storageFolder, 'snapshots');
  const paths = { starterPath: starterPath(extensionPath), snapshotFolder };
  const gpuStore = createGpuStore(storageFolder, clock, logger);
  const { engine, advisor } = store.add(
    createEngine({
      extensionPath,
      storageFolder,
      addedBinaries: gpuStore.packagesFolder,
      ...paths,
      settings,
      clock,
      logger,
    }),
  );
  const config = () => engineConfig(reader.settings, paths);
  // From the moment that another model serves, no answer of the one before is for it.
  const modelInUse = () => ('model' in engine.status ? engine.status.model.path : config().modelPath);
  const pipeline = store.add(
    new CompletionService({
      engine,
      clock,
      logger,
      settings: () => completionSettings(reader.settings, modelInUse()),
      cacheLimits: cacheLimits(reader.settings),
    }),
  );
  const acceptance = store.add(new AcceptanceTracker(pipeline.metrics, clock));
  const dropped = new DroppedText();
  const why = new WhyNoCompletion({ pipeline, activity, rules, otherProviders, dropped });
  const refresh = store.add(new PartRefresh(pipeline, () => otherProviders.names.length === 0, logger));
  const recorder = store.add(
    new TraceRecorder({
      clock,
      isExcluded: (document) => rules.isExcluded(document),
      onDidChange: () => monitor.poke(),
    }),
  );
  const monitor: Monitor = store.add(
    new Monitor({
      pipeline,
      engine,
      clock,
      logger,
      editorState: () => ({
        off: rules.activeOffState(),
        keepsPlaces: reader.settings.snapshotsEnabled,
        settingProblems: reader.problems,
        otherProviders: otherProviders.names,
        recording: recorder.path,
        lastOutcome: activity.last,
        metricsProblem: figures.endpoint.problem,
      }),
    }),
  );
  const clear = async () => {
    const isRunning = 'model' in engine.status;
    await pipeline.clear();
    if (!isRunning) await removeSnapshots(snapshotFolder);
    monitor.poke();
  };
  const resetFigures = () => {
    activity.reset();
    acceptance.reset();
    pipeline.metrics.reset();
  };
  const figures = store.add(
    createStatistics({
      monitor,
      metrics: pipeline.metrics,
      extensionUri,
      storageFolder,
      snapshotFolder,
      settings,
      clear,
      resetFigures,
      clock,
      logger,
    }),
  );
  const { report } = figures;
  const statusBar = store.add(new StatusBar(monitor, clock, () => reader.settings.statusBarDetail));
  const modelOptions = { engine, advisor, config, settings, clock, logger, storageFolder };
  const models = createModels({ ...modelOptions, starterPath: paths.starterPath });
  const gpuAdder = new GpuAdder({ store: gpuStore, engine, settings, logger });
  const parts = { acceptance, advisor, gpuAdder, channel, engine, recorder, rules, settings, why, models };
  const targets = { ...parts, ...figures };
  store.add(registerCommands(createActions(targets), logger));
  store.add(watchDocuments(pipeline));
  store.add(new Visits(pipeline, clock, () => reader.settings.warmUp));
  store.add(
    languages.registerInlineCompletionItemProvider(
      completionSchemes.map((scheme) => ({ scheme })),
      new InlineCompletions(pipeline, activity, acceptance, refresh, dropped, logger),
    ),
  );
  const applySettings = async ({ needsNewEngine, excludesOthers }: SettingsChange): Promise<void> => {
    if (excludesOthers) await clear();
    if (needsNewEngine && !engine.runs(config())) await engine.restart();
    if (!reader.settings.snapshotsEnabled) await removeSnapshots(snapshotFolder);
  };
  store.add(window.onDidChangeActiveTextEditor(() => monitor.poke()));
  store.add(workspace.onDidOpenTextDocument(() => monitor.poke()));
  store.add(workspace.onDidChangeConfiguration(() => monitor.poke()));
  store.add(
    reader.onDidChange((change) => {
      void figures.endpoint.apply();
      applySettings(change).catch((error: unknown) => logger.error('New settings did not take hold.', error));
    }),
  );

  void figures.endpoint.apply();
  // What was added for another version of node-llama-cpp is of no use to this one.
  void gpuStore.removeOld();
  const activationMs = performance.now() - startedAt;
  logger.info(`Active after ${activationMs.toFixed(1)} ms. The engine starts when a file is opened.`);
  return {
    activationMs,
    complete: (document, position) =>
      pipeline.complete(
        { document: new TextDocumentView(document), position, trigger: 'explicit' },
        new AbortController().signal,
      ),
    metrics: () => pipeline.metrics.snapshot(),
    report,
    engineStatus: () => engine.status,
    engineProcessId: async () => (await engine.stats())?.processId,
    cacheUtilisation: () => pipeline.cacheUtilisation(),
    statusText: () => statusBar.text,
    whyNoCompletion: () => why.explain(),
    clear,
  };
}
