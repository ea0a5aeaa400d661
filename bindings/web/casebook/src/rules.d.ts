// TypeScript types of the practice's rules, beside the Rust types in journal/src/clinic/rules/form.rs and in rules.rs; a
// test compares all fields.

/** A field of the form. Its name is what a rule is about and its part: `sys.ask_low`. */
export interface RuleField {
  /** A vital sign, a route, or a number of days; empty for the hours without food and drink. */
  about: string;
  part:
    | 'ask_low'
    | 'ask_high'
    | 'alarm_low'
    | 'alarm_high'
    | 'before_high'
    | 'lasting_high'
    | 'lasting_minutes'
    | 'low_mg'
    | 'high_mg'
    | 'session_mg'
    | 'minutes'
    | 'food_hours'
    | 'drink_hours'
    | 'max_sessions'
    | 'max_mg';
  edge: '' | 'below' | 'at_most' | 'at_least' | 'above';
  /** The built-in value: one number, the rows of observations, or nothing. */
  builtIn: number[];
}

/** The practice's rules, as their page edits them. */
export interface RulesPage {
  version: string;
  fields: RuleField[];
  /** The stored rules, by the name of the field. */
  typed: SheetRow;
  /** What is refused of the stored rules: a wider one does not apply. */
  findings: Finding[];
}
