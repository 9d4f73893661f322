import { h, type JSX } from 'preact';
import type { Origin } from '../../../../completion/outcome';
import { originWords } from '../text';
import { originMarks, patternPath, shapePath } from './marks';

/** An origin's name beside its shape in the one chart and its pattern in the other. */
export function originLegend(origin: Origin): readonly JSX.Element[] {
  const { colour, shape, pattern } = originMarks[origin];
  const mark = h(
    'svg',
    {
      key: 'mark',
      class: `mark ${colour}`,
      width: 34,
      height: 12,
      viewBox: '0 0 34 12',
      'aria-hidden': 'true',
    },
    h('path', { d: shapePath(shape, 6, 6, 4) }),
    h(
      'svg',
      { x: 16, y: 1, width: 18, height: 10, viewBox: '0 0 18 10' },
      h('rect', { x: 0.5, y: 0.5, width: 17, height: 9, class: pattern }),
      h('path', { d: patternPath(pattern, 18, 10, 5), class: pattern }),
    ),
  );
  return [mark, h('span', { key: 'name' }, originWords[origin])];
}
