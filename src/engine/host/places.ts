import type { Token } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';
import {
  defaultPlacementLimits,
  follow,
  halve,
  place,
  type Placement,
  type PlacementLimits,
  wantsRenewal,
} from '../../prompt/placement';
import type { PromptText, SequenceStats } from '../port';
import {
  bestFollowing,
  commonLength,
  EvictionClock,
  type KvPlan,
  minCopiedTokens,
  planPrompt,
} from './kvPlan';
import type { KvSession } from './kvSession';
import type { Prompt, PromptLayout } from './promptLayout';

/** A place whose KV state is on disk. */
export interface SavedPlace {
  readonly placement: Placement;
  readonly tokens: readonly Token[];
  /** Reads the state into a sequence; resolves to whether it did. */
  readonly restore: (session: KvSession) => Promise<boolean>;
}

/** Knows the places on disk; of a document whose list is not read yet, none. */
export type SavedPlaces = (document: string) => readonly SavedPlace[];

/** How long text away from the cursor may differ from the document before a key pays for evaluating it again. */
export const staleLimits = {
  answers: 64,
  ms: 60_000,
  /** After so many answers, or so long, idle time is used to evaluate it again. */
  answersBeforeRefresh: 8,
  msBeforeRefresh: 20_000,
} as const;

/** A snapshot with fewer tokens of use is not read. */
const minRestoredTokens = 256;

/** Two cursors so near to each other, in lines, are at one place: the older one's placement is of no more use. */
const samePlaceLines = 12;

/** A sequence and the place in a document that it holds. */
export interface Slot {
  readonly session: KvSession;
  placement: Placement | undefined;
  /** Tokens of the prompt that the placement makes. */
  promptTokens: number;
  /** The cursor's line at the last use. */
  line: number;
  /** The eviction clock at the last use; −∞ for a placement that another one has replaced. */
  usedAt: number;
  /** Grows with every use of any. */
  lastUse: number;
  /** Whether it has answered at this place; if not, the cursor has only rested there. */
  hasAnswered: boolean;
  /** Answers given, and the time of the first of them, since the placement's text is older than the document. */
  staleAnswers: number;
  staleSince: number | undefined;
}

/** Where the tokens to keep come from. */
type Source =
  | { readonly kind: 'own' }
  | { readonly kind: 'copy'; readonly from: KvSession }
  | { readonly kind: 'saved'; readonly place: SavedPlace };

/** A prompt, the sequence that is to hold it, and what that takes. */
export interface Seat {
  readonly slot: Slot;
  readonly placement: Placement;
  readonly prompt: Prompt;
  readonly plan: KvPlan;
  readonly source: Source;
}

export interface Assignment extends Seat {
  /** Whether no request in this document was answered by a sequence that still holds it. */
  readonly cold: boolean;
  /** Answers given before this one while its text away from the cursor was older than the document; 0 as a rule. */
  readonly staleAnswers: number;
}

interface Offer extends Seat {
  readonly append: number;
  readonly wantsRenewal: boolean;
  readonly stale: number;
}

/**
 * The places whose KV state is in memory, one a sequence: the one that serves, those the user may come back to, and
 * one that is being prepared. Decides; nothing here evaluates a token but {@link Places.occupy}'s copies.
 */
export class Places {
  readonly #slots: readonly Slot[];
  readonly #layout: PromptLayout;
  readonly #maxPromptTokens: number;
  readonly #saved: SavedPlaces;
  readonly #limits: PlacementLimits;
  readonly #clock = new EvictionClock();
  readonly #answered = new Set<string>();
  #serving: Slot | undefined;
  #uses = 0;

