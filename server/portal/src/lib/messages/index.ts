// Every sentence comes from here. A language is a folder with the same files as `en`, loaded when it is spoken.
import type { DeskFault } from '$lib/desk/fault';
import { catalogue, type Messages } from './catalogue.svelte';

export { catalogue, languages, type Language, type Messages, type Part } from './catalogue.svelte';

/** The catalogue in use: what reads it is drawn again when the language changes. */
export const m = new Proxy({} as Messages, {
  get: (_, key) => catalogue.words[key as keyof Messages],
});

/** The language that dates and numbers are written in: the catalogue's, as spoken where the browser is. */
export function locale(): string {
  const { language } = catalogue;
  const spoken = globalThis.navigator?.languages ?? [];
  return spoken.find((one) => one === language || one.startsWith(`${language}-`)) ?? language;
}

/** A number as it is written here. */
export function number(value: number, digits = 1): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** A size as it is written here. */
export function megabytes(bytes: number): string {
  const style = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), style).format(bytes / 1_000_000);
}

/** A fault in the language of the page; the desk's own sentence when the catalogue has none. */
export function sentence(fault: Pick<DeskFault, 'code' | 'title'>): string {
  return known(m.faults, fault.code) ?? fault.title;
}

/** A word of the records in the language of the page; as it stands when the catalogue does not know it. */
export function word(words: Readonly<Record<string, string>>, key: string): string {
  return known(words, key) ?? key.replaceAll('_', ' ');
}

/** What the catalogue says for a key that comes from a record or the server, if it knows it. */
export function known(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
