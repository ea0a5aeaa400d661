/* eslint-disable no-restricted-globals -- the one place that writes to the browser's storage */
// What this browser stores: settings, chosen from fixed values; and for each account that was opened here one sealed
// blob of fixed size with the newest known server state. Nothing about clients.
interface Preferences {
  language: 'en' | 'de';
  'single-keys': 'off';
}
type Name = keyof Preferences;

export function remembered(name: Name): string | undefined {
  return globalThis.localStorage?.getItem(`afterglow-${name}`) ?? undefined;
}

/** Stores a value, or deletes it. */
export function remember<N extends Name>(name: N, word: Preferences[N] | undefined): void {
  if (word) localStorage.setItem(`afterglow-${name}`, word);
  else localStorage.removeItem(`afterglow-${name}`);
}

const DESK = 'afterglow-desk-';

/** The data that the desks of all accounts have stored here. Only the desk of the same account can open it. */
export function memories(): string[] {
  const storage = globalThis.localStorage;
  const names = Object.keys(storage ?? {}).filter((name) => name.startsWith(DESK));
  return names.flatMap((name) => storage.getItem(name) ?? []);
}

/** Stores data for the desk of an account. */
export function saveMemory(account: string, sealed: string): void {
  localStorage.setItem(`${DESK}${account}`, sealed);
}
