// Every text comes from here. A language is a folder with the same files as `en`, loaded when it is selected.
import type { DeskFault } from '$lib/desk/fault';
import { catalogue, type Messages } from './catalogue.svelte';

export { catalogue, languages, type Language, type Messages, type Part } from './catalogue.svelte';

/** The current catalogue: components that read it are rendered again when the language changes. */
export const m = new Proxy({} as Messages, {
  get: (_, key) => catalogue.words[key as keyof Messages],
});

/** The locale for dates and numbers: the catalogue's language, with the browser's region. */
export function locale(): string {
  const { language } = catalogue;
  const spoken = globalThis.navigator?.languages ?? [];
  return spoken.find((one) => one === language || one.startsWith(`${language}-`)) ?? language;
}

/** A number in the format of the locale. */
export function number(value: number, digits = 1): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** A size in megabytes, in the format of the locale. */
export function megabytes(bytes: number): string {
  const style = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), style).format(bytes / 1_000_000);
}

/** A fault in the language of the page; the desk's own text if the catalogue has none. */
export function sentence(fault: Pick<DeskFault, 'code' | 'title'>): string {
  return known(m.faults, fault.code) ?? fault.title;
}

/** A code of the records in the language of the page; unchanged if the catalogue does not have it. */
export function word(words: Readonly<Record<string, string>>, key: string): string {
  return known(words, key) ?? key.replaceAll('_', ' ');
}

/** The catalogue's text for a key from a record or the server, if it has one. */
export function known(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
