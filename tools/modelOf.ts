import type { EngineStatus, ModelInfo } from '../src/engine/port';

/** The loaded model; undefined where none is. */
export function modelOf(status: EngineStatus): ModelInfo | undefined {
  return status.state === 'ready' || status.state === 'working' ? status.model : undefined;
}
