import { render } from 'preact';
import type { ReportMessage, ViewMessage } from '../messages';
import { page } from './page';

interface Channel {
  postMessage(message: ViewMessage): void;
  getState(): { readonly scroll?: number } | undefined;
  setState(state: { readonly scroll: number }): void;
}

declare function acquireVsCodeApi(): Channel;

const channel = acquireVsCodeApi();
const root = document.getElementById('page');
if (root === null) throw new Error('The page has no element "page".');

/** VS Code throws a hidden view's page away; what it looked at comes back with it. */
let scrollToRestore = channel.getState()?.scroll;

window.addEventListener('message', ({ data }: MessageEvent<ReportMessage>) => {
  render(
    page(data.report, (message) => channel.postMessage(message)),
    root,
  );
  if (scrollToRestore !== undefined) window.scrollTo(0, scrollToRestore);
  scrollToRestore = undefined;
});
window.addEventListener('scrollend', () => channel.setState({ scroll: window.scrollY }));

// Escape closes the box with a figure's meaning; the next focus or move of the pointer may open one again.
window.addEventListener('keydown', ({ key }) => document.body.classList.toggle('quiet', key === 'Escape'));
for (const type of ['focusin', 'pointermove']) {
  window.addEventListener(type, () => document.body.classList.remove('quiet'));
}
channel.postMessage({ type: 'ready' });
