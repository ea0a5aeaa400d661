/** The plural forms of a counted noun; `#` is replaced by the number. English and German have these two. */
export interface Forms {
  one: string;
  other: string;
}

/** Numbers with their nouns, by the plural rules of the language. */
export function counter(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (n, forms) => (rules.select(n) === 'one' ? forms.one : forms.other).replace('#', numbers.format(n));
}
