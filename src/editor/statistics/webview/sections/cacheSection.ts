import type { JSX } from 'preact';
import { formatBytes, formatCount } from '../../../format';
import type { CacheReport, EvictionReason } from '../../report';
import { card, figure, figureList, item, meter, table } from '../figure';
import { meanings } from '../meanings';
import { evictionWords, percent } from '../text';

/** The completion cache: how often it answers, how full it is, and what left it. */
export function cacheSection(cache: CacheReport): JSX.Element {
  const { hitRate, missRate, hits, misses, joined, entries, maxEntries, bytes, maxBytes } = cache;
  const { entriesUtilisation, bytesUtilisation } = cache;
  return card(
    'cache',
    'Completion cache',
    figureList(
      item(
        'hitRate',
        figure('cache.hitRate', hitRate, percent),
        meter('Hit rate', hitRate ?? 0, percent(hitRate)),
      ),
      item('hits', figure('cache.hits', hits, formatCount)),
      item('missRate', figure('cache.missRate', missRate, percent)),
      item('misses', figure('cache.misses', misses, formatCount)),
      item('joined', figure('cache.joined', joined, formatCount)),
      item(
        'entries',
        figure('cache.entries', entries, formatCount),
        ' of ',
        figure('cache.maxEntries', maxEntries, formatCount),
        ' (',
        figure('cache.entriesUtilisation', entriesUtilisation, percent),
        ')',
        meter(meanings.entries.label, entriesUtilisation, percent(entriesUtilisation)),
      ),
      item(
        'bytes',
        figure('cache.bytes', bytes, formatBytes),
        ' of ',
        figure('cache.maxBytes', maxBytes, formatBytes),
        ' (',
        figure('cache.bytesUtilisation', bytesUtilisation, percent),
        ')',
        meter(meanings.bytes.label, bytesUtilisation, percent(bytesUtilisation)),
      ),
    ),
    evictions(cache),
  );
}

function evictions({ evictions: counts }: CacheReport): JSX.Element {
  const reasons = Object.keys(evictionWords) as EvictionReason[];
  return table(
    'Answers that left the cache',
    ['Why', 'Answers'],
    reasons.map((reason) => ({
      key: reason,
      cells: [evictionWords[reason], figure(`cache.evictions.${reason}`, counts[reason], formatCount)],
    })),
  );
}
