/** Keys next to each letter on a QWERTY keyboard. */
const neighbours: Readonly<Record<string, string>> = {
  a: 'qwsz',
  b: 'vghn',
  c: 'xdfv',
  d: 'serfcx',
  e: 'wsdr',
  f: 'drtgvc',
  g: 'ftyhbv',
  h: 'gyujnb',
  i: 'ujko',
  j: 'huikmn',
  k: 'jiolm',
  l: 'kop',
  m: 'njk',
  n: 'bhjm',
  o: 'iklp',
  p: 'ol',
  q: 'wa',
  r: 'edft',
  s: 'awedxz',
  t: 'rfgy',
  u: 'yhji',
  v: 'cfgb',
  w: 'qase',
  x: 'zsdc',
  y: 'tghu',
  z: 'asx',
};

/** The keys that may be hit in place of a letter, in its case; empty for anything else. */
export function slipsOf(key: string): readonly string[] {
  const slips = (neighbours[key.toLowerCase()] ?? '').split('');
  return key === key.toLowerCase() ? slips : slips.map((slip) => slip.toUpperCase());
}

/** Names of at least four letters in a text, each once, in order of appearance. */
export function namesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\b[A-Za-z_$][\w$]{3,23}\b/g) ?? [])];
}
