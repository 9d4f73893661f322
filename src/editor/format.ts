const counts = new Intl.NumberFormat('en-US');

export function formatCount(value: number): string {
  return counts.format(Math.round(value));
}

/** Whole percent. Only what is exactly all or nothing reads 100% or 0%. */
export function formatPercent(share: number | undefined): string {
  if (share === undefined) return '–';
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) return '99%';
  if (percent === 0 && share > 0) return '< 1%';
  return `${percent}%`;
}

/** At most one decimal: 1.4, 12, 0.3. */
export function formatDecimal(value: number): string {
  return value >= 100 ? formatCount(value) : String(Math.round(value * 10) / 10);
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${formatDecimal(value)} ${units[unit] ?? ''}`;
}

export function formatMilliseconds(ms: number): string {
  if (ms < 1) return '< 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${formatDecimal(ms / 1000)} s`;
}
