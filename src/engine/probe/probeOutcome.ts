import type { ProbeResult } from '../protocol';

/** How trying a back end out ended. */
export type ProbeOutcome =
  | { readonly ok: true; readonly result: ProbeResult }
  /** `why`: in words for the user, without a full stop. */
  | { readonly ok: false; readonly why: string }
  /** It began and nobody knows how it ended; this often. The machine may have gone down with it. */
  | { readonly ok: false; readonly unfinished: number; readonly why: string };

/** What was read from a file, where it is an outcome. */
export function parseOutcome(value: unknown): ProbeOutcome | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = value as Record<string, unknown>;
  if (found['ok'] === true) {
    const result = parseResult(found['result']);
    return result && { ok: true, result };
  }
  const { why, unfinished } = found;
  if (found['ok'] !== false || typeof why !== 'string') return undefined;
  if (unfinished === undefined) return { ok: false, why };
  return typeof unfinished === 'number' ? { ok: false, why, unfinished } : undefined;
}

function parseResult(value: unknown): ProbeResult | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { device, freeBytes, text, promptMsPerToken, msPerToken } = value as Record<string, unknown>;
  if (device !== null && typeof device !== 'string') return undefined;
  if (typeof text !== 'string' || typeof freeBytes !== 'number') return undefined;
  if (!isTime(promptMsPerToken) || !isTime(msPerToken)) return undefined;
  return { device, freeBytes, text, promptMsPerToken, msPerToken };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}
