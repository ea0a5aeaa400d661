import type { Flag } from '$pkg/casebook';
import { m, word } from '$lib/messages';
import { exact } from '$lib/messages/time';

/** What the client tapped on the safety page. A form without a record of that page says nothing about taps. */
export const taps = ({ shown, tapped }: Pick<Flag, 'shown' | 'tapped'>): string => {
  if (tapped.length === 0) return shown.length > 0 ? m.brief.flag.noChoice : m.brief.flag.noPage;
  const said = tapped.map(({ choice, at }) =>
    m.brief.flag.tapped(word(m.brief.flag.choices, choice), at === null ? '' : exact(at)),
  );
  return said.join(' ');
};
