import { expect, it } from 'vitest';
import { EditableDocument } from '../../../../bench/replay/editableDocument';
import { ReuseCheck } from '../../../../bench/traces/reuseCheck';
import type { AnswerOutcome } from '../../../../src/completion/outcome';
import { OracleEngine } from '../../../support/oracleEngine';

const served: AnswerOutcome = {
  kind: 'answer',
  origin: 'typed-through',
  text: 'total;',
  replaceAfter: 0,
  timeToTextMs: 0,
};

async function reuse(fresh: string, outcome: AnswerOutcome = served) {
  const check = new ReuseCheck(new OracleEngine(() => fresh), 5);
  const document = new EditableDocument('a', 'a.ts', 'typescript', 'return \n');
  check.asked({ at: 0, edit: { offset: 6, delete: 0, insert: ' ' } }, document)(outcome);
  await check.check();
  return check.report();
}

it('tells the same text, another one, and one that would not have been shown', async () => {
  expect(await reuse('total;')).toEqual({ hits: 1, samples: 1, same: 1, differs: 0, wrong: 0 });
  expect(await reuse('total; // sum')).toMatchObject({ same: 1 });
  expect(await reuse('sum;')).toMatchObject({ same: 0, differs: 1, wrong: 0 });
  expect(await reuse('')).toMatchObject({ differs: 0, wrong: 1 });
  expect(await reuse('\u0000total;')).toMatchObject({ differs: 0, wrong: 1 });
});

it('looks at nothing but hits', async () => {
  expect(await reuse('sum;', { ...served, origin: 'warm' })).toMatchObject({ hits: 0, samples: 0 });
  expect(await reuse('sum;', { ...served, origin: 'cache' })).toMatchObject({ hits: 1 });
});
