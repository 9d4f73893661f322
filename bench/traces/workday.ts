import type { Draft } from './draft';
import type { HoleEditor, Recorder } from './holeEditor';
import type { HoleTypist } from './holeTypist';
import type { Rhythm } from './rhythm';

/** A document that is worked in, and its holes. */
export interface Desk {
  readonly draft: Draft;
  /** Lines that are typed, in sittings. */
  readonly sites: readonly HoleTypist[];
  /** A line some way above each site, which comes while the site is typed. */
  readonly above: ReadonlyMap<HoleTypist, HoleEditor | undefined>;
  /** Lines that come while the cursor is elsewhere. */
  readonly elsewhere: readonly HoleEditor[];
  /** Short texts that are typed in one go, over others. */
  readonly renames: readonly HoleTypist[];
}

type Interlude = () => void;

/** The least and the most lines that are typed in one go. */
const sitting = { least: 2, most: 5 } as const;

/**
 * Works until every hole of two documents is written: lines are typed, now here and now there, and between two
 * sittings something else happens, until all of it has happened once or twice.
 */
export class Workday {
  readonly #main: Desk;
  readonly #other: Desk | undefined;
  readonly #recorder: Recorder;
  readonly #rhythm: Rhythm;
  #active: HoleTypist | undefined;

  constructor(main: Desk, other: Desk | undefined, recorder: Recorder, rhythm: Rhythm) {
    this.#main = main;
    this.#other = other;
    this.#recorder = recorder;
    this.#rhythm = rhythm;
  }

  run(): void {
    const deck = this.#rhythm.shuffled(this.#interludes());
    const above = new Map(this.#main.above);
    for (let site = this.#nextSite(); site !== undefined; site = this.#nextSite()) {
      if (site !== this.#active) this.#goTo(site);
      site.typeLines(this.#rhythm.between(sitting.least, sitting.most));
      this.#fill(above.get(site));
      above.delete(site);
      deck.shift()?.();
    }
    for (const interlude of deck) interlude();
  }

  /** Mostly the site where the cursor is; sometimes another one, to come back later. */
  #nextSite(): HoleTypist | undefined {
    const open = this.#main.sites.filter((site) => !site.isDone);
    const stays = this.#active !== undefined && open.includes(this.#active) && !this.#rhythm.chance(0.2);
    return stays ? this.#active : this.#rhythm.pick(open);
  }

  #interludes(): Interlude[] {
    const { elsewhere, renames } = this.#main;
    const fills = elsewhere.map((editor) => () => this.#fill(editor));
    const changes = renames.map((typist) => () => this.#finish(typist));
    const other = this.#other;
    const switches = other
      ? [() => this.#readOther(other), ...other.sites.map((site) => () => this.#finish(site))]
      : [];
    return [() => this.#readElsewhere(), ...fills, ...changes, ...switches];
  }

  /** Looks at another place of the document, and comes back. */
  #readElsewhere(): void {
    const { text } = this.#main.draft;
    const place = text.indexOf('\n', this.#rhythm.between(0, text.length - 1));
    this.#moveTo(this.#main.draft, place < 0 ? text.length : place);
    this.#comeBack();
  }

  #readOther(other: Desk): void {
    this.#moveTo(other.draft, 0);
    this.#comeBack();
  }

  /** Goes somewhere else, writes all there, and comes back. */
  #finish(site: HoleTypist): void {
    this.#moveTo(site.editor.draft, site.editor.cursor);
    while (!site.isDone) site.typeLines(this.#rhythm.between(sitting.least, sitting.most));
    this.#comeBack();
  }

  /** A line comes into the document while the cursor stays, as when an import is added by the editor. */
  #fill(editor: HoleEditor | undefined): void {
    if (!editor || !this.#active) return;
    this.#recorder.wait(this.#rhythm.pause('verdict'));
    editor.fillFrom(this.#active.editor);
  }

  #goTo(site: HoleTypist): void {
    this.#active = site;
    this.#moveTo(site.editor.draft, site.editor.cursor);
  }

  #comeBack(): void {
    if (this.#active) this.#goTo(this.#active);
  }

  #moveTo(draft: Draft, cursor: number): void {
    this.#recorder.wait(this.#rhythm.travel());
    this.#recorder.move(draft.file === this.#recorder.file ? 'jump' : 'switch', draft.file, cursor);
    this.#recorder.wait(this.#rhythm.reading());
  }
}
