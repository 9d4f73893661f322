// @ts-check

/** @typedef {import('./installScreen.mjs').Frame} Frame */
/** @typedef {import('./witness/engineWire.mjs').EngineCall} EngineCall */

/**
 * Frames that were painted with grey text which does not belong to the text as it stood. What is typed on the line
 * and the grey text that follows, taken together, must be the beginning of a line that the model has answered below
 * this very line above, and the grey lines below must be the answer's next ones. Grey text for an older or a newer
 * state of the line, even one key away, makes a line that no answer has.
 * @param {Frame[]} frames
 * @param {EngineCall[]} calls All calls of the model since the window was opened.
 * @returns {Frame[]}
 */
export function staleFrames(frames, calls) {
  const answers = calls.flatMap(({ before, text }) => {
    if (!text) return [];
    const lines = before.split('\n').slice(-2).join('\n') + text;
    return [lines.split('\n').map((line) => line.trim())];
  });
  return frames.filter((frame) => {
    if (frame.isGreyElsewhere) return true;
    return frame.isGrey && !answers.some((answer) => isPartOf(answer, frame));
  });
}

/**
 * @param {string[]} answer Its lines, without the white space around them, from the line above it.
 * @param {Frame} frame
 */
function isPartOf(answer, { above, start, below }) {
  const first = start.trim();
  return answer.some(
    (line, index) =>
      line.startsWith(first) &&
      answer[index - 1] === above.trim() &&
      below.every((text, distance) => answer[index + 1 + distance]?.startsWith(text.trim())),
  );
}
