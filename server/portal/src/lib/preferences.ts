/* eslint-disable no-restricted-globals -- the one place that writes to the browser's storage */
// What this browser remembers: how the portal is used, chosen from fixed words; and for each account that was opened here
// one sealed blob of fixed size, which says how far the server has been. Never a word about anybody.
interface Words {
  language: 'en' | 'de';
  'single-keys': 'off';
}
type Name = keyof Words;

export function remembered(name: Name): string | undefined {
  return globalThis.localStorage?.getItem(`afterglow-${name}`) ?? undefined;
}

/** Remembers a word, or forgets it. */
export function remember<N extends Name>(name: N, word: Words[N] | undefined): void {
  if (word) localStorage.setItem(`afterglow-${name}`, word);
  else localStorage.removeItem(`afterglow-${name}`);
}

const DESK = 'afterglow-desk-';

/** What desks have kept here, of whomever: only the account's own desk opens it. */
export function kept(): string[] {
  const storage = globalThis.localStorage;
  const names = Object.keys(storage ?? {}).filter((name) => name.startsWith(DESK));
  return names.flatMap((name) => storage.getItem(name) ?? []);
}

/** Keeps what the desk of an account wants to be kept. */
export function keep(account: string, sealed: string): void {
  localStorage.setItem(`${DESK}${account}`, sealed);
}
