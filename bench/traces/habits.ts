/** How often a typist does what is not a plain key; each is a probability, 0 … 1. `README.md` gives the reasons. */
export const habits = {
  /** A letter is missed for one next to it, seen up to two keys later, and corrected by Backspace. */
  slip: 0.02,
  /** The rest of a line is taken as a suggestion, at the moment that `acceptAfter` says. */
  accept: 0.25,
  /** A name is begun that is not the right one, and undone. */
  falseStart: 0.03,
  /** A wrong suggestion is taken, and undone. */
  wrongAccept: 0.02,
  /** Enter is pressed within a line, and the lines are joined again. */
  earlyEnter: 0.03,
} as const;

/** The least and the most characters of a line that are typed before a suggestion is taken. */
export const acceptAfter = { least: 2, most: 12 } as const;

/** A suggestion shorter than this is not worth a key of its own, in characters. */
export const shortestAccept = 4;
