import { percent } from '../../replay/textTable';
import { markdownTable } from '../../shown/markdown';
import type { ContenderName } from '../contenders';
import type { RunRecord } from '../runRecord';
import { claims, judge, type Verdict } from './claims';
import { type Summary, summaryOf, textTimes } from './summary';

const megabyte = 1024 * 1024;

/** What each contender paid. */
export function costTable(summaries: readonly Summary[]): string {
  const head = [
    ...['', 'foreground a request', 'a key', 'background a key', 'in all a key', 'prompt', 'generated a key'],
    ...['first token, ms', 'text p50, ms', 'p95', 'CPU s a 1,000 keys', 'peak MB'],
  ];
  const rows = summaries.map((summary) => [
    summary.contender,
    ...[summary.foregroundARequest, summary.foregroundAKey, summary.backgroundAKey, summary.totalAKey].map(
      short,
    ),
    ...[
      summary.promptTokens,
      summary.generatedAKey,
      summary.firstTokenMs,
      summary.textP50,
      summary.textP95,
    ].map(short),
    short(summary.cpuSecondsA1000Keys),
    short(summary.peakBytes / megabyte),
  ]);
  return markdownTable(head, rows);
}

/** What each contender had to say. */
export function answerTable(summaries: readonly Summary[]): string {
  const head = ['', 'without the model', 'shown', 'right', 'keys saved, lines', 'keys saved, words too'];
  const rows = summaries.map(
    ({ contender, withoutModel, shown, right, judged, savedByLines, savedByWords }) => [
      contender,
      percent(withoutModel),
      percent(shown),
      right === null ? '–' : `${shareOf(right)} of ${judged}`,
      percent(savedByLines),
      percent(savedByWords),
    ],
  );
  return markdownTable(head, rows);
}

/** Whether Hearth saves more keystrokes than each peer, in words. */
export function savedVerdicts(summaries: readonly Summary[]): string {
  const hearth = summaries.find(({ contender }) => contender === 'Hearth');
  const peers = summaries.filter(({ contender }) => contender !== 'Hearth');
  if (!hearth) return '';
  const ways = [
    { way: 'by lines', saved: ({ savedByLines }: Summary) => savedByLines },
    { way: 'by words too', saved: ({ savedByWords }: Summary) => savedByWords },
  ];
  const verdicts = peers.flatMap((peer) =>
    ways.map(({ way, saved }) => {
      const [own, theirs] = [saved(hearth), saved(peer)];
      const met = own > theirs ? 'met' : '**not met**';
      return `- More keystrokes saved than with ${peer.contender}, ${way}: ${percent(own)} against ${percent(theirs)}: ${met}`;
    }),
  );
  return verdicts.join('\n');
}

/** What is claimed of Hearth against each peer, and what came out. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const head = ['', 'Hearth', 'peer', 'times', 'asked', '', 'ahead on'];
  const rows = verdicts.map(({ claim, peer, hearth, theirs, ratio, isMet, ahead, traces }) => [
    `${claim.name}, against ${peer}`,
    short(hearth),
    short(theirs),
    `${short(ratio)} ×`,
    `${claim.factor} ×`,
    isMet ? 'met' : '**not met**',
    `${ahead} of ${traces}`,
  ]);
  return markdownTable(head, rows);
}

export function verdictsOf(
  runs: ReadonlyMap<ContenderName, readonly RunRecord[]>,
  peers: readonly ContenderName[],
): Verdict[] {
  const hearth = runs.get('Hearth') ?? [];
  if (hearth.length === 0) return [];
  return peers.flatMap((peer) => judge(peer, hearth, runs.get(peer) ?? []));
}

/** Where texts came from, and how soon. */
export function originTable(runs: ReadonlyMap<ContenderName, readonly RunRecord[]>): string {
  const rows = [...runs].flatMap(([contender, own]) =>
    textTimes(own).map(({ origin, count, p50, p95 }) => [
      `${contender}: ${origin}`,
      String(count),
      short(p50),
      short(p95),
    ]),
  );
  return markdownTable(['', 'texts', 'p50, ms', 'p95, ms'], rows);
}

/** The cost of a key by the size of the document, and how often it is that in the smallest one. */
export function growthTable(runs: ReadonlyMap<ContenderName, readonly RunRecord[]>): string {
  const figures = claims.filter(({ name }) => name.includes('keystroke'));
  const head = ['', ...figures.flatMap(({ name }) => [name, '×'])];
  const rows = [...runs].flatMap(([contender, own]) => {
    const summaries = own.map((run) => summaryOf(contender, [run]));
    return own.map(({ trace }, index) => [
      `${contender}, ${trace}`,
      ...figures.flatMap(({ figure }) => {
        const [base = NaN, value = NaN] = [summaries[0], summaries[index]].map(
          (each) => each && figure(each),
        );
        return [short(value), base === 0 ? '–' : (value / base).toFixed(2)];
      }),
    ]);
  });
  return markdownTable(head, rows);
}

function shareOf(share: number): string {
  return Number.isNaN(share) ? '–' : percent(share);
}

/** Three digits, as many as the runs of a noisy machine can bear. */
export function short(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return '∞';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString('en');
}
