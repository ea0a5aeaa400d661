/* eslint-disable no-restricted-globals -- the one place that writes to the browser's storage */
// What this browser remembers: how the portal is used, chosen from fixed words. Never anything about anybody.
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
