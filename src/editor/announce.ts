import { window } from 'vscode';

/** Says something for three seconds, without asking for attention. */
export function announce(message: string): void {
  window.setStatusBarMessage(`Hearth: ${message}`, 3000);
}