  /** `maxPromptTokens`: what a sequence holds, less the longest answer. `limits`: how far prompts reach. */
  constructor(
    sessions: readonly KvSession[],
    layout: PromptLayout,
    maxPromptTokens: number,
    saved: SavedPlaces = () => [],
    limits: PlacementLimits = defaultPlacementLimits,
  ) {
    this.#slots = sessions.map(emptySlot);
    this.#layout = layout;
    this.#maxPromptTokens = maxPromptTokens;
    this.#saved = saved;
    this.#limits = limits;
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  /** What each sequence holds. */
  stats(): readonly SequenceStats[] {
    return this.#slots.map((slot) => ({
      path: slot.placement?.path ?? null,
      line: slot.placement === undefined ? null : slot.line,
      tokens: slot.session.mirror.length,
      state: stateOf(slot, slot === this.#serving),
    }));
  }

  /** Chooses a sequence and a placement for the text around a cursor, at the least cost. `now`: ms, where time counts. */
  assign(text: PromptText, now?: number): Assignment {
    const cold = !this.#isAnswered(text.document);
    const following = this.#following(text).filter((offer) => !isTooStale(offer, now));
    const offer = bestFollowing(following) ?? this.#fresh(text, this.#serving);
    const cheaper = this.#restorable(text, offer.append);
    const seat = cheaper ?? offer;
    const { slot } = seat;
    for (const other of following) {
      // What was prepared takes over from the placement that it was prepared to replace.
      if (other.slot !== slot && other.wantsRenewal && !offer.wantsRenewal) other.slot.usedAt = -Infinity;
    }
    this.#take(seat, text);
    this.#serving = slot;
    if (seat.placement.stale === 0) {
      slot.staleAnswers = 0;
      slot.staleSince = undefined;
    } else {
      slot.staleSince ??= now;
    }
    return { ...seat, cold, staleAnswers: slot.staleAnswers };
  }

  /** To be called when an assignment's answer is there: the document is warm from then on. */
  answered({ slot, placement }: Assignment): void {
    slot.hasAnswered = true;
    if (placement.stale > 0) slot.staleAnswers++;
    this.#answered.add(placement.document);
  }

  /**
   * What is worth evaluating ahead for a cursor at `text`: what is missing of the placement that will serve it, or a
   * new one, in another sequence, before the present one has to be given up. Undefined when all is there.
   */
  prepare(text: PromptText, now?: number): Seat | undefined {
    const following = this.#following(text);
    const lasting = bestFollowing(
      following.filter((offer) => !offer.wantsRenewal && !isWorthRefreshing(offer, now)),
    );
    const seat = lasting ?? this.#renewal(text, following);
    if (!seat) return undefined;
    const better = this.#restorable(text, seat.plan.append) ?? seat;
    if (better.plan.append <= 1) return undefined;
    this.#take(better, text);
    // What will take over from a place that is worked at is worth as much.
    better.slot.hasAnswered ||= following.some(({ slot }) => slot.hasAnswered);
    return better;
  }

  /**
   * Makes the sequence hold the beginning of its prompt, as far as that needs no evaluation. Resolves to the number of
   * tokens it holds.
   */
  async occupy({ slot: { session }, plan, source }: Seat): Promise<number> {
    switch (source.kind) {
      case 'own':
        await session.truncate(plan.keep);
        return plan.keep;
      case 'copy':
        return session.copyFrom(source.from, plan.keep);
      case 'saved':
        if (!(await source.place.restore(session))) return 0;
        await session.truncate(plan.keep);
        return plan.keep;
    }
  }

  async clear(): Promise<void> {
    this.#answered.clear();
    this.#serving = undefined;
    for (const slot of this.#slots) {
      Object.assign(slot, emptySlot(slot.session));
      await slot.session.clear();
    }
  }

  #isAnswered(document: string): boolean {
    return (
      this.#answered.has(document) && this.#slots.some(({ placement }) => placement?.document === document)
    );
  }

  #take({ slot, placement, prompt }: Seat, text: PromptText): void {
    const left = slot.placement;
    if (left && (left.document !== placement.document || left.head !== placement.head)) {
      this.#clock.gaveUp(worthOf(slot));
      slot.hasAnswered = false;
    }
    slot.placement = placement;
    slot.promptTokens = prompt.tokens.length;
    slot.line = text.line;
    slot.usedAt = this.#clock.now;
    slot.lastUse = ++this.#uses;
    if (left && !this.#isAnswered(left.document)) this.#answered.delete(left.document);
  }

  #following(text: PromptText): Offer[] {
    const offers: Offer[] = [];
    for (const slot of this.#slots) {
      const placement = slot.placement && follow(text, slot.placement, this.#limits);
      if (!placement) continue;
      const prompt = this.#layout.lay(placement);
      if (!this.#fits(prompt)) continue;
      offers.push(this.#offer(slot, placement, prompt, slot.session, { kind: 'own' }));
    }
    return offers;
  }

  /** A place on disk that saves evaluating at least {@link minRestoredTokens} of `append` tokens. */
  #restorable(text: PromptText, append: number): Seat | undefined {
    if (append < minRestoredTokens) return undefined;
    let best: Omit<Seat, 'slot'> | undefined;
    for (const saved of this.#saved(text.document)) {
      const placement = follow(text, saved.placement, this.#limits);
      if (!placement) continue;
      const prompt = this.#layout.lay(placement);
      const plan = planPrompt(commonLength(saved.tokens, prompt.tokens), prompt.tokens.length);
      const isBetter = plan.append <= (best?.plan.append ?? append - minRestoredTokens);
      if (!isBetter || !this.#fits(prompt)) continue;
      best = { placement, prompt, plan, source: { kind: 'saved', place: saved } };
    }
    return best && { ...best, slot: this.#victim(undefined) };
  }

  /** A new placement for a text that its present one will not serve for long, away from the sequence that serves it. */
  #renewal(text: PromptText, following: readonly Offer[]): Offer | undefined {
    const present = bestFollowing(following);
    const renewed = this.#fresh(text, present?.slot ?? this.#serving, present?.slot);
    if (!present) return renewed;
    const { placement } = renewed;
    const isSame = placement.head === present.placement.head && placement.suffix === present.placement.suffix;
    return isSame || wantsRenewal(placement, this.#limits) || renewed.slot === present.slot
      ? undefined
      : renewed;
  }

  /** A new placement in the sequence where that costs least; never in `kept`'s, unless there is no other. */
  #fresh(text: PromptText, near: Slot | undefined, kept?: Slot): Offer {
    const old = near?.placement?.document === text.document ? near.placement : this.#latestIn(text.document);
    let limits = this.#limits;
    for (let attempt = 0; attempt < 8; attempt++) {
      const placement = place(text, old, limits);
      const prompt = this.#layout.lay(placement);
      if (this.#fits(prompt)) return this.#seatNew(text, placement, prompt, kept);
      limits = halve(limits);
    }
    throw new HearthError(
      'prompt-too-long',
      `The text around the cursor does not fit into ${this.#maxPromptTokens} tokens. ` +
        'Raise hearth.model.contextTokens, or complete elsewhere.',
    );
  }

  #seatNew(text: PromptText, placement: Placement, prompt: Prompt, kept: Slot | undefined): Offer {
    const common = (slot: Slot): number => slot.session.commonPrefix(prompt.tokens);
    const richest = this.#slots.toSorted((a, b) => common(b) - common(a))[0];
    const replaced = this.#slots.find(
      (slot) =>
        slot !== kept &&
        slot.placement?.document === text.document &&
        Math.abs(slot.line - text.line) <= samePlaceLines,
    );
    const slot = replaced ?? this.#victim(kept);
    if (richest && richest !== slot && common(richest) >= common(slot) + minCopiedTokens) {
      const source: Source = { kind: 'copy', from: richest.session };
      return this.#offer(slot, placement, prompt, richest.session, source);
    }
    return this.#offer(slot, placement, prompt, slot.session, { kind: 'own' });
  }

  #victim(kept: Slot | undefined): Slot {
    const others = this.#slots.filter((slot) => slot !== kept && (slot !== this.#serving || !slot.placement));
    const empty = others.find(({ placement }) => placement === undefined);
    if (empty) return empty;
    const evictable = others.map((slot) => ({ slot, ...worthOf(slot) }));
    const victim = this.#clock.leastWorth(evictable)?.slot ?? this.#slots.find((slot) => slot !== kept);
    const slot = victim ?? this.#slots[0];
    if (!slot) throw new HearthError('unexpected', 'The engine has no sequence.');
    return slot;
  }

  #latestIn(document: string): Placement | undefined {
    return this.#slots
      .filter(({ placement }) => placement?.document === document)
      .toSorted((a, b) => b.lastUse - a.lastUse)[0]?.placement;
  }

  #offer(slot: Slot, placement: Placement, prompt: Prompt, holder: KvSession, source: Source): Offer {
    const plan = planPrompt(holder.commonPrefix(prompt.tokens), prompt.tokens.length);
    const { stale } = placement;
    return {
      slot,
      placement,
      prompt,
      plan,
      source,
      append: plan.append,
      wantsRenewal: wantsRenewal(placement, this.#limits),
      stale,
    };
  }

  #fits(prompt: Prompt): boolean {
    return prompt.tokens.length <= this.#maxPromptTokens;
  }
}

