import { randomBytes } from 'node:crypto';
import { commands, Uri, type Webview, type WebviewView, type WebviewViewProvider, window } from 'vscode';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle';
import { allTables, engineStateName, hitRateMeaning } from '../figures';
import type { HearthState } from '../hearthState';
import type { Monitor } from '../monitor';
import { type FiguresMessage, isViewMessage, type ViewMessage } from './messages';
import { statisticsHtml } from './statisticsHtml';

const viewId = 'hearth.statistics';
const visibleKey = 'hearth.statisticsVisible';

export interface StatisticsActions {
  resetFigures(): void;
  clearCaches(): Promise<void>;
}

/** The panel's own view with live figures. It is in the panel only while the user wants it there. */
export class StatisticsView implements WebviewViewProvider, Disposable {
  readonly #store = new DisposableStore();
  readonly #listeners = this.#store.add(new MutableDisposable<DisposableStore>());
  readonly #extensionUri: Uri;
  readonly #monitor: Monitor;
  readonly #actions: StatisticsActions;
  #view: WebviewView | undefined;

  constructor(extensionUri: Uri, monitor: Monitor, actions: StatisticsActions) {
    this.#extensionUri = extensionUri;
    this.#monitor = monitor;
    this.#actions = actions;
    this.#store.add(window.registerWebviewViewProvider(viewId, this));
    this.#store.add(monitor.onDidChange(() => this.#post()));
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
    listeners.add(view.onDidChangeVisibility(() => this.#post()));
    listeners.add(
      view.onDidDispose(() => {
        this.#view = undefined;
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
    if (isViewMessage(message)) void this.#act(message);
  }

  async #act({ type }: ViewMessage): Promise<void> {
    if (type === 'resetFigures') this.#actions.resetFigures();
    if (type === 'clearCaches') await this.#actions.clearCaches();
    this.#post();
  }

  #post(): void {
    if (this.#view?.visible !== true) return;
    void this.#view.webview.postMessage(toMessage(this.#monitor.state));
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
      styleUri: uriOf('media/statistics.css'),
    });
  }
}

function toMessage(state: HearthState): FiguresMessage {
  const { engine } = state;
  return {
    type: 'figures',
    state: 'problem' in engine ? engine.problem.message : engineStateName(engine),
    since: `Figures since ${new Date(state.metrics.since).toLocaleString()}.`,
    meaning: hitRateMeaning,
    tables: allTables(state),
  };
}
