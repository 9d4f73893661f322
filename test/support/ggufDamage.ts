import { RandomChoice } from './randomChoice';

/** Changes `count` bytes within the first `reach` bytes, behind the magic, at random but repeatably. */
export function damaged(model: Buffer, seed: number, count = 8, reach = 4096): Buffer {
  const choice = new RandomChoice(seed);
  const copy = Buffer.from(model);
  for (let change = 0; change < count; change++) copy[8 + choice.below(reach - 8)] = choice.below(256);
  return copy;
}

/** The same model whose fill-in-the-middle tokens bear other names, so that none can be found. */
export function withoutFimTokens(model: Buffer): Buffer {
  const copy = Buffer.from(model);
  rename(copy, 'tokenizer.ggml.fim_', 'tokenizer.ggml.xxx_');
  rename(copy, '<|fim_', '<|xxx_');
  return copy;
}

/** Renames every occurrence to a name of the same length. */
function rename(file: Buffer, from: string, to: string): void {
  for (let at = file.indexOf(from); at >= 0; at = file.indexOf(from, at)) file.write(to, at, 'latin1');
}
