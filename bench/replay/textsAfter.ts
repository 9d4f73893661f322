import type { Trace } from './trace';

/** The text of each document of a trace after all events, by path; worked out on plain strings. */
export function textsAfter(trace: Trace): ReadonlyMap<string, string> {
  const texts = new Map([trace, ...trace.others].map(({ file, text }) => [file, text]));
  let current = trace.file;
  for (const event of trace.events) {
    current = event.file ?? current;
    if (!('edit' in event)) continue;
    const text = texts.get(current) ?? '';
    const { offset, delete: deleted, insert } = event.edit;
    texts.set(current, text.slice(0, offset) + insert + text.slice(offset + deleted));
  }
  return texts;
}
