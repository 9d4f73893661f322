import { type TextDocument, window, workspace } from 'vscode';
import { Exclusions, pathOfUri } from '../completion/exclusions';
import { modelPath } from './documentView';
import type { OffState } from './hearthState';
import { findOffState } from './offState';
import type { HearthSettings } from './settings';

/** Answers what the settings mean for a document. */
export class DocumentRules {
  /** Made when first asked for: compiling its globs would be a third of the time that activation takes. */
  #exclusions: Exclusions | undefined;
  readonly #settings: () => HearthSettings;

  constructor(settings: () => HearthSettings) {
    this.#settings = settings;
  }

  isExcluded(document: TextDocument): boolean {
    // The pipeline logs a bad glob already.
    const exclusions = (this.#exclusions ??= new Exclusions(() => {}));
    const { excludedFiles } = this.#settings();
    const paths = [modelPath(document), pathOfUri(document.uri.toString())];
    return paths.some((path) => exclusions.isExcluded(path, excludedFiles));
  }

  /** Why nothing is offered in the active editor, if so. */
  activeOffState(): OffState | undefined {
    const { enabled, languages } = this.#settings();
    const document = window.activeTextEditor?.document;
    if (document === undefined) return findOffState({ enabled, languages, document });
    return findOffState({
      enabled,
      languages,
      document: {
        scheme: document.uri.scheme,
        languageId: document.languageId,
        isExcluded: this.isExcluded(document),
        inlineSuggest: workspace.getConfiguration('editor', document).get('inlineSuggest.enabled') !== false,
      },
    });
  }
}
