import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import type { Clock } from '../../base/clock';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import {
  backgroundRequest,
  clearRequest,
  closedNotification,
  completeRequest,
  exitNotification,
  initializeRequest,
  loadRequest,
  logNotification,
  probeRequest,
  protocolVersion,
  statsRequest,
  textNotification,
  toResponseError,
  visitNotification,
  warmedNotification,
} from '../protocol';
import type { TextListener } from '../port';
import type { Backend } from './backend';
import { Engine } from './engine';
import { probe } from './probe';

/** Serves one owner over a connection until it closes; then lets go of the model. `backend`: llama.cpp by default. */
export function serveEngine(
  connection: MessageConnection,
  clock: Clock,
  onClosed: () => void,
  backend?: Backend,
): void {
  const logger = new ConnectionLogger(connection);
  const onWarmed = (document: string): void => {
    void connection.sendNotification(warmedNotification, document);
  };
  const engine = new Engine(clock, logger, onWarmed, backend);

  connection.onRequest(initializeRequest, ({ protocolVersion: theirs }) => {
    if (theirs !== protocolVersion) {
      throw toResponseError(
        new HearthError(
          'protocol-mismatch',
          `The engine speaks version ${protocolVersion} of the protocol and was asked for version ${theirs}. ` +
            'Reload the window, so that both sides are of one installation.',
        ),
      );
    }
    return { protocolVersion, processId: process.pid };
  });
  connection.onRequest(loadRequest, (config) => failing(engine.load(config)));
  connection.onRequest(probeRequest, (params) => failing(probe(params, logger)));
  connection.onRequest(completeRequest, ({ id, request }, token) => {
    const onText: TextListener = (text, confidence) => {
      void connection.sendNotification(textNotification, { id, text, ...(confidence && { confidence }) });
    };
    return failing(engine.complete(request, toSignal(token), onText));
  });
  connection.onNotification(visitNotification, (prompt) => engine.visit(prompt));
  connection.onNotification(closedNotification, (document) => engine.close(document));
  connection.onRequest(backgroundRequest, (maxTokens) => failing(engine.runBackground(maxTokens)));
  connection.onRequest(clearRequest, () => failing(engine.clear()));
  connection.onRequest(statsRequest, () => engine.stats());

  const close = (): void => void engine.dispose().finally(onClosed);
  connection.onNotification(exitNotification, close);
  connection.onClose(close);
  connection.listen();
}

async function failing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toResponseError(error);
  }
}

function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Sends log lines to the owner, who has somewhere to write them. */
class ConnectionLogger implements Logger {
  readonly #connection: MessageConnection;

  constructor(connection: MessageConnection) {
    this.#connection = connection;
  }

  debug(message: string): void {
    this.#send('debug', message);
  }

  info(message: string): void {
    this.#send('info', message);
  }

  warn(message: string): void {
    this.#send('warn', message);
  }

  error(message: string, cause?: unknown): void {
    const stack = cause instanceof Error ? (cause.stack ?? cause.message) : cause;
    this.#send('error', stack === undefined ? message : `${message}\n${JSON.stringify(stack)}`);
  }

  #send(level: 'debug' | 'info' | 'warn' | 'error', message: string): void {
    void this.#connection.sendNotification(logNotification, { level, message });
  }
}
