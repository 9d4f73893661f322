import { extensions } from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle';

/** Extensions that offer inline completions of their own, by identifier. */
const knownProviders: readonly string[] = [
  'amazonwebservices.amazon-q-vscode',
  'codeium.codeium',
  'continue.continue',
  'ggml-org.llama-vscode',
  'github.copilot',
  'github.copilot-chat',
  'rjmacarthy.twinny',
  'sourcegraph.cody-ai',
  'supermaven.supermaven',
  'tabbyml.vscode-tabby',
  'tabnine.tabnine-vscode',
];

/** Knows which of them are installed and enabled: VS Code shows the text of one provider at a time. */
export class OtherProviders implements Disposable {
  readonly #store = new DisposableStore();
  #names: readonly string[] | undefined;

  constructor() {
    this.#store.add(extensions.onDidChange(() => (this.#names = undefined)));
  }

  /** As their makers call them. Looked up once, and again after extensions come or go. */
  get names(): readonly string[] {
    return (this.#names ??= installedNames());
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function installedNames(): readonly string[] {
  return knownProviders.flatMap((id) => {
    const manifest = extensions.getExtension(id)?.packageJSON as { displayName?: string } | undefined;
    return manifest === undefined ? [] : [manifest.displayName ?? id];
  });
}
