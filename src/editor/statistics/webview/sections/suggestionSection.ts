import type { JSX } from 'preact';
import type { SuggestionFigures } from '../../../../completion/metrics';
import { outcomeName } from '../../../figures';
import { formatCount } from '../../../format';
import type { StatisticsReport } from '../../report';
import { card, figure, figureList, hint, item, table } from '../figure';

/** What became of suggestions, and how all requests ended. */
export function suggestionSection({ suggestions, outcomes }: StatisticsReport): JSX.Element {
  const ofShown = (key: 'accepted' | 'partly' | 'typedThrough' | 'dismissed'): JSX.Element =>
    item(key, figure(`suggestions.${key}`, suggestions[key], formatCount), ' of ', shownOf(suggestions));
  const { agedCharacters, survivingCharacters, acceptedCharacters } = suggestions;
  return card(
    'suggestions',
    'Suggestions',
    figureList(
      item('shown', shownOf(suggestions)),
      ofShown('accepted'),
      ofShown('partly'),
      ofShown('typedThrough'),
      ofShown('dismissed'),
      item('acceptedCharacters', figure('suggestions.acceptedCharacters', acceptedCharacters, formatCount)),
      item(
        'surviving',
        figure('suggestions.survivingCharacters', survivingCharacters, formatCount),
        ' of ',
        figure('suggestions.agedCharacters', agedCharacters, formatCount),
      ),
    ),
    outcomeTable(outcomes),
  );
}

function shownOf({ shown }: SuggestionFigures): JSX.Element {
  return figure('suggestions.shown', shown, formatCount);
}

function outcomeTable(outcomes: StatisticsReport['outcomes']): JSX.Element {
  const kinds = Object.entries(outcomes).sort(([, left], [, right]) => right - left);
  if (kinds.length === 0) return hint('No request has ended yet.');
  return table(
    'How requests ended',
    ['Outcome', 'Requests'],
    kinds.map(([kind, count]) => ({
      key: kind,
      cells: [outcomeName(kind), figure(`outcomes.${kind}`, count, formatCount)],
    })),
  );
}
