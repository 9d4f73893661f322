import { describe, expect, it } from 'vitest';
import { Rhythm, rhythmParameters } from '../../../../bench/traces/rhythm';

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function times(count: number, make: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('Rhythm', () => {
  it('has typists as fast, and as different, as published', () => {
    const { mean: published, deviation: spread } = rhythmParameters.keyOfTypist;
    const typists = times(400, (seed) => {
      const rhythm = new Rhythm(seed);
      return mean(times(100, () => rhythm.key(false)));
    });
    expect(mean(typists) / published).toBeGreaterThan(0.9);
    expect(mean(typists) / published).toBeLessThan(1.1);
    expect(deviation(typists) / spread).toBeGreaterThan(0.75);
    expect(deviation(typists) / spread).toBeLessThan(1.25);
  });

  it('is slower at the start of a word', () => {
    const rhythm = new Rhythm(1);
    const within = mean(times(2000, () => rhythm.key(false)));
    const starting = mean(times(2000, () => rhythm.key(true)));
    expect(starting / within).toBeGreaterThan(rhythmParameters.wordStartFactor * 0.9);
    expect(starting / within).toBeLessThan(rhythmParameters.wordStartFactor * 1.1);
  });

  it('keeps every pause within its limits, in whole milliseconds', () => {
    const rhythm = new Rhythm(2);
    for (const kind of ['lineStart', 'thought', 'notice', 'verdict'] as const) {
      const { least, most } = rhythmParameters[kind];
      const pauses = times(500, () => rhythm.pause(kind));
      expect(pauses.every((ms) => Number.isInteger(ms) && ms >= least && ms <= most)).toBe(true);
    }
    const reading = times(500, () => rhythm.reading());
    expect(Math.min(...reading)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...reading)).toBeLessThanOrEqual(8_000);
  });

  it('chooses the same for the same seed', () => {
    const choices = (seed: number): unknown[] => {
      const rhythm = new Rhythm(seed);
      return [rhythm.shuffled([1, 2, 3, 4, 5, 6]), rhythm.pick('abcdef'.split('')), rhythm.between(1, 99)];
    };
    expect(choices(7)).toEqual(choices(7));
    expect(choices(7)).not.toEqual(choices(8));
    expect(new Rhythm(1).pick<string>([])).toBeUndefined();
  });
});
