import type { Brief, Excerpt } from '$pkg/casebook';
import { local } from '$lib/messages/time';

/** Entries that the client marked first, then the newest, without duplicates. */
export function lines({ marked, newest }: Brief): Excerpt[] {
  return [...marked, ...newest.filter(({ id }) => !marked.some((one) => one.id === id))];
}

/** All entries except those of an open flag, which is read and closed separately. */
export function reviewable({ flags, unreviewed }: Brief): string[] {
  const flagged = new Set(flags.filter(({ open }) => open).flatMap(({ ids }) => ids));
  return unreviewed.filter((id) => !flagged.has(id));
}

/** The labels of several entries: their days, or numbers if not every day is known. */
export function named(brief: Brief, ids: string[]): (readonly [id: string, name: string])[] {
  const days = new Map([...lines(brief), ...brief.new, ...brief.alsoNew].map(({ id, at }) => [id, local(at, 'short')]));
  const dated = ids.every((id) => days.has(id));
  return ids.map((id, n) => [id, (dated && days.get(id)) || String(n + 1)] as const);
}
