import { HearthError } from '../../src/base/errors';
import { languageOf } from '../../tools/sourceFile';
import { textsAfter } from '../replay/textsAfter';
import type { Trace } from '../replay/trace';
import { Draft, type HoleRange } from './draft';
import { indentUnit } from './editorRules';
import { type Deed, HoleEditor, Recorder } from './holeEditor';
import { HoleTypist } from './holeTypist';
import { PlaceFinder, type SiteSize } from './places';
import { Rhythm } from './rhythm';
import { type Desk, Workday } from './workday';

/** A real file that a trace writes parts of. */
export interface TraceSource {
  /** Path as the model sees it. */
  readonly file: string;
  readonly text: string;
}

export interface TraceRecipe {
  readonly name: string;
  readonly seed: number;
  readonly main: TraceSource;
  /** A file that is turned to now and then. */
  readonly other: TraceSource | undefined;
  /** Where in the main file lines are typed, 0 the top and 1 the end. */
  readonly depths: readonly number[];
}

export interface GeneratedTrace {
  readonly name: string;
  readonly trace: Trace;
  /** The text of each document at the end, by path. */
  readonly finalTexts: Readonly<Record<string, string>>;
  /** How often each kind of event is in the trace. */
  readonly deeds: ReadonlyMap<Deed, number>;
}

/** Characters that are typed in one place of the main file and of the other one. */
const mainSize: SiteSize = { least: 400, most: 700 };
const otherSize: SiteSize = { least: 50, most: 110 };

/**
 * A trace of somebody who writes the missing parts of real files; the same for the same recipe. Throws a
 * HearthError for a file that has no fitting parts, or for a trace that does not end in the files' own texts.
 */
export function generateTrace(recipe: TraceRecipe): GeneratedTrace {
  const { name, seed, main, other } = recipe;
  const rhythm = new Rhythm(seed);
  const recorder = new Recorder(main.file);
  const mainDesk = layMain(recipe, recorder, rhythm);
  const otherDesk = other && layOther(other, recorder, rhythm);
  const desks = otherDesk ? [mainDesk, otherDesk] : [mainDesk];
  const others = otherDesk ? [otherDesk.draft.toDocument()] : [];
  const start = { ...mainDesk.draft.toDocument(), others };
  new Workday(mainDesk, otherDesk, recorder, rhythm).run();
  const trace = { ...start, events: recorder.events };
  const finalTexts = Object.fromEntries(desks.map(({ draft }) => [draft.file, draft.finalText]));
  checkEnd(name, trace, finalTexts);
  return { name, trace, finalTexts, deeds: recorder.deeds };
}

interface DeskRanges {
  readonly sites: readonly HoleRange[];
  /** Some lines above each site. */
  readonly above: readonly (HoleRange | undefined)[];
  readonly elsewhere: readonly HoleRange[];
  readonly renames: readonly HoleRange[];
}

function layMain({ main, depths }: TraceRecipe, recorder: Recorder, rhythm: Rhythm): Desk {
  const finder = new PlaceFinder(main.text, rhythm);
  const sites = finder.sites(depths, mainSize);
  const above = sites.map(({ from }) => finder.lineAbove(from));
  return lay(
    main,
    { sites, above, elsewhere: finder.linesElsewhere(), renames: finder.renames() },
    recorder,
    rhythm,
  );
}

function layOther(other: TraceSource, recorder: Recorder, rhythm: Rhythm): Desk {
  const sites = new PlaceFinder(other.text, rhythm).sites([0.5], otherSize);
  return lay(other, { sites, above: [], elsewhere: [], renames: [] }, recorder, rhythm);
}

function lay({ file, text }: TraceSource, ranges: DeskRanges, recorder: Recorder, rhythm: Rhythm): Desk {
  if (text.includes('\r')) {
    throw new HearthError('input-invalid', `${file} has other line ends than \\n. Choose another file.`);
  }
  const { sites, above, elsewhere, renames } = ranges;
  const found = above.filter((range) => range !== undefined);
  const draft = new Draft(file, languageOf(file), text, [...sites, ...elsewhere, ...renames, ...found]);
  const unit = indentUnit(text);
  const editors = draft.holes.map((hole) => new HoleEditor(draft, hole, recorder));
  const typists = editors.map((editor) => new HoleTypist({ editor, recorder, rhythm, unit }));
  const counted = sites.length + elsewhere.length;
  const rest = counted + renames.length;
  return {
    draft,
    sites: typists.slice(0, sites.length),
    above: new Map(
      typists.slice(0, sites.length).map((typist, index) => {
        const range = above[index];
        return [typist, range && editors[rest + found.indexOf(range)]];
      }),
    ),
    elsewhere: editors.slice(sites.length, counted),
    renames: typists.slice(counted, rest),
  };
}

/** Plays the edits on plain strings, apart from everything that made them. */
function checkEnd(name: string, trace: Trace, finalTexts: GeneratedTrace['finalTexts']): void {
  const texts = textsAfter(trace);
  for (const [file, expected] of Object.entries(finalTexts)) {
    if (texts.get(file) === expected) continue;
    throw new HearthError('unexpected', `The trace ${name} does not end in the text of ${file}.`);
  }
}
