export interface StatisticsPage {
  /** Where the webview may load its styles from. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/** The page of the statistics view: empty tables, filled by its script. Loads nothing but its own two files. */
export function statisticsHtml({ cspSource, nonce, scriptUri, styleUri }: StatisticsPage): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}';">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <link rel="stylesheet" href="${styleUri}">
    <title>Cache Statistics</title>
  </head>
  <body>
    <header>
      <p><strong id="state"></strong> <span id="since"></span></p>
      <p id="meaning"></p>
      <p>
        <button type="button" id="resetFigures">Reset Figures</button>
        <button type="button" id="clearCaches">Clear Caches</button>
      </p>
    </header>
    <main id="tables" aria-live="off"></main>
    <script nonce="${nonce}" src="${scriptUri}"></script>
  </body>
</html>`;
}
