/** The page of the practice's rules for the session record. */
import { counter } from '../plural';

const count = counter('en');

const rules = {
  rules: {
    title: 'Rules for the session record',
    lead: 'A rule can only be stricter than the built-in limit. An empty field keeps the built-in limit. A medical director has to sign the rules.',
    scope:
      'The rules apply to the session records in your account. Other therapists of your practice set their own, or load yours from a file. Each session record keeps the version that it was checked with.',
    version: (version: string) => `Version ${version}`,
    saved: (version: string) => `Saved as version ${version}.`,
    save: 'Save as a new version',
    refused: (n: number) =>
      count(n, { one: '# rule cannot be saved as it is', other: '# rules cannot be saved as they are' }),
    builtIn: (value: string) => `Built in: ${value}`,
    builtInRows: (value: string) => `Built in: ${value}. These rows stay. You can add rows, and a later end.`,
    builtInSum: (value: string) => `Built in: ${value}, all routes together`,
    none: 'No built-in limit',

    sections: {
      before: 'Before the dose',
      limits: 'Weight and vital signs',
      routes: 'Doses and observation rows by route',
      spans: 'Sessions and sums over time',
    },
    leads: {
      before: 'The session record asks if the last meal or drink was later.',
      limits: '“Ask” holds the record back until somebody confirms the value. “Alarm” is shown at once.',
      routes:
        'A dose outside the usual range is typed twice. The last row is the earliest time at which the client may leave.',
      spans: 'Shown with the client’s sums when it is reached. It never blocks a session.',
    },
    file: {
      title: 'The same rules in another account',
      lead: 'Save your rules as a file, and let the other therapists of your practice load it here. A loaded file fills the form. The rules apply once they are saved.',
      save: 'Save the rules as a file',
      load: 'Load a file with rules',
      wrong: 'This file has no rules for the session record.',
      loaded: 'The form has the rules of the file. They do not apply until you save them.',
      unknown: (n: number) =>
        count(n, {
          one: '# rule is not known in this version and was left out.',
          other: '# rules are not known in this version and were left out.',
        }),
    },
    esketamineSpray: 'nasal spray with esketamine',
    racemicSpray: 'nasal spray, not esketamine',
    days: (n: string) => `In ${n} days`,
    ask: { below: 'Ask below', at_most: 'Ask at or below', at_least: 'Ask at or above', above: 'Ask above' },
    alarm: { below: 'Alarm below', at_most: 'Alarm at or below', at_least: 'Alarm at or above', above: 'Alarm above' },
    parts: {
      low_mg: 'Single dose from, mg',
      high_mg: 'Single dose up to, mg',
      session_mg: 'Sum per session up to, mg',
      minutes: 'Observation rows, minutes after the dose',
      food_hours: 'Hours without food',
      drink_hours: 'Hours without a drink',
      before_high: 'Before the dose: ask above',
      lasting_high: 'Still strong: ask at or above',
      lasting_minutes: 'Still strong: from minute',
      max_sessions: 'Sessions, at most',
      max_mg: 'Milligrams, at most',
    },
  },
};

export default rules;
