import { expect, test } from 'vitest';
import { playPeer } from '../../../../bench/peers/playPeer';
import type { PlayedTrace } from '../../../../bench/traces/pace';
import { FakePeer } from './fakePeer';

const cost = { evaluated: 10, reused: 5, generated: 2, firstTokenMs: 7 };
const trace: PlayedTrace = {
  name: 'two places',
  trace: {
    file: 'a.ts',
    languageId: 'typescript',
    text: 'a\nb\nc\n',
    others: [{ file: 'b.ts', languageId: 'typescript', text: '' }],
    events: [
      { at: 0, edit: { offset: 1, delete: 0, insert: 'x' } },
      { at: 200, edit: { offset: 2, delete: 0, insert: 'y' } },
      { at: 5_200, cursor: 4 },
      { at: 5_300, edit: { offset: 0, delete: 0, insert: 'import;\n' }, cursor: 14 },
      { at: 5_400, file: 'b.ts', edit: { offset: 0, delete: 0, insert: 'z' } },
    ],
  },
  finalTexts: {},
};

test('a peer is asked at each edit next to the cursor, told of moves and rests, and what it shows is noted', async () => {
  const answers = [{ text: 'one', cost }, { text: 'two' }, { text: '', cost }];
  const peer = new FakePeer((index) => answers[index] ?? { text: '' });
  const played = await playPeer(peer, trace);
  expect(peer.asked).toEqual(['ax', 'axy', 'z']);
  expect(peer.moves).toEqual([[0, 1]]);
  expect(peer.rests).toEqual([0, 200, 5_000, 100, 100]);
  expect(played).toMatchObject({ requests: 3, keystrokes: 4, backgroundTokens: 100 });
  expect(played.answers.map(({ isFirst }) => isFirst)).toEqual([true, true]);
  expect([...played.shown]).toEqual([
    [0, { text: 'one', replaceAfter: 0 }],
    [1, { text: 'two', replaceAfter: 0 }],
  ]);
  expect(played.textMs.model).toHaveLength(1);
  expect(played.textMs['client cache']).toHaveLength(1);
});
