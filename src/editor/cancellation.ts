import type { CancellationToken } from 'vscode';
import type { Disposable } from '../base/lifecycle';

export interface TokenSignal extends Disposable {
  readonly signal: AbortSignal;
}

/** An `AbortSignal` that follows VS Code's token until disposed: the one place where the two meet. */
export function toAbortSignal(token: CancellationToken): TokenSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listener = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, dispose: () => void listener.dispose() };
}
