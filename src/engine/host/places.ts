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
import type { PromptText } from '../port';
import { cheapest, forNewPlace, type KvPlan, planPrompt } from './kvPlan';
import type { KvSession } from './kvSession';
import type { Prompt, PromptLayout } from './promptLayout';

/** A sequence and the place in a document that it holds. */
interface Slot {
  readonly session: KvSession;
  placement: Placement | undefined;
  /** Whether a request at this document was answered from here; a prompt may be given up half-read. */
  hasAnswered: boolean;
  lastUsed: number;
}

/** A prompt, where it will be computed and what that takes. */
export interface Assignment {
  readonly session: KvSession;
  readonly prompt: Prompt;
  readonly plan: KvPlan;
  /** Whether no request in this document was answered by a sequence that still holds it. */
  readonly cold: boolean;
  /** To be called when the answer is there: the document is warm from then on. */
  answered(): void;
}

interface Offer extends KvPlan {
  readonly slot: Slot;
  readonly placement: Placement;
  readonly prompt: Prompt;
  readonly lost: number;
  readonly lastUsed: number;
  readonly middle: number;
}

/** The places whose KV state is kept, one a sequence: one serves, another is prepared or stays where the user was. */
export class Places {
  readonly #slots: readonly Slot[];
  readonly #layout: PromptLayout;
  readonly #maxPromptTokens: number;
  #uses = 0;

  /** `maxPromptTokens`: what a sequence holds, less the longest answer. */
  constructor(sessions: readonly KvSession[], layout: PromptLayout, maxPromptTokens: number) {
    this.#slots = sessions.map((session) => ({
      session,
      placement: undefined,
      hasAnswered: false,
      lastUsed: 0,
    }));
    this.#layout = layout;
    this.#maxPromptTokens = maxPromptTokens;
  }

  /** Chooses a sequence and a placement for the text around a cursor, at the least cost. */
  assign(text: PromptText): Assignment {
    const cold = this.#slots.every(
      ({ placement, hasAnswered }) => placement?.document !== text.document || !hasAnswered,
    );
    const offer = this.#following(text) ?? this.#fresh(text);
    const { slot, placement, prompt } = offer;
    setPlacement(slot, placement);
    slot.lastUsed = ++this.#uses;
    return { session: slot.session, prompt, plan: offer, cold, answered: () => (slot.hasAnswered = true) };
  }

  /**
   * The next place worth preparing for the text of the last request, in the sequence that does not serve it:
   * a new anchor before the old one has to be given up. Undefined when there is nothing to prepare.
   */
  prepare(text: PromptText): Pick<Assignment, 'session' | 'prompt' | 'plan'> | undefined {
    const serving = this.#slots.toSorted((a, b) => b.lastUsed - a.lastUsed)[0];
    const spare = this.#slots.toSorted((a, b) => a.lastUsed - b.lastUsed)[0];
    if (!serving?.placement || !spare || serving === spare) return undefined;
    if (this.#layout.name !== 'anchored' || !wantsRenewal(serving.placement)) return undefined;
    const begun = spare.placement && follow(text, spare.placement);
    const placement = begun && !wantsRenewal(begun) ? begun : place(text, serving.placement);
    if (placement.head === serving.placement.head && placement.suffix === serving.placement.suffix) {
      return undefined;
    }
    const offer = this.#offer(spare, placement);
    if (!this.#fits(offer.prompt)) return undefined;
    setPlacement(spare, placement);
    return { session: spare.session, prompt: offer.prompt, plan: offer };
  }

  async clear(): Promise<void> {
    for (const slot of this.#slots) {
      slot.placement = undefined;
      slot.hasAnswered = false;
      slot.lastUsed = 0;
      await slot.session.clear();
    }
  }

  #following(text: PromptText): Offer | undefined {
    const offers: Offer[] = [];
    for (const slot of this.#slots) {
      const placement = slot.placement && follow(text, slot.placement);
      if (!placement) continue;
      const offer = this.#offer(slot, placement);
      if (this.#fits(offer.prompt)) offers.push(offer);
    }
    return cheapest(offers);
  }

  #fresh(text: PromptText): Offer {
    const near = this.#slots
      .toSorted((a, b) => b.lastUsed - a.lastUsed)
      .find((slot) => slot.placement?.document === text.document)?.placement;
    let limits: PlacementLimits = defaultPlacementLimits;
    for (let attempt = 0; attempt < 8; attempt++) {
      const placement = place(text, near, limits);
      const offers = this.#slots.map((slot) => this.#offer(slot, placement));
      const wanted = offers[0]?.prompt;
      if (wanted && this.#fits(wanted)) {
        const chosen = forNewPlace(offers, wanted.tokens.length);
        if (chosen) return chosen;
      }
      limits = halve(limits);
    }
    throw new HearthError(
      'prompt-too-long',
      `The text around the cursor does not fit into ${this.#maxPromptTokens} tokens. ` +
        'Raise hearth.model.contextTokens, or complete elsewhere.',
    );
  }

  #offer(slot: Slot, placement: Placement): Offer {
    const prompt = this.#layout.lay(placement);
    const common = slot.session.commonPrefix(prompt.tokens);
    return {
      slot,
      placement,
      prompt,
      ...planPrompt(common, prompt.tokens.length),
      lost: slot.session.mirror.length - common,
      lastUsed: slot.lastUsed,
      middle: placement.middle.length,
    };
  }

  #fits(prompt: Prompt): boolean {
    return prompt.tokens.length <= this.#maxPromptTokens;
  }
}

function setPlacement(slot: Slot, placement: Placement): void {
  if (slot.placement?.document !== placement.document) slot.hasAnswered = false;
  slot.placement = placement;
}
