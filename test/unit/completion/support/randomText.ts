import type { PromptText } from '../../../../src/engine/port';
import type { RandomChoice } from '../../../support/randomChoice';

type Pieces = readonly [string, ...string[]];

const lineEnds: Pieces = ['\n', '\n', '\n', '\r\n', '\r\n', '\r'];
const blanks: Pieces = [' ', ' ', '  ', '\t', '\u00a0', '\u3000', '\ufeff'];
const words: Pieces = ['= ', '+ ', '-', ...'a b1 const value return foo.bar _x $ über 数える'.split(' ')];
const openers: Pieces = ['if (a) {', '=> {', ...'( [ { < ${ foo('.split(' ')];
const closers: Pieces = [') ;', ...`) ] } > ; , : ' " \` ); }) ') "); ]; => ->`.split(' ')];

/** Line and paragraph separators and controls, which end no line in an editor. */
const controls: Pieces = ['\u2028', '\u2029', '\u0085', '\v', '\f', '\0', '\x07', '\x1b', '\x7f', '\ufffd'];
const combining: Pieces = ['\u0301', '\u20dd', '\u{e0101}', '\ufe0f', '\u200d'];
const invisible: Pieces = ['\u200b', '\u2060', '\u200f', '\u202e', '\u2066', 'עברית'];
const pairs: Pieces = ['😀', '𝒳', '👩‍👩‍👧', '🇩🇪', '\u{10ffff}'];
const halves: Pieces = ['\ud83d', '\ude00', '\ud800\ud83d', '\udfff\ude00'];
const odd: Pieces = [...controls, ...combining, ...invisible, ...pairs, ...halves];

type Flavour = 'code' | 'brackets' | 'unicode';
const flavours = ['code', 'code', 'code', 'brackets', 'unicode'] as const;

/** Text as hostile as a document or a model may hold, and as usual as it takes to get past every rule. */
export class RandomText {
  readonly #random: RandomChoice;

  constructor(random: RandomChoice) {
    this.#random = random;
  }

  /** What one key, or a paste, types. */
  typed(): string {
    return this.#text(this.#random.pick(flavours), 1 + this.#random.below(2));
  }

  /** A document: mostly of a few lines, now and then empty, with an endless line, or with many lines. */
  document(): string {
    const random = this.#random;
    const size = random.below(400);
    if (size < 8) return '';
    if (size === 8) return this.#text('code', 6).repeat(700);
    if (size === 9)
      return this.#text('unicode', 6)
        .replaceAll(/[\r\n]/g, '')
        .repeat(2_500);
    if (size === 10) return (this.#text('code', 4) + '\n').repeat(400);
    return this.#text(random.pick(flavours), 2 + random.below(22)) + this.#emptyPair();
  }

  /** An answer to a prompt: anything at all, or what the filters look for. */
  answer({ before, after }: PromptText): string {
    const random = this.#random;
    const rest = after.split('\n', 1)[0] ?? '';
    const some = this.#text(random.pick(flavours), 1 + random.below(7));
    switch (random.below(14)) {
      case 0:
        return this.#text('brackets', 1 + random.below(6));
      case 1:
        return some + rest.slice(0, random.below(rest.length + 2)) + random.pick(['', '', ' ', '\n']);
      case 2:
        return random.pick([some, 'a']) + '\n' + this.#lines(after, 1, 2 + random.below(3));
      case 3:
        return (this.#lines(before, -2 - random.below(3), -1) + '\n').repeat(2);
      case 4:
        return random.pick(['ab', 'x', '- ', 'ab\n', 'foo(1);\n', '😀a']).repeat(2 + random.below(40));
      case 5:
        return random.pick(['', '', ' ', '\n', '\t\r\n', '\u2028', '\u3000']);
      case 6:
        return random.below(8) > 0 ? some : this.#text('code', 300);
      case 7:
        return random.pick(['\n', '\r\n', ' \n']) + some;
      default:
        return some;
    }
  }

  /** Any code point of any plane, halves of surrogate pairs among them. */
  #character(): string {
    const plane = this.#random.pick([0, 0, 0, 1, 1, 2, 3, 14, this.#random.below(17)]);
    return String.fromCodePoint(plane * 0x10000 + this.#random.below(0x10000));
  }

  #text(flavour: Flavour, pieces: number): string {
    let text = '';
    for (let i = 0; i < pieces; i++) text += this.#piece(flavour);
    return text;
  }

  #piece(flavour: Flavour): string {
    const random = this.#random;
    const dice = random.below(100);
    if (dice < 14) return random.pick(lineEnds);
    if (dice < 26) return random.pick(blanks);
    if (flavour === 'unicode') {
      if (dice < 70) return random.pick(odd);
      return dice < 90 ? this.#character() : random.pick(words);
    }
    const wordsUpTo = flavour === 'code' ? 70 : 36;
    if (dice < wordsUpTo) return random.pick(words);
    if (dice < wordsUpTo + 12) return random.pick(openers);
    return dice < 98 ? random.pick(closers) : random.pick(odd);
  }

  /** What an editor leaves around the cursor where it closes a bracket by itself. */
  #emptyPair(): string {
    return this.#random.pick(['', '', '()', '();', '{\n}', "('')", '[]);', '{ }) ;', ' ) ]', '"",\n"a"']);
  }

  /** Some lines of a text, by their numbers as `slice` counts them. */
  #lines(text: string, from: number, to: number): string {
    return text.split('\n').slice(from, to).join('\n');
  }
}
