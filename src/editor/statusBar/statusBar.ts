import { MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import { commandIds } from '../commandIds';
import type { Monitor } from '../monitor';
import { languageStatuses } from './languageStatus';
import { LanguageStatusItems } from './languageStatusItems';
import { SettledFace } from './settledFace';
import { type StatusDetail, type StatusFace, statusFace } from './statusText';
import { statusTooltip } from './statusTooltip';

const backgrounds: Readonly<Record<StatusFace['severity'], ThemeColor | undefined>> = {
  none: undefined,
  warning: new ThemeColor('statusBarItem.warningBackground'),
  error: new ThemeColor('statusBarItem.errorBackground'),
};

/** Hearth's item in the status bar, and its entries in the language status. Figures settle in both alike. */
export class StatusBar implements Disposable {
  readonly #store = new DisposableStore();
  readonly #item: StatusBarItem;
  readonly #monitor: Monitor;
  readonly #detail: () => StatusDetail;
  readonly #face: SettledFace;
  readonly #languageStatus = this.#store.add(new LanguageStatusItems());
  #tooltip = '';

  constructor(monitor: Monitor, clock: Clock, detail: () => StatusDetail) {
    this.#monitor = monitor;
    this.#detail = detail;
    this.#item = this.#store.add(window.createStatusBarItem('hearth.status', StatusBarAlignment.Right, 100));
    this.#item.name = 'Hearth';
    this.#item.command = commandIds.showStatistics;
    this.#face = this.#store.add(new SettledFace(clock, (face) => this.#render(face)));
    this.#store.add(monitor.onDidChange(() => this.#update()));
    this.#item.text = '$(flame) Hearth';
    this.#item.show();
    // The first look at the editor's state is not worth delaying activation for.
    monitor.poke();
  }

  /** What the item says now. */
  get text(): string {
    return this.#item.text;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    const { state } = this.#monitor;
    this.#face.set(statusFace(state, this.#detail()));
    this.#setTooltip(statusTooltip(state));
  }

  /** Sets only what changed: VS Code redraws the item, and an open tooltip, at every assignment. */
  #render(face: StatusFace): void {
    if (face.text !== this.#item.text) this.#item.text = face.text;
    if (face.label !== this.#item.accessibilityInformation?.label) {
      this.#item.accessibilityInformation = { label: face.label, role: 'button' };
    }
    if (backgrounds[face.severity] !== this.#item.backgroundColor) {
      this.#item.backgroundColor = backgrounds[face.severity];
    }
    this.#languageStatus.set(languageStatuses(this.#monitor.state, face));
  }

  #setTooltip(tooltip: string): void {
    if (tooltip === this.#tooltip) return;
    this.#tooltip = tooltip;
    this.#item.tooltip = toTrustedMarkdown(tooltip);
  }
}

function toTrustedMarkdown(text: string): MarkdownString {
  const markdown = new MarkdownString(text, true);
  markdown.isTrusted = { enabledCommands: Object.values(commandIds) };
  return markdown;
}
