/** As it is written in a plot: three digits that say something, and all of a whole number. `unit` stands behind it. */
export function formatNumber(value: number, unit?: string): string {
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  const text = value.toLocaleString('en', digits);
  return unit === undefined ? text : `${text} ${unit}`;
}
