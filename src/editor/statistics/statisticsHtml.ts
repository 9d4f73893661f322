export interface StatisticsPage {
  /** Where the webview may load its styles from. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
}

/** The page of the statistics view: empty, filled by its script. Loads nothing but its own files. */
export function statisticsHtml({ cspSource, nonce, scriptUri, styleUris }: StatisticsPage): string {
  const styles = styleUris.map((uri) => `<link rel="stylesheet" href="${uri}">`).join('\n    ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}';">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    ${styles}
    <title>Cache Statistics</title>
  </head>
  <body>
    <div id="page"></div>
    <script nonce="${nonce}" src="${scriptUri}"></script>
  </body>
</html>`;
}
