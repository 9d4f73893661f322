import { randomBytes } from 'node:crypto';
import { commands, Uri, type Webview, type WebviewView, type WebviewViewProvider, window } from 'vscode';
import type { Clock } from '../../base/clock';
import type { Event } from '../../base/emitter';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import { CalmSettler } from './calmSettler';
import { isViewMessage, type ReportMessage, type ViewMessage } from './messages';
import { openPlace } from './openPlace';
import type { StatisticsReport } from './report';
import { statisticsHtml } from './statisticsHtml';

const viewId = 'hearth.statistics';
const visibleKey = 'hearth.statisticsVisible';

/** What changes without a request, as CPU time and the days of other windows do, is looked at as often, in ms. */
const lookAgainMs = 5_000;

/**
 * Nobody reads figures that change twice a second, nor any while typing. An engine that has rested as long is seldom
 * asked within the next moment: the pause is longer than those between two keys.
 */
const drawing = { interval: 500, rest: 300, patience: lookAgainMs };

export interface StatisticsActions {
  resetFigures(): void;
  clearCaches(): Promise<void>;
  /** Asks where to, and writes as JSON what the page shows by then. */
  exportReport(shown: () => Promise<StatisticsReport>): Promise<void>;
}

/** Where the figures come from. */
export interface ReportSource {
  /** The report has changed; fires at most four times a second. */
  readonly onDidChange: Event<void>;
  /** How long the engine has had nothing to do, in ms; 0 while it works. */
  readonly restedMs: () => number;
  /** Never rejects. */
  readonly report: () => Promise<StatisticsReport>;
}

/** The panel's own view with live figures. It is in the panel only while the user wants it there. */
export class StatisticsView implements WebviewViewProvider, Disposable {
  readonly #store = new DisposableStore();
  readonly #listeners = this.#store.add(new MutableDisposable<DisposableStore>());
  readonly #nextLook = this.#store.add(new MutableDisposable<Disposable>());
  readonly #clock: Clock;
  readonly #extensionUri: Uri;
  readonly #source: ReportSource;
  readonly #actions: StatisticsActions;
  readonly #logger: Logger;
  #view: WebviewView | undefined;
  /** What the page shows: the only places that it may send the user to. */
  #posted: StatisticsReport | undefined;

  constructor(
    extensionUri: Uri,
    source: ReportSource,
    actions: StatisticsActions,
    clock: Clock,
    logger: Logger,
  ) {
    this.#extensionUri = extensionUri;
    this.#source = source;
    this.#actions = actions;
    this.#clock = clock;
    this.#logger = logger;
    this.#store.add(window.registerWebviewViewProvider(viewId, this));
    const settler = this.#store.add(
      new CalmSettler(clock, drawing, source.restedMs, () => void this.#post()),
    );
    this.#store.add(
      source.onDidChange(() => {
        if (this.#view?.visible === true) settler.poke();
      }),
    );
  }

  async show(): Promise<void> {
    await commands.executeCommand('setContext', visibleKey, true);
    await commands.executeCommand(`${viewId}.focus`);
  }

  /** Hides the view where it can be seen, and otherwise brings it forward. */
  async toggle(): Promise<void> {
    if (this.#view?.visible === true) await this.#hide();
    else await this.show();
  }

  resolveWebviewView(view: WebviewView): void {
    const listeners = new DisposableStore();
    this.#listeners.value = listeners;
    this.#view = view;
    listeners.add(view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    listeners.add(view.onDidChangeVisibility(() => void this.#post()));
    listeners.add(
      view.onDidDispose(() => {
        this.#view = undefined;
        this.#posted = undefined;
        this.#nextLook.clear();
        this.#listeners.clear();
      }),
    );
    view.webview.options = { enableScripts: true, localResourceRoots: this.#resourceRoots() };
    view.webview.html = this.#page(view.webview);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Closes the panel first: it would otherwise turn to another view, and start a terminal for it. */
  async #hide(): Promise<void> {
    await commands.executeCommand('workbench.action.closePanel');
    await commands.executeCommand('setContext', visibleKey, false);
  }

  #receive(message: unknown): void {
    if (!isViewMessage(message)) return;
    this.#act(message).catch((error: unknown) => {
      this.#logger.warn(`The statistics view could not do "${message.type}": ${String(error)}`);
    });
  }

  async #act(message: ViewMessage): Promise<void> {
    if (message.type === 'open') await this.#open(message.id);
    if (message.type === 'resetFigures') this.#actions.resetFigures();
    if (message.type === 'clearCaches') await this.#actions.clearCaches();
    if (message.type === 'export') {
      // The page is left as it is: it shows what was written.
      await this.#actions.exportReport(async () => this.#posted ?? (await this.#source.report()));
      return;
    }
    await this.#post();
  }

  async #open(id: number): Promise<void> {
    const record = this.#posted?.recent.find((each) => each.id === id);
    if (record !== undefined) await openPlace(record);
  }

  async #post(): Promise<void> {
    const view = this.#view;
    if (view?.visible !== true) return;
    const report = await this.#source.report();
    // It may have been closed meanwhile.
    if (this.#view !== view) return;
    this.#posted = report;
    const message: ReportMessage = { type: 'report', report };
    void view.webview.postMessage(message);
    this.#nextLook.value = this.#clock.after(lookAgainMs, () => void this.#post());
  }

  #resourceRoots(): Uri[] {
    return ['media', 'dist/webview'].map((folder) => Uri.joinPath(this.#extensionUri, folder));
  }

  #page(webview: Webview): string {
    const uriOf = (path: string): string =>
      webview.asWebviewUri(Uri.joinPath(this.#extensionUri, path)).toString();
    return statisticsHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      scriptUri: uriOf('dist/webview/statistics.js'),
      styleUris: [uriOf('dist/webview/statistics.css'), uriOf('media/statistics.css')],
    });
  }
}
