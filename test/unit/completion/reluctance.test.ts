import { expect, test } from 'vitest';
import { mostRefusals, Reluctance } from '../../../src/completion/reluctance';

const uri = 'file:///a.ts';
const at = (line: number) => ({ line, character: 0 });

/** Types a line key by key while something else is suggested at each. */
function refuse(reluctance: Reluctance, times: number, line = 3): string {
  let head = 'let ';
  reluctance.asked(uri, at(line), head);
  for (let time = 0; time < times; time++) {
    reluctance.shown(head, 'WRONG');
    head += 'x';
    reluctance.asked(uri, at(line), head);
  }
  return head;
}

test('comes with the suggestions that were typed over in a line', () => {
  const reluctance = new Reluctance();
  refuse(reluctance, mostRefusals - 1);
  expect(reluctance.isTired).toBe(false);
  refuse(reluctance, mostRefusals, 4);
  expect(reluctance.isTired).toBe(true);
});

test('ends in another line, in another document, and where a suggestion was right', () => {
  const reluctance = new Reluctance();
  refuse(reluctance, mostRefusals);
  reluctance.asked(uri, at(4), '');
  expect(reluctance.isTired).toBe(false);
  refuse(reluctance, mostRefusals);
  reluctance.asked('file:///b.ts', at(3), '');
  expect(reluctance.isTired).toBe(false);
  const head = refuse(reluctance, mostRefusals);
  reluctance.shown(head, 'yes');
  reluctance.asked(uri, at(3), `${head}y`);
  expect(reluctance.isTired).toBe(false);
});

test('a deletion, or an ask at the same place, refuses nothing', () => {
  const reluctance = new Reluctance();
  reluctance.asked(uri, at(3), 'let x');
  for (let time = 0; time < 2 * mostRefusals; time++) {
    reluctance.shown('let x', 'yz');
    reluctance.asked(uri, at(3), time % 2 === 0 ? 'let x' : 'let');
  }
  expect(reluctance.isTired).toBe(false);
});
