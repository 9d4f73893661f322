import { h, type JSX } from 'preact';
import type { StatisticsReport } from '../report';
import type { Send } from './actions';
import { cacheSection } from './sections/cacheSection';
import { daysSection } from './sections/daysSection';
import { engineSection } from './sections/engineSection';
import { headSection } from './sections/headSection';
import { kvSection } from './sections/kvSection';
import { requestsSection } from './sections/requestsSection';
import { stripSection } from './sections/stripSection';
import { suggestionSection } from './sections/suggestionSection';
import { timesSection } from './sections/timesSection';

/** The whole page for a report. Drawn again, it changes what differs and nothing else. */
export function page(report: StatisticsReport, send: Send): JSX.Element {
  return h(
    'div',
    { class: 'page' },
    headSection(report, send),
    h(
      'main',
      null,
      h(
        'div',
        { class: 'columns' },
        h(
          'div',
          { class: 'column' },
          cacheSection(report.cache),
          timesSection(report.times),
          suggestionSection(report),
        ),
        h(
          'div',
          { class: 'column' },
          kvSection(report.kv),
          stripSection(report.recent),
          daysSection(report.days),
          engineSection(report.engine),
        ),
      ),
      requestsSection(report.recent, send),
    ),
  );
}
