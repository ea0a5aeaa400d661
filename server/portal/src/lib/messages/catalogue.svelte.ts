import { remember, remembered } from '$lib/preferences';
import type client from './en/client';
import type clinic from './en/clinic';
import type enrol from './en/enrol';
import type first from './en/first';
import type practice from './en/practice';
import type rules from './en/rules';

/** Every text of the portal. A language has exactly these keys: the compiler compares them. */
export interface Messages extends First, Client, Clinic, Enrol, Practice, Rules {}
export type First = typeof first;
export type Client = typeof client;
export type Clinic = typeof clinic;
export type Enrol = typeof enrol;
export type Practice = typeof practice;
export type Rules = typeof rules;

/** The parts of a catalogue: `first` is loaded before any page, the others by the pages that need them. */
export type Part = 'first' | 'client' | 'clinic' | 'enrol' | 'practice' | 'rules';

/** The languages, by their own names. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

type Loaded = Promise<{ default: Partial<Messages> }>;
const sources: Record<Language, Record<Part, () => Loaded>> = {
  en: {
    first: () => import('./en/first'),
    client: () => import('./en/client'),
    clinic: () => import('./en/clinic'),
    enrol: () => import('./en/enrol'),
    practice: () => import('./en/practice'),
    rules: () => import('./en/rules'),
  },
  de: {
    first: () => import('./de/first'),
    client: () => import('./de/client'),
    clinic: () => import('./de/clinic'),
    enrol: () => import('./de/enrol'),
    practice: () => import('./de/practice'),
    rules: () => import('./de/rules'),
  },
};

/** The catalogue in use. */
class Catalogue {
  language = $state<Language>('en');
  words = $state.raw<Partial<Messages>>({});
  #parts = new Set<Part>();

  /** Loads a part, if it is not loaded yet. Pages request it in their `load`, so rendering never waits for it. */
  async need(...parts: Part[]): Promise<void> {
    const missing = parts.filter((part) => !this.#parts.has(part));
    if (missing.length === 0) return;
    const { language } = this;
    const loaded = await Promise.all(missing.map((part) => sources[language][part]()));
    // If the language was switched meanwhile, only the parts that were loaded then were loaded again.
    if (language !== this.language) return this.need(...parts);
    for (const part of missing) this.#parts.add(part);
    this.words = Object.assign({}, this.words, ...loaded.map((one) => one.default));
  }

  /** Sets the language that was chosen in this browser, otherwise the browser's preferred one. */
  async start(): Promise<void> {
    const wished = [remembered('language') ?? '', ...(globalThis.navigator?.languages ?? [])];
    const known = wished.map((one) => one.slice(0, 2)).find((one): one is Language => one in languages);
    this.#name(known ?? 'en');
    await this.need('first');
  }

  /** Switches the language of the open page, and stores it in this browser. */
  async setLanguage(language: Language): Promise<void> {
    const parts = [...this.#parts];
    const loaded = await Promise.all(parts.map((part) => sources[language][part]()));
    this.words = Object.assign({}, ...loaded.map((one) => one.default));
    this.#name(language);
    remember('language', language);
  }

  #name(language: Language): void {
    this.language = language;
    if (globalThis.document) document.documentElement.lang = language;
  }
}

export const catalogue = new Catalogue();
