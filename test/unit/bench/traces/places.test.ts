import { describe, expect, it } from 'vitest';
import { PlaceFinder } from '../../../../bench/traces/places';
import { Rhythm } from '../../../../bench/traces/rhythm';

const block = ['  if (one) {', '    callOf(one);', '  }', '  other(two, three);', ''];
const lines = ["import { a } from 'a';", '', ...Array.from({ length: 60 }, () => block).flat(), ''];
const text = lines.join('\n');

function finder(of = text): PlaceFinder {
  return new PlaceFinder(of, new Rhythm(3));
}

describe('PlaceFinder', () => {
  it('finds whole lines with balanced brackets near the wanted depths', () => {
    const sites = finder().sites([0.2, 0.8, 0.8], { least: 40, most: 60 });
    for (const [index, { from, to }] of sites.entries()) {
      const target = text.slice(from, to);
      expect(target).toMatch(/^\n/);
      expect(text[to]).toBe('\n');
      expect(target.split('(').length).toBe(target.split(')').length);
      expect(target.split('{').length).toBe(target.split('}').length);
      expect(from / text.length).toBeCloseTo([0.2, 0.8, 0.8][index] ?? 0, 1);
    }
    const [, second, third] = sites;
    expect(Math.abs((second?.from ?? 0) - (third?.from ?? 0))).toBeGreaterThan(40);
  });

  it('finds an import above, a statement below, and a name to replace', () => {
    const places = finder();
    const [top, end] = places.linesElsewhere();
    expect(text.slice(top?.from, top?.to)).toBe("import { a } from 'a';\n");
    expect(text.slice(end?.from, end?.to)).toMatch(/^ {2,4}\w.*;\n$/);
    expect(end?.from).toBeGreaterThan(text.length * 0.8);
    const [rename] = places.renames();
    const name = text.slice(rename?.from, rename?.to);
    expect(name).toMatch(/^\w{4,}$/);
    expect(rename?.stale).toMatch(/^\w{4,}$/);
    expect(rename?.stale).not.toBe(name);
  });

  it('finds nothing where there is nothing', () => {
    const places = finder('// a comment\n// another\n');
    expect(places.linesElsewhere()).toEqual([]);
    expect(places.renames()).toEqual([]);
    expect(() => places.sites([0.5], { least: 10, most: 20 })).toThrow('There are no 10 characters to type');
  });
});
