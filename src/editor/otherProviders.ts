import { extensions } from 'vscode';

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

/** Names of the installed and enabled ones: VS Code shows the text of one provider at a time. */
export function otherProviders(): readonly string[] {
  return knownProviders.flatMap((id) => {
    const manifest = extensions.getExtension(id)?.packageJSON as { displayName?: string } | undefined;
    return manifest === undefined ? [] : [manifest.displayName ?? id];
  });
}
