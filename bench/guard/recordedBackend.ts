import type { LlamaContext } from 'node-llama-cpp';
import type { Logger } from '../../src/base/logger';
import type { Clock } from '../../src/base/clock';
import type { Backend } from '../../src/engine/host/backend';
import type { AnswerDecoder } from '../../src/engine/host/decoder';
import { chooseLayout, fimFormatOf } from '../../src/engine/host/fimFormat';
import type { LoadedModel } from '../../src/engine/host/loadedModel';
import { startLlama } from '../../src/engine/host/startLlama';
import { Vocabulary } from '../../src/engine/host/vocabulary';
import type { LoadParams } from '../../src/engine/protocol';
import type { RecordedAnswers } from './recordedAnswers';
import { RecordedDecoder } from './recordedDecoder';
import { TokenSequence } from './tokenSequence';

/** As shipped, where memory is not short. */
const places = 4;

/**
 * Everything of llama.cpp that is exact on any processor, which is the tokeniser, and recorded answers in place of the
 * rest. How many places there are does not depend on the machine's memory.
 */
export class RecordedBackend implements Backend {
  readonly #answers: RecordedAnswers;

  constructor(answers: RecordedAnswers) {
    this.#answers = answers;
  }

  async load({ modelPath, contextTokens, layout }: LoadParams, logger: Logger): Promise<LoadedModel> {
    const llama = await startLlama('off', 1, logger);
    const model = await llama.loadModel({ modelPath });
    const fim = fimFormatOf(model);
    const context = { getSequence: () => TokenSequence.create(contextTokens) } as unknown as LlamaContext;
    return {
      info: {
        name: model.fileInfo.metadata.general.name ?? modelPath,
        path: modelPath,
        fileBytes: model.size,
        layout: chooseLayout(fim, layout),
        contextTokens,
        sequences: places,
        kvBytes: 0,
        threads: 1,
        gpu: false,
      },
      model,
      context,
      vocabulary: Vocabulary.of(model),
      fim,
      engineBuild: 'recorded',
      dispose: () => llama.dispose(),
    };
  }

  decoder({ model }: LoadedModel, clock: Clock): AnswerDecoder {
    return new RecordedDecoder(model, this.#answers, clock);
  }
}
