import type { FailureReason } from '../../base/errors';
import type { FilterName } from '../../completion/filters';
import type { AnswerOutcome, CompletionOutcome, NoAnswerOutcome, Origin } from '../../completion/outcome';
import { type CommandId, commandIds } from '../commandIds';
import { filterInWords, isFilterName } from '../filterWords';
import type { OffState } from '../hearthState';
import { remedyFor } from '../statusBar/remedy';

/** What the editor knows of the cursor's place. */
export type Situation =
  | { readonly kind: 'no-editor' }
  /** A document that nobody writes code in. */
  | { readonly kind: 'no-code' }
  | { readonly kind: 'off'; readonly off: OffState; readonly languageId: string }
  | { readonly kind: 'several-cursors' }
  | { readonly kind: 'selection' }
  | {
      readonly kind: 'outcome';
      readonly outcome: CompletionOutcome;
      readonly otherProviders: readonly string[];
    };

/** What the user may do about it, in one click. */
export interface WhyAction {
  readonly title: string;
  readonly command: CommandId;
  /** The setting to open, where that is the action. */
  readonly argument?: string;
}

export interface Explanation {
  /** Whole sentences, for the user. */
  readonly message: string;
  readonly actions: readonly WhyAction[];
  /** What a filter stopped, where the user may see it all the same. */
  readonly dropped?: string;
}

const askAnyway: WhyAction = { title: 'Ask Anyway', command: commandIds.triggerCompletion };
const askAgain: WhyAction = { title: 'Ask Again', command: commandIds.triggerCompletion };
const showIt: WhyAction = { title: 'Show It', command: commandIds.triggerCompletion };
const chooseModel: WhyAction = openSettings('Choose a Model', 'hearth.model');

/** What helps where a filter stopped an answer: an explicit request is not held to some of them. */
const helpAgainst: Readonly<Record<FilterName, 'ask' | 'show' | 'nothing'>> = {
  unsure: 'ask',
  'mid-line': 'ask',
  runaway: 'show',
  'repeats-prefix': 'show',
  'repeats-suffix': 'show',
  brackets: 'show',
  'block-end': 'show',
  // What cannot be seen, or cannot be shown safely, is not shown.
  blank: 'nothing',
  unprintable: 'nothing',
};

const sources: Readonly<Record<Origin, string>> = {
  'typed-through': 'You are typing along it',
  cache: 'It comes from the completion cache',
  joined: 'The model wrote it for an earlier key',
  warm: 'The model wrote it',
  cold: 'The model wrote it after reading the file',
};

/** Why there is no completion at the cursor, and what to do. */
export function explain(situation: Situation): Explanation {
  switch (situation.kind) {
    case 'no-editor':
      return say('No editor is active: put the cursor into a file and ask again.');
    case 'no-code':
      return say(
        'Hearth completes in files, untitled files and notebooks, and this document is none of them.',
      );
    case 'off':
      return explainOff(situation.off, situation.languageId);
    case 'several-cursors':
      return say('There are several cursors, and a completion is for one place. Press Escape, and type on.');
    case 'selection':
      return say('Text is selected, and a completion is for one place. Press an arrow key, and type on.');
    case 'outcome':
      return situation.outcome.kind === 'answer'
        ? explainAnswer(situation.outcome, situation.otherProviders)
        : explainNone(situation.outcome);
  }
}

function explainOff({ reason, message }: OffState, languageId: string): Explanation {
  switch (reason) {
    case 'disabled':
      return say(message, { title: 'Turn On', command: commandIds.toggleCompletions });
    case 'language':
      return say(message, {
        title: `Turn On for ${languageId}`,
        command: commandIds.toggleCompletionsForLanguage,
      });
    case 'excluded':
      return say(
        `${message} Files that often hold secrets always are; others by the setting hearth.excludedFiles.`,
        openSettings('Open Settings', 'hearth.excludedFiles'),
      );
    case 'inline-suggest':
      return say(message, openSettings('Open Settings', 'editor.inlineSuggest.enabled'));
    case 'unsupported':
      return say(message);
  }
}

function explainAnswer({ text, origin }: AnswerOutcome, otherProviders: readonly string[]): Explanation {
  const [first = '', ...rest] = text.split('\n');
  const more = rest.length === 0 ? '' : ` and ${rest.length} more ${rest.length === 1 ? 'line' : 'lines'}`;
  const others =
    otherProviders.length === 0
      ? 'If you do not see it, it was dismissed, or the list of suggestions hides it.'
      : `${otherProviders.join(', ')} also offers completions, and VS Code shows those of one extension at a time.`;
  return say(`There is one here: “${first.trim()}”${more}. ${sources[origin]}. ${others}`, showIt);
}

function explainNone(outcome: NoAnswerOutcome): Explanation {
  const { reason, detail, filter, origin, failure } = outcome;
  switch (reason) {
    case 'disabled':
    case 'excluded':
      return say(detail ?? 'Completions are off here.', openSettings('Open Settings', 'hearth'));
    case 'held-back':
      return say(`The model was not asked. ${detail ?? 'It was not worth it here.'}`, askAnyway);
    case 'aborted':
      return say('The editor called the request off before there was an answer.', askAgain);
    case 'superseded':
      return say('The text or the settings changed before there was an answer.', askAgain);
    case 'empty':
      return origin === undefined
        ? say(
            `${detail ?? 'The cursor is inside a word.'} There Hearth waits until the word is whole.`,
            askAnyway,
          )
        : say('The model has nothing to add here. Type on, or choose a larger model.', chooseModel);
    case 'filtered':
      return explainFiltered(filter ?? '', outcome.dropped);
    case 'failed':
      return explainFailure(failure ?? 'unexpected', detail);
  }
}

function explainFiltered(filter: string, dropped: string | undefined): Explanation {
  const help = isFilterName(filter) ? helpAgainst[filter] : 'nothing';
  const message = `The model had an answer, but ${filterInWords(filter)}.`;
  if (help === 'ask') return say(message, askAnyway);
  return help === 'show' && dropped !== undefined ? { ...say(message), dropped } : say(message);
}

function explainFailure(failure: FailureReason, detail: string | undefined): Explanation {
  return say(detail ?? 'The request failed.', remedyFor(failure));
}

function openSettings(title: string, setting: string): WhyAction {
  return { title, command: commandIds.openSettings, argument: setting };
}

function say(message: string, ...actions: readonly WhyAction[]): Explanation {
  return { message, actions };
}
