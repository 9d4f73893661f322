import type { DocumentView } from '../../src/completion/document';
import type { Hole } from '../quality/hole';

/** A hole's document as the pipeline reads one. */
export function documentOf({ document, position: { file } }: Hole): DocumentView {
  return {
    uri: `${file.package}/${file.path}`,
    path: file.path,
    languageId: /tsx?$/.test(file.path) ? 'typescript' : 'javascript',
    version: 1,
    lineCount: document.lineCount,
    lineAt: (line) => document.lineAt(line),
  };
}
