import type { Clock } from '../../base/clock';
import type { Logger } from '../../base/logger';
import type { LoadParams } from '../protocol';
import { type AnswerDecoder, Decoder } from './decoder';
import { HealingBias } from './healing';
import { type LoadedModel, loadModel } from './loadedModel';

/** What an engine computes with: a loaded model, and what writes its answers. */
export interface Backend {
  /** Loads what `config` names. Every failure is a `HearthError`. */
  load(config: LoadParams, logger: Logger): Promise<LoadedModel>;
  decoder(model: LoadedModel, clock: Clock): AnswerDecoder;
}

/** llama.cpp, by node-llama-cpp. */
export class LlamaBackend implements Backend {
  load(config: LoadParams, logger: Logger): Promise<LoadedModel> {
    return loadModel(config, logger);
  }

  decoder({ model, vocabulary }: LoadedModel, clock: Clock): AnswerDecoder {
    return new Decoder(vocabulary, new HealingBias(model, vocabulary), clock);
  }
}
