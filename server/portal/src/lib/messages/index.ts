// The catalogue in use. A second language is a file beside en.ts that satisfies `Messages`; it is loaded here, before
// the first page is shown, by what the browser prefers.
import type { DeskFault } from '$lib/desk/fault';
import en from './en';

export type Messages = typeof en;

export const m: Messages = en;

/** The language that dates and numbers are written in: the catalogue's, as spoken where the browser is. */
export const locale: string =
  globalThis.navigator?.languages?.find((language) => language === 'en' || language.startsWith('en-')) ?? 'en';

/** A fault in the language of the page; the desk's own sentence when the catalogue has none. */
export function sentence(fault: Pick<DeskFault, 'code' | 'title'>): string {
  return m.faults[fault.code] ?? fault.title;
}

/** A word of the records in the language of the page; as it stands when the catalogue does not know it. */
export function word(catalogue: Record<string, string>, key: string): string {
  return catalogue[key] ?? key.replaceAll('_', ' ');
}
