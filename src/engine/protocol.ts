import {
  NotificationType,
  RequestType,
  RequestType0,
  ResponseError,
  NotificationType0,
} from 'vscode-jsonrpc/node';
import { AbortError, isAbortError } from '../base/abort';
import { type FailureReason, HearthError, messageOf } from '../base/errors';
import type {
  Confidence,
  EngineAnswer,
  EngineRequest,
  LayoutName,
  ModelInfo,
  OwnStats,
  PromptText,
} from './port';

/**
 * Messages between the owner of an engine (extension host, tool, test) and the engine. One version on both
 * sides: the first message is `initialize`, and a mismatch ends the connection with a reason.
 */
export const protocolVersion = 5;

/** Back ends of llama.cpp that compute on a GPU. */
export type GpuName = 'metal' | 'vulkan' | 'cuda';

/** What computes; `off` is the CPU. */
export type BackEnd = 'off' | GpuName;

/** Which back end to ask for; `auto` is settled before an engine is told. */
export type GpuChoice = BackEnd | 'auto';

/** Everything that a model and its context depend on: a change of any of it needs a new engine. */
export interface EngineConfig {
  /** Absolute path of a GGUF file. */
  readonly modelPath: string;
  /** Tokens that one sequence holds: prompt and answer. */
  readonly contextTokens: number;
  /** How many times as far as shipped the text of a prompt reaches; where absent, as the context says (`prompt/reach.ts`). */
  readonly reach?: number;
  /** The most that all sequences together allocate, in MB of 2²⁰ bytes; 0 leaves it to the machine's memory. */
  readonly kvMegabytes: number;
  /** Where KV snapshots are kept, and how many bytes of them; absent where the user has not agreed to any. */
  readonly snapshots?: { readonly folder: string; readonly maxBytes: number };
  /** Threads that compute; 0 leaves one core free. */
  readonly threads: number;
  readonly gpu: GpuChoice;
  /**
   * The most of the machine's CPU, in percent, that background work may use over a minute; it is less on battery and on
   * a busy machine. 0 turns background work off, and where it is absent nothing bounds it. For `live` pacing only.
   */
  readonly backgroundCpuPercent?: number;
  /** Overrides the layout that the model's family is given. */
  readonly layout?: LayoutName;
  /**
   * `live`: slices are sized by measured speed, and idle time is used. `deterministic`: no clock decides
   * anything; slices have one size and background work is done on `background` requests only.
   */
  readonly pacing: 'live' | 'deterministic';
}

/** What an engine is told to load. */
export interface LoadParams extends EngineConfig {
  readonly gpu: BackEnd;
}

/** What to try out. */
export interface ProbeParams {
  /** Absolute path of a GGUF file. */
  readonly modelPath: string;
  readonly backEnd: BackEnd;
  /** Threads that compute; 0 leaves one core free. */
  readonly threads: number;
}

/** How a back end did with a model, in a context of its own and with nothing else asked of it. */
export interface ProbeResult {
  /** The GPU's name; null on the CPU. */
  readonly device: string | null;
  /** Memory of the GPU that was free before the model was loaded, in bytes; 0 on the CPU. */
  readonly freeBytes: number;
  /** What the model wrote, greedily. The same text from every back end that computes rightly. */
  readonly text: string;
  /** Reading one prompt token, in a full slice, in ms. */
  readonly promptMsPerToken: number;
  /** Writing one token, in ms. */
  readonly msPerToken: number;
}

export interface InitializeParams {
  readonly protocolVersion: number;
}

export interface InitializeResult {
  readonly protocolVersion: number;
  readonly processId: number;
}

export interface CompleteParams {
  readonly id: number;
  readonly request: EngineRequest;
}

export interface TextParams {
  readonly id: number;
  /** The whole answer so far. */
  readonly text: string;
  readonly confidence?: Confidence;
}

export interface LogParams {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

/** What a failed request carries beside its message. */
export interface FailureData {
  readonly reason: FailureReason;
}

export const initializeRequest = new RequestType<InitializeParams, InitializeResult, FailureData>(
  'initialize',
);
export const loadRequest = new RequestType<LoadParams, ModelInfo, FailureData>('load');
/** Instead of `load`: tries a back end out and lets go of it again. */
export const probeRequest = new RequestType<ProbeParams, ProbeResult, FailureData>('probe');
export const completeRequest = new RequestType<CompleteParams, EngineAnswer, FailureData>('complete');
export const backgroundRequest = new RequestType<number, number, FailureData>('background');
export const clearRequest = new RequestType0<void, FailureData>('clear');
export const statsRequest = new RequestType0<OwnStats, FailureData>('stats');
/** The cursor came to rest: prepare its place when idle. */
export const visitNotification = new NotificationType<PromptText>('visit');
/** A document was closed: its places are saved when idle. Carries the document. */
export const closedNotification = new NotificationType<string>('closed');
/** From the engine: the place last visited or asked about is prepared; carries its document. */
export const warmedNotification = new NotificationType<string>('warmed');
export const textNotification = new NotificationType<TextParams>('text');
export const logNotification = new NotificationType<LogParams>('log');
export const exitNotification = new NotificationType0('exit');

const failureCode = -32000;
/** The engine itself called a request off. */
const calledOffCode = -32001;

/** How an error crosses the channel. */
export function toResponseError(error: unknown): ResponseError<FailureData> {
  if (isAbortError(error)) return new ResponseError(calledOffCode, 'The request was called off.');
  const failure = HearthError.from(error);
  return new ResponseError(failureCode, failure.message, { reason: failure.reason });
}

/** The error that {@link toResponseError} was given, as far as it crossed the channel. */
export function fromResponseError(error: unknown): HearthError | AbortError {
  if (error instanceof ResponseError) {
    if (error.code === calledOffCode) return new AbortError(error.message);
    const data = error.data as FailureData | undefined;
    return new HearthError(data?.reason ?? 'unexpected', error.message, { cause: error });
  }
  return new HearthError('unexpected', messageOf(error), { cause: error });
}
