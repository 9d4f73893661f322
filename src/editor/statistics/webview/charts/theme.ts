/** Colours of the charts, by VS Code's names. Each mark has a shape or a pattern besides: colour alone says nothing. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
  colour(name: ColourName): string;
}

export type ColourName = 'green' | 'blue' | 'yellow' | 'purple' | 'red';

/** Reads the theme's colours from the page; VS Code sets them on its root element. */
export function readTheme(): ChartTheme {
  const styles = getComputedStyle(document.documentElement);
  const read = (name: string): string => styles.getPropertyValue(`--vscode-${name}`).trim();
  const text = read('foreground') || 'currentcolor';
  return {
    text,
    grid: read('panel-border') || read('contrastBorder') || text,
    font: `11px ${read('font-family') || 'sans-serif'}`,
    colour: (name) => read(`charts-${name}`) || text,
  };
}

/** Calls back after VS Code has changed the theme: it sets a class on the body and colours on the root element. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  return () => observer.disconnect();
}
