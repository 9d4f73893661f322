import { traceScript } from '../replay/script';
import { asksForCompletion } from '../replay/typist';
import type { PlayedTrace } from '../traces/pace';
import type { Peer, PeerAnswer, Place } from './peer';
import type { ModelAnswer, Played, ShownText, TextOrigin } from './played';

/**
 * Plays a trace to a peer as it is, event by event: the same edits ask it that ask Hearth, and each request ends before the
 * next event. Pauses take no time, but the peer is told how long they are.
 */
export async function playPeer(peer: Peer, { name, trace }: PlayedTrace): Promise<Played> {
  const { documents } = traceScript(name, trace);
  const record = new PlayRecord();
  let last: Place | undefined;
  let lastAt = 0;
  for (const [index, event] of trace.events.entries()) {
    record.backgroundTokens += (await peer.rest?.(event.at - lastAt)) ?? 0;
    lastAt = event.at;
    const position = documents.perform(event);
    const place = { document: documents.active, position };
    if (!('edit' in event) && last) peer.moved?.(last, place);
    if ('edit' in event) record.keystrokes++;
    last = place;
    if (!asksForCompletion(event)) continue;
    const start = performance.now();
    const answer = await peer.complete(place.document, position);
    record.answered(index, place.document.uri, answer, performance.now() - start);
  }
  return record;
}

class PlayRecord implements Played {
  requests = 0;
  keystrokes = 0;
  backgroundTokens = 0;
  readonly answers: ModelAnswer[] = [];
  readonly textMs: Partial<Record<TextOrigin, number[]>> = {};
  readonly shown = new Map<number, ShownText>();
  readonly #seen = new Set<string>();

  answered(event: number, document: string, { text, cost }: PeerAnswer, ms: number): void {
    this.requests++;
    if (cost) {
      this.answers.push({ ...cost, isFirst: !this.#seen.has(document) });
      this.#seen.add(document);
    }
    if (text === '') return;
    (this.textMs[cost ? 'model' : 'client cache'] ??= []).push(ms);
    this.shown.set(event, { text, replaceAfter: 0 });
  }
}
