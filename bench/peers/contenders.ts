import type { EngineClient } from '../../src/engine/engineClient';
import type { PlayedTrace } from '../traces/pace';
import { createEngine } from '../../tools/engineSetup';
import { startEngine } from '../replay/startEngine';
import type { Command } from './debian/llamaServerCommand';
import { playHearth } from './hearth/playHearth';
import { InfillPeer, type InfillPeerOptions } from './infill/infillPeer';
import { LlamaCompletionPeer } from './llamaCompletion/llamaCompletionPeer';
import type { Peer } from './peer';
import type { Played } from './played';
import { playPeer } from './playPeer';
import { type ContextName, contexts } from './sizes';

/** All that are compared; the first three are everywhere, the others where a plan says so. */
export const contenderNames = [
  'Hearth',
  '/infill',
  'LlamaCompletion',
  'llama.vscode',
  '/infill, three completions',
  '/infill, ring',
  'Hearth, plain layout',
  'Hearth without KV reuse',
  'Hearth without the cache',
  'Hearth without the gate',
] as const;
export type ContenderName = (typeof contenderNames)[number];

export interface ContenderOptions {
  readonly model: string;
  readonly threads: number;
  readonly context: ContextName;
  /** Most generated tokens of one completion. */
  readonly tokens: number;
  readonly llamaServer: Command;
}

/** Something that completes code, ready to be measured: its process runs and the model is loaded. */
export interface Contender {
  readonly processId: () => number;
  readonly play: (trace: PlayedTrace) => Promise<Played>;
  /** Forgets everything; to be called before each trace. */
  readonly forget: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export async function startContender(name: ContenderName, options: ContenderOptions): Promise<Contender> {
  if (isHearth(name)) return startHearth(name, options);
  const peer = peerOf(name, options);
  await peer.restart();
  return {
    processId: () => peer.processId,
    play: (trace) => playPeer(peer, trace),
    forget: () => peer.restart(),
    dispose: () => peer.dispose(),
  };
}

type HearthName = Extract<ContenderName, `Hearth${string}`>;

function isHearth(name: ContenderName): name is HearthName {
  return name.startsWith('Hearth');
}

async function startHearth(name: HearthName, options: ContenderOptions): Promise<Contender> {
  const { model, threads, tokens } = options;
  const { contextTokens, reach } = contexts[options.context].hearth;
  const layout = name === 'Hearth, plain layout' ? ({ layout: 'plain' } as const) : {};
  const engine = createEngine({ model, threads, ...layout }, 'deterministic', { contextTokens, reach });
  await startEngine(engine);
  const settings = {
    kv: name !== 'Hearth without KV reuse',
    cache: name !== 'Hearth without the cache',
    gate: name !== 'Hearth without the gate',
    reach,
    tokens,
  };
  const id = await processIdOf(engine);
  return {
    processId: () => id,
    play: (trace) => playHearth(engine, trace, settings),
    forget: () => engine.clear(),
    dispose: () => {
      engine.dispose();
      return Promise.resolve();
    },
  };
}

async function processIdOf(engine: EngineClient): Promise<number> {
  const stats = await engine.stats();
  return stats?.processId ?? 0;
}

function peerOf(name: Exclude<ContenderName, HearthName>, options: ContenderOptions): Peer {
  const { model, threads, tokens, llamaServer } = options;
  const { lines, infill, llamaCompletion } = contexts[options.context];
  if (name === 'LlamaCompletion') {
    return new LlamaCompletionPeer({ model, threads, tokens, lines, contextSize: llamaCompletion });
  }
  const alone: InfillPeerOptions = {
    ...{ command: llamaServer, model, threads, tokens, lines },
    ...{ ...infill, completions: 1, ring: false, clientCache: false },
  };
  // The ring goes into what the slot holds beside the prompt.
  const withRing = { ...alone, ring: true, context: 2 * infill.context };
  switch (name) {
    case '/infill':
      return new InfillPeer(alone);
    case '/infill, three completions':
      return new InfillPeer({ ...alone, completions: 3 });
    case '/infill, ring':
      return new InfillPeer(withRing);
    case 'llama.vscode':
      return new InfillPeer({ ...withRing, completions: 3, clientCache: true });
  }
}