/** A place that was only looked at is worth no tokens: it goes before any that was worked at since. */
function worthOf({ session, usedAt, hasAnswered }: Slot): {
  readonly tokens: number;
  readonly usedAt: number;
} {
  return { tokens: hasAnswered ? session.mirror.length : 0, usedAt };
}

/** The last token of a prompt is evaluated only with the request for its answer. */
function stateOf(slot: Slot, isServing: boolean): SequenceStats['state'] {
  if (slot.placement === undefined) return 'empty';
  if (slot.session.mirror.length < slot.promptTokens - 1) return 'preparing';
  return isServing && slot.hasAnswered ? 'serving' : 'warm';
}

function emptySlot(session: KvSession): Slot {
  return {
    session,
    placement: undefined,
    promptTokens: 0,
    line: 0,
    usedAt: 0,
    lastUse: 0,
    hasAnswered: false,
    staleAnswers: 0,
    staleSince: undefined,
  };
}

/** A place that is left again at once need not be evaluated again for a line that was added far above. */
function isWorthRefreshing({ stale, slot }: Offer, now: number | undefined): boolean {
  if (stale === 0) return false;
  const { answersBeforeRefresh, msBeforeRefresh } = staleLimits;
  return slot.staleAnswers >= answersBeforeRefresh || staleFor(slot, now) > msBeforeRefresh;
}

/** In ms; 0 where time does not count. */
function staleFor({ staleSince }: Slot, now: number | undefined): number {
  return now === undefined || staleSince === undefined ? 0 : now - staleSince;
}

function isTooStale({ stale, slot }: Offer, now: number | undefined): boolean {
  return stale > 0 && (slot.staleAnswers >= staleLimits.answers || staleFor(slot, now) > staleLimits.ms);
}
