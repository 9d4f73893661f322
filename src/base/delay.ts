import { AbortError, throwIfAborted } from './abort';
import type { Clock } from './clock';

/** Resolves after `ms` on `clock`, at once for 0; rejects with `AbortError` as soon as `signal` aborts. */
export async function delay(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      timer.dispose();
      reject(new AbortError());
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
