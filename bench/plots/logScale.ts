/** Where a logarithmic axis begins and ends. */
export interface LogRange {
  readonly least: number;
  readonly most: number;
}

export interface LogOptions extends Partial<LogRange> {
  /** The part of the axis' length that stays free above the highest value, 0 … 1. */
  readonly headroom: number;
  /** Whether nothing above 0 may lie where the axis begins. */
  readonly isBelowAll: boolean;
}

/**
 * The range for some values. What is not above 0 has no place in it and is to be drawn at `least`, which is below all others then.
 * Limits that are given hold.
 */
export function logRange(
  values: readonly number[],
  { headroom, isBelowAll, ...given }: LogOptions,
): LogRange {
  const above = values.filter((value) => value > 0);
  const lowest = Math.min(...above, given.most ?? Infinity);
  const isBelow = isBelowAll || above.length < values.length;
  const least = given.least ?? powerBelow(Number.isFinite(lowest) ? lowest : 1, isBelow);
  const highest = Math.max(...above, least * 2);
  return { least, most: given.most ?? highest * (highest / least) ** (headroom / (1 - headroom)) };
}

/** Round numbers in a range, its beginning included: powers of ten, and 2 and 5 times those where these are few. */
export function logTicks({ least, most }: LogRange): number[] {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const factors = Math.log10(most / least) > 2.5 ? [1] : [1, 2, 5];
  const round = Array.from({ length: to - from + 1 }, (_, step) => power(from + step));
  const inside = round
    .flatMap((ten) => factors.map((factor) => Number((factor * ten).toPrecision(1))))
    .filter((value) => value > least && value <= most);
  return [least, ...inside];
}

/** The highest power of ten that is less than a number, or may also be the number itself. */
function powerBelow(value: number, isLess: boolean): number {
  // Not every engine’s logarithm of a power of ten is whole.
  const near = Math.round(Math.log10(value));
  const isFit = (ten: number): boolean => (isLess ? ten < value : ten <= value);
  return [near, near - 1].map(power).find(isFit) ?? power(near - 2);
}

/** Exactly the number that is written so, which `10 ** exponent` is not always. */
function power(exponent: number): number {
  return Number(`1e${exponent}`);
}
