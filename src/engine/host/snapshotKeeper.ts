import type { Token } from 'node-llama-cpp';
import { messageOf } from '../../base/errors';
import type { Logger } from '../../base/logger';
import { batchTokens } from '../../models/fit';
import type { Placement } from '../../prompt/placement';
import type { EngineConfig } from '../protocol';
import type { KvSession } from './kvSession';
import type { LoadedModel } from './loadedModel';
import type { SavedPlace, Slot } from './places';
import type { Snapshot } from './snapshots/headerIndex';
import { SnapshotStore } from './snapshots/snapshotStore';

/** Runs the part of a save that needs the engine for itself: llama.cpp writes a state in one call. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

export interface SnapshotKeeperOptions {
  readonly snapshots: NonNullable<EngineConfig['snapshots']>;
  /** SHA-256 of the model's file. */
  readonly hash: Promise<string>;
  readonly model: LoadedModel;
  readonly exclusively: Exclusively;
  readonly logger: Logger;
}

/** Keeps the places of one loaded model on disk, and knows which are there. Trouble with the disk is logged, no more. */
export class SnapshotKeeper {
  readonly #store: SnapshotStore<Placement>;
  readonly #bytesPerToken: number;
  readonly #logger: Logger;
  readonly #exclusively: Exclusively;
  /** By document; only of those that were looked for. */
  readonly #known = new Map<string, readonly SavedPlace[]>();
  /** What a slot held when it was last saved. */
  readonly #saved = new WeakMap<Slot, readonly Token[]>();

  /** Undefined, with the reason in the log, where the folder cannot be used: the engine then works without. */
  static async open(options: SnapshotKeeperOptions): Promise<SnapshotKeeper | undefined> {
    const { snapshots, hash, model, exclusively, logger } = options;
    const { info, context, engineBuild } = model;
    try {
      const store = await SnapshotStore.open<Placement>(snapshots.folder, {
        maxBytes: snapshots.maxBytes,
        parsePlacement,
        key: {
          modelHash: await hash,
          engineBuild,
          contextTokens: info.contextTokens,
          batchTokens,
          flashAttention: String(context.flashAttention),
          keyType: String(context.kvCacheKeyType),
          valueType: String(context.kvCacheValueType),
          backEnd: info.gpu === false ? 'cpu' : info.gpu,
          layout: info.layout,
        },
      });
      const bytesPerToken = info.kvBytes / info.sequences / info.contextTokens;
      return new SnapshotKeeper(store, bytesPerToken, exclusively, logger);
    } catch (error) {
      logger.error(`Places are not kept on disk: ${messageOf(error)}`);
      return undefined;
    }
  }

  private constructor(
    store: SnapshotStore<Placement>,
    bytesPerToken: number,
    exclusively: Exclusively,
    logger: Logger,
  ) {
    this.#store = store;
    this.#bytesPerToken = bytesPerToken;
    this.#exclusively = exclusively;
    this.#logger = logger;
  }

  /** The places of a document, as far as {@link look} has found them. */
  known(document: string): readonly SavedPlace[] {
    return this.#known.get(document) ?? [];
  }

  /** Looks for a document's places, once until something changes. */
  async look(document: string): Promise<void> {
    if (!this.#known.has(document)) await this.#refresh(document);
  }

  /** Saves what a slot holds, where that is worth it and not saved yet. `msPerToken`: what evaluating takes. */
  async save(slot: Slot, msPerToken: number): Promise<void> {
    const { placement, session } = slot;
    const tokens = [...session.mirror];
    if (!placement || isPrefixOf(tokens, this.#saved.get(slot))) return;
    const result = await this.#store.save(
      {
        document: placement.document,
        placement,
        tokens,
        recomputeMs: tokens.length * msPerToken,
        expectedBytes: tokens.length * this.#bytesPerToken,
      },
      (path) => this.#exclusively(() => writeIfUnchanged(session, tokens, path)),
    );
    if (result.saved || result.reason === 'already-saved') this.#saved.set(slot, tokens);
    if (result.saved) await this.#refresh(placement.document);
    else this.#logger.debug(`A place was not saved: ${result.reason} ${result.message ?? ''}`);
  }

  async clear(): Promise<void> {
    this.#known.clear();
    const { kept } = await this.#store.clear();
    if (kept > 0) this.#logger.warn(`${kept} saved places are in use and could not be removed.`);
  }

  async settled(): Promise<void> {
    await this.#store.settled();
  }

  async #refresh(document: string): Promise<void> {
    const snapshots = await this.#store.list(document);
    this.#known.set(
      document,
      snapshots.map((snapshot) => this.#placeOf(snapshot)),
    );
  }

  #placeOf({ id, document, placement, tokens }: Snapshot<Placement>): SavedPlace {
    const saved = tokens as Token[];
    return {
      placement,
      tokens: saved,
      restore: async (session) => {
        const result = await this.#store.restore(id, (path) => session.readState(path, saved));
        if (!result.restored) {
          this.#logger.warn(`A saved place could not be restored: ${result.reason} ${result.message ?? ''}`);
          await this.#refresh(document);
        }
        return result.restored;
      },
    };
  }
}

/** A request may have used the sequence since the save was decided on. */
async function writeIfUnchanged(session: KvSession, tokens: readonly Token[], path: string): Promise<number> {
  if (session.mirror.length !== tokens.length || session.commonPrefix(tokens) !== tokens.length) {
    throw new Error('The sequence was used again meanwhile.');
  }
  return session.writeState(path);
}

function isPrefixOf(tokens: readonly Token[], saved: readonly Token[] | undefined): boolean {
  return saved !== undefined && tokens.every((token, index) => token === saved[index]);
}

/** Gives a placement from disk its type again; what is not one is refused. */
export function parsePlacement(value: unknown): Placement | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = value as Partial<Record<keyof Placement, unknown>>;
  const texts = [found.document, found.path, found.repository, found.head, found.middle, found.suffix];
  const flags = [found.headIsWhole, found.suffixIsWhole];
  const isPlacement =
    texts.every((text) => typeof text === 'string') &&
    flags.every((flag) => typeof flag === 'boolean') &&
    typeof found.stale === 'number';
  return isPlacement ? (value as Placement) : undefined;
}
