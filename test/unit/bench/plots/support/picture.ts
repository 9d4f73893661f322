/** Pixels from the picture's left upper corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What is written in a picture, by where it is. */
export function textsOf(svg: string): (Place & { readonly text: string })[] {
  return [...svg.matchAll(/<text [^>]*transform="(?:translate|matrix)\(([^)]*)\)[^>]*>([^<]*)</g)].map(
    ([, numbers = '', text = '']) => {
      const [x = NaN, y = NaN] = numbers.split(/[ ,]/).map(Number).slice(-2);
      return { text, x, y };
    },
  );
}

/** Where something is written. Throws where it is not written exactly once. */
export function placeOf(svg: string, wanted: string): Place {
  const [found, ...more] = textsOf(svg).filter(({ text }) => text === wanted);
  if (found === undefined || more.length > 0)
    throw new Error(`"${wanted}" is written ${found ? more.length + 1 : 0} times.`);
  return found;
}

/** The points of each line of values, in the order of the series. */
export function linesOf(svg: string): Place[][] {
  return [...svg.matchAll(/<path d="M([^"A-KM-Za-z]*)" fill="none" stroke="[^"]*" stroke-width="2"/g)].map(
    ([, points = '']) =>
      points.split('L').map((point) => {
        const [x = NaN, y = NaN] = point.split(' ').map(Number);
        return { x, y };
      }),
  );
}

/** The heights of the bars of a colour, from left to right. */
export function barsOf(svg: string, colour: string): number[] {
  const bars = svg.matchAll(/<path d="M[\d.]+ [\d.]+l[\d.]+ 0l0 -?([\d.]+)l-[\d.]+ 0Z" fill="([^"]*)"\/>/g);
  return [...bars].flatMap(([, height, fill]) => (fill === colour ? [Number(height)] : []));
}
