import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import { HearthError, messageOf } from '../../base/errors';
import type { Logger } from '../../base/logger';
import type { BackEnd, GpuName } from '../protocol';

/** A binary of node-llama-cpp, by what it can compute on; `false` is the processor. */
type Binary = GpuName | false;

/**
 * Which binary a back end is in. There is only one for Apple silicon, which has Metal: asked for the processor's,
 * node-llama-cpp finds none. It computes on the processor where no layer is given to the GPU.
 */
export function binaryOf(backEnd: BackEnd, platform: NodeJS.Platform, arch: string): Binary {
  if (backEnd !== 'off') return backEnd;
  return platform === 'darwin' && arch === 'arm64' ? 'metal' : false;
}

/**
 * llama.cpp with exactly this back end. Fails with `native-binary-missing` where its binary is not there, does not load,
 * or finds no GPU: node-llama-cpp then computes on the processor without a word, and it takes a back end that the system
 * cannot have for another one.
 */
export async function startLlama(backEnd: BackEnd, threads: number, logger: Logger): Promise<Llama> {
  const binary = binaryOf(backEnd, process.platform, process.arch);
  const llama = await getBinary(binary, threads, logger);
  const fault = await faultOf(llama, backEnd, binary);
  if (fault === undefined) return llama;
  await llama.dispose();
  throw new HearthError('native-binary-missing', `${fault} Set hearth.engine.gpu to "auto" or "off".`);
}

async function faultOf(llama: Llama, backEnd: BackEnd, binary: Binary): Promise<string | undefined> {
  if (llama.gpu !== binary) return `There is no ${backEnd} on this system (${system}).`;
  if (backEnd === 'off' || (await llama.getGpuDeviceNames()).length > 0) return undefined;
  return `llama.cpp finds no GPU for ${backEnd}, or no driver of it, on this machine.`;
}

const system = `${process.platform}-${process.arch}`;

async function getBinary(gpu: Binary, threads: number, logger: Logger): Promise<Llama> {
  try {
    return await getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: threads,
      logLevel: LlamaLogLevel.info,
      logger: (level, message) => {
        if (level === LlamaLogLevel.fatal || level === LlamaLogLevel.error) logger.warn(message.trimEnd());
        else logger.debug(message.trimEnd());
      },
    });
  } catch (error) {
    throw new HearthError(
      'native-binary-missing',
      `The engine has no llama.cpp binary for this system (${system}, GPU: ${gpu === false ? 'off' : gpu}), or one ` +
        `that cannot be loaded${detailOf(error)}. ${gpu === false ? '' : 'Hearth: Add GPU Support lists what can be added. '}` +
        'Set hearth.engine.gpu to "off", or install the build of Hearth for this platform.',
      { cause: error },
    );
  }
}

/** node-llama-cpp's error for this has its own name as its message. */
function detailOf(error: unknown): string {
  const message = messageOf(error).replace(/\.$/, '');
  return message === 'NoBinaryFoundError' ? '' : `: ${message}`;
}
