import type { Attached, Excerpt } from '$pkg/casebook';
import { m } from '$lib/messages';

/** The attachments of an entry as text, such as "1 photo, 2 recordings". Empty without attachments. */
export function counted({ photos, recordings, files }: Pick<Excerpt, 'photos' | 'recordings' | 'files'>): string {
  const { photos: some, recordings: heard, others } = m.files;
  return [photos && some(photos), recordings && heard(recordings), files && others(files)].filter(Boolean).join(', ');
}

export const of = (kind: string, all: Attached[]) => all.filter((one) => one.kind === kind);

/** The number of an entry's files by kind. */
export const sum = (all: Attached[]) => ({
  photos: of('photo', all).length,
  recordings: of('recording', all).length,
  files: of('file', all).length,
});

/** The thumbnail in the record. */
export const small = (file: Attached) => file.thumbnail && `data:image/jpeg;base64,${file.thumbnail}`;

/** "2:05". */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
