import { type CursorKind, cursorKinds } from './cursorKinds';
import type { Score } from './matching';
import type { PositionRecord, StudyHeader } from './resultsFile';
import { type Estimate, estimate, type Observation } from './statistics';

/** What counts as a match: the rest of the line, or that and the three lines below. */
type Measure = 'line' | 'block';

const leastScore: Record<Measure, Score> = { line: 1, block: 2 };

/** The positions at which all of `names` were asked: only those are compared. */
export function completeRecords(
  records: readonly PositionRecord[],
  names: readonly string[],
): PositionRecord[] {
  return records.filter(({ answers }) => names.every((name) => answers[name] !== undefined));
}

/** The whole report as Markdown; `reference` is the variant that all others are compared with. */
export function formatReport(
  header: StudyHeader,
  all: readonly PositionRecord[],
  names: readonly string[],
  reference: string,
): string {
  const records = completeRecords(all, names);
  const title = `Exact match by prompt, ${header.model.file} (SHA-256 ${header.model.sha256}…)`;
  if (records.length === 0) return `${title}\n\nNo position has all answers yet.`;
  const best = bestOf(records, names);
  return [
    title,
    describe(header, records),
    table(
      ['variant', 'n', 'line %', 'block %', ...cursorKinds.map((kind) => `line %, ${kind}`), 'prompt tokens'],
      names.map((name) => rowOf(records, name)),
    ),
    `Positions by kind: ${cursorKinds.map((kind) => `${kind} ${ofKind(records, kind).length}`).join(', ')}.`,
    differences(records, names, reference),
    ...(best === reference ? [] : [differences(records, names, best)]),
    'Intervals are 95 %, by normal approximation of the mean of the differences at each position, with the ' +
      'variance clustered by file. The best variant is chosen by the same positions, which flatters it a little.',
  ].join('\n\n');
}

function describe({ window, corpus, seed }: StudyHeader, records: readonly PositionRecord[]): string {
  const files = new Set(records.map((record) => `${record.package}/${record.file}`)).size;
  const packages = new Set(records.map((record) => record.package)).size;
  return (
    `${records.length} positions (seed ${seed}) in ${files} files of ${packages} packages that the starter was not ` +
    `taught on; corpus ${corpus.sha256}. Read: ${window['linesAbove']} lines or ${window['charactersAbove']} ` +
    `characters above the cursor, ${window['linesBelow']} or ${window['charactersBelow']} below. The rest of the ` +
    'line and the next three lines are cut out of the document, so every suffix begins with the line break ' +
    'behind that hole, and nothing of what is asked for can be read. Line: the rest of the line is answered ' +
    'exactly. Block: so are the next three lines, as far as the file has them. White space at the ends of lines ' +
    'does not count. Greedy, from an empty context; what a prompt shares token by token with the one before it ' +
    'is not evaluated again.'
  );
}

function bestOf(records: readonly PositionRecord[], names: readonly string[]): string {
  const [first = ''] = names.toSorted(
    (a, b) => shareOf(records, b, 'line').mean - shareOf(records, a, 'line').mean,
  );
  return first;
}

function rowOf(records: readonly PositionRecord[], name: string): string[] {
  const tokens = records.reduce((sum, { answers }) => sum + (answers[name]?.promptTokens ?? 0), 0);
  return [
    name,
    String(records.length),
    percent(shareOf(records, name, 'line')),
    percent(shareOf(records, name, 'block')),
    ...cursorKinds.map((kind) => {
      const some = ofKind(records, kind);
      return some.length === 0 ? '–' : (shareOf(some, name, 'line').mean * 100).toFixed(1);
    }),
    (tokens / records.length).toFixed(0),
  ];
}

function differences(
  records: readonly PositionRecord[],
  names: readonly string[],
  reference: string,
): string {
  const against = (name: string, measure: Measure): string =>
    percent(
      estimate(
        records.map((record) => ({
          group: groupOf(record),
          value: valueOf(record, name, measure) - valueOf(record, reference, measure),
        })),
      ),
      true,
    );
  const rows = names
    .filter((name) => name !== reference)
    .map((name) => [
      name,
      against(name, 'line'),
      against(name, 'block'),
      `${wins(records, name, reference)} : ${wins(records, reference, name)}`,
    ]);
  return `Against "${reference}", in points:\n\n${table(['variant', 'line', 'block', 'lines won : lost'], rows)}`;
}

function wins(records: readonly PositionRecord[], name: string, other: string): number {
  return records.filter((record) => valueOf(record, name, 'line') > valueOf(record, other, 'line')).length;
}

function shareOf(records: readonly PositionRecord[], name: string, measure: Measure): Estimate {
  return estimate(
    records.map((record): Observation => ({ group: groupOf(record), value: valueOf(record, name, measure) })),
  );
}

function valueOf({ answers }: PositionRecord, name: string, measure: Measure): number {
  return (answers[name]?.score ?? 0) >= leastScore[measure] ? 1 : 0;
}

function groupOf(record: PositionRecord): string {
  return `${record.package}/${record.file}`;
}

function ofKind(records: readonly PositionRecord[], kind: CursorKind): PositionRecord[] {
  return records.filter((record) => record.kind === kind);
}

function percent({ mean, halfWidth }: Estimate, signed = false): string {
  const value = (mean * 100).toFixed(1);
  const sign = signed && mean > 0 ? '+' : '';
  return Number.isNaN(halfWidth) ? `${sign}${value}` : `${sign}${value} ± ${(halfWidth * 100).toFixed(1)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}
