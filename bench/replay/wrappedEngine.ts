import type { Event } from '../../src/base/emitter';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineRequest,
  EngineStats,
  EngineStatus,
  PromptText,
  TextListener,
} from '../../src/engine/port';

/** An engine that passes everything on to another one, for wrappers that change one thing. */
export abstract class WrappedEngine implements CompletionEngine {
  protected readonly inner: CompletionEngine;

  constructor(inner: CompletionEngine) {
    this.inner = inner;
  }

  get status(): EngineStatus {
    return this.inner.status;
  }

  get onDidChangeStatus(): Event<EngineStatus> {
    return this.inner.onDidChangeStatus;
  }

  abstract complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer>;

  visit(prompt: PromptText): void {
    this.inner.visit(prompt);
  }

  close(document: string): void {
    this.inner.close(document);
  }

  isWarm(document: string): boolean {
    return this.inner.isWarm(document);
  }

  clear(): Promise<void> {
    return this.inner.clear();
  }

  restart(): Promise<void> {
    return this.inner.restart();
  }

  get restarts(): number {
    return this.inner.restarts;
  }

  stats(): Promise<EngineStats | undefined> {
    return this.inner.stats();
  }

  dispose(): void {
    this.inner.dispose();
  }
}
