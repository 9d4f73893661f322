/**
 * Why an entry left the completion cache: there were too many entries, or too many bytes; it was a "nothing here" whose
 * time was over when it was looked for; another answer for the same place took its place; its document was closed for
 * good, or another one took its name; the cache was cleared.
 */
export const evictionReasons = ['entries', 'bytes', 'expired', 'replaced', 'document', 'cleared'] as const;
export type EvictionReason = (typeof evictionReasons)[number];
