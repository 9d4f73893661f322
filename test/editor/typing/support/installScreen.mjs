// @ts-check
/* global document, MessageChannel, requestAnimationFrame, window -- this file is run in the window’s page */

/**
 * What the focused editor shows at one moment. No-break spaces are spaces here.
 * @typedef {object} Drawn
 * @property {string} typed The cursor's line without grey text.
 * @property {string} drawn The cursor's line with the grey text in it.
 * @property {string} start The cursor's line up to the end of the first piece of grey text.
 * @property {string} above The line above it.
 * @property {string[]} below The grey lines below it.
 * @property {boolean} isGrey Whether there is any grey text on the cursor's line or below it.
 * @property {boolean} isGreyElsewhere Whether there is any on another line.
 */

/**
 * A frame that was painted and differs from the one before.
 * @typedef {Drawn & { at: number }} Frame `at` is in ms since the page was loaded.
 */

/** @typedef {{ key: string, at: number }} Key */

/**
 * @typedef {object} ScreenWatch
 * @property {Frame[]} frames
 * @property {number} painted How many frames were painted in all.
 * @property {number} grey How many of them had grey text.
 * @property {Key[]} keys
 * @property {() => void} stop
 */

/**
 * @typedef {object} PageScreen
 * @property {() => Drawn} read
 * @property {() => ScreenWatch} watch
 */

/** Run in the page; it may therefore use nothing but its own text. Puts a {@link PageScreen} into `window.screenOfTest`. */
export function installScreen() {
  const grey = '.ghost-text-decoration, .ghost-text-decoration-preview, .ghost-text';
  const plain = (/** @type {string | null | undefined} */ text) => (text ?? '').replaceAll('\u00a0', ' ');
  const top = (/** @type {Element} */ element) => element.getBoundingClientRect().top;

  /** @returns {Drawn} */
  const read = () => {
    const editor = document.querySelector('.monaco-editor.focused');
    const cursor = editor?.querySelector('.cursors-layer .cursor');
    const lines = [...(editor?.querySelectorAll('.view-lines > .view-line') ?? [])];
    const lineAt = (/** @type {number} */ y) => lines.find((each) => Math.abs(top(each) - y) < 4);
    const line = cursor && lineAt(top(cursor));
    const above = line && lineAt(top(line) - line.getBoundingClientRect().height);
    let typed = '';
    let start = '';
    let isGrey = false;
    let isStartOver = false;
    for (const span of line?.querySelectorAll('span') ?? []) {
      if (span.childElementCount > 0) continue;
      const text = plain(span.textContent);
      if (span.matches(grey)) isGrey = true;
      else {
        typed += text;
        isStartOver ||= isGrey;
      }
      if (!isStartOver) start += text;
    }
    const greyLines = new Set(
      [...(editor?.querySelectorAll(grey) ?? [])].flatMap((each) => each.closest('.view-line') ?? []),
    );
    const below = [...greyLines].filter((each) => !lines.includes(each)).sort((a, b) => top(a) - top(b));
    return {
      typed,
      drawn: plain(line?.textContent),
      start,
      above: plain(above?.textContent),
      below: below.map((each) => plain(each.textContent)),
      isGrey: isGrey || below.length > 0,
      isGreyElsewhere: lines.some((each) => each !== line && greyLines.has(each)),
    };
  };

  /** @returns {ScreenWatch} */
  const watch = () => {
    /** @type {ScreenWatch} */
    const state = { frames: [], painted: 0, grey: 0, keys: [], stop: () => (isOver = true) };
    let isOver = false;
    let last = '';
    const onKey = (/** @type {KeyboardEvent} */ { key, timeStamp }) =>
      state.keys.push({ key, at: timeStamp });
    window.addEventListener('keydown', onKey, { capture: true });
    const look = () => {
      const drawn = read();
      const text = JSON.stringify(drawn);
      state.painted++;
      if (drawn.isGrey) state.grey++;
      if (text !== last) state.frames.push({ ...drawn, at: window.performance.now() });
      last = text;
      if (isOver) window.removeEventListener('keydown', onKey, { capture: true });
      else requestAnimationFrame(() => painted.port2.postMessage(0));
    };
    // A message that is sent in a frame's callback arrives when the frame has been painted.
    const painted = new MessageChannel();
    painted.port1.onmessage = look;
    look();
    return state;
  };

  Object.assign(window, { screenOfTest: { read, watch } });
}
