// The check list before care ends names everything that is not finished.
import { expect, test } from 'vitest';
import type { ClinicRecords, Plan } from '$pkg/casebook';
import { openOf } from '../src/routes/(desk)/clients/[collection]/care/open';

const plan = { meetings: [], assignments: [], promises: [], notes: [], sessions: [], begun: 2 } as unknown as Plan;
const line = (number: number, changes: object) => ({
  number,
  kept: true,
  drafted: false,
  discharge: 'left',
  ...changes,
});
const records = (...sessions: object[]) => ({ sessions, clearanceDrafted: true }) as unknown as ClinicRecords;

test('a session record that is a draft, has changes that are not kept, or has no end is named', () => {
  const lines = [
    line(1, {}),
    line(2, { kept: false, drafted: true, discharge: 'not_begun' }),
    line(3, { drafted: true }),
    line(4, { discharge: 'open' }),
    line(5, { discharge: 'not_begun' }),
  ];
  const { unfinished, clearance, forms } = openOf(plan, records(...lines));
  expect(unfinished.map(({ number }) => number)).toEqual([2, 3, 4, 5]);
  expect([clearance, forms]).toEqual([true, 2]);
});

test('before the records have loaded, none is named', () => {
  expect(openOf(plan, undefined)).toMatchObject({ unfinished: [], clearance: false });
});
