import { languages, type LanguageStatusItem, LanguageStatusSeverity } from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import { completionSchemes } from '../supportedDocuments';
import type { LanguageStatus } from './languageStatus';

const severities: Readonly<Record<LanguageStatus['severity'], LanguageStatusSeverity>> = {
  information: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
  error: LanguageStatusSeverity.Error,
};

/** Shows entries in VS Code's language status; those that are gone are taken away. */
export class LanguageStatusItems implements Disposable {
  readonly #items = new Map<LanguageStatus['id'], LanguageStatusItem>();
  /** What is shown, since VS Code draws an item again at every assignment. */
  readonly #shown = new Map<LanguageStatus['id'], string>();

  set(statuses: readonly LanguageStatus[]): void {
    const wanted = new Set(statuses.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      if (wanted.has(id)) continue;
      this.#items.delete(id);
      this.#shown.delete(id);
      item.dispose();
    }
    for (const status of statuses) this.#show(status);
  }

  dispose(): void {
    for (const item of this.#items.values()) item.dispose();
    this.#items.clear();
  }

  #show(status: LanguageStatus): void {
    const shape = JSON.stringify(status);
    if (this.#shown.get(status.id) === shape) return;
    this.#shown.set(status.id, shape);
    const item = this.#itemOf(status.id);
    const { title, command, argument } = status.action;
    item.text = status.text;
    item.detail = status.detail;
    item.severity = severities[status.severity];
    item.busy = status.isBusy;
    item.command = { title, command, arguments: argument === undefined ? [] : [argument] };
  }

  #itemOf(id: LanguageStatus['id']): LanguageStatusItem {
    const known = this.#items.get(id);
    if (known !== undefined) return known;
    const selector = completionSchemes.map((scheme) => ({ scheme }));
    const item = languages.createLanguageStatusItem(`hearth.${id}`, selector);
    item.name = 'Hearth';
    this.#items.set(id, item);
    return item;
  }
}
