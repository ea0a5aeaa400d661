import type { Flag } from '$pkg/casebook';
import { known, m, number, word } from '$lib/messages';
import { exact } from '$lib/messages/time';
import { whole } from './effects';

/** What a flag is about, also after it was taken back. */
export const title = (flag: Flag): string => {
  const own = flag.instrument === 'side_effect_check' ? m.effect.instrument : undefined;
  const instrument = own ?? known(m.instruments, flag.instrument ?? '') ?? flag.instrument ?? '';
  if (flag.kind === 'see_soon') return m.brief.flag.seeSoon;
  if (flag.kind === 'red_effect')
    return flag.takenBack ? m.brief.flag.redTakenBack(exact(flag.at)) : m.brief.flag.redEffect;
  if (flag.takenBack) return m.brief.flag.takenBack(exact(flag.at));
  return m.brief.flag.safety(instrument);
};

/** A choice that the client tapped; it is no assessment. */
const tapped = ({ choice, at }: Flag['tapped'][number]): string =>
  m.brief.flag.tapped(word(m.brief.flag.choices, choice), at === null ? '' : exact(at));

/** What the client tapped on the safety page. A form without a record of that page says nothing about taps. */
export const taps = (flag: Pick<Flag, 'shown' | 'tapped'>): string => {
  if (flag.tapped.length === 0) return flag.shown.length > 0 ? m.brief.flag.noChoice : m.brief.flag.noPage;
  return flag.tapped.map(tapped).join(' ');
};

/** The flag on one line: what was answered, what was tapped, and when it was closed. */
export const flagLine = (flag: Flag): string => {
  const { answer } = flag;
  const item = answer ? `${m.brief.flag.item(answer.number)} ${answer.said || number(answer.value)}` : '';
  const said = item || flag.effects.map(whole).join('; ');
  const changed = answer && answer.changed !== null ? answer.changedText || number(answer.changed) : '';
  return [
    [flag.takenBack ? title(flag) : `${title(flag)}, ${exact(flag.at)}`, said].filter(Boolean).join(': '),
    changed && m.brief.flag.changed(changed),
    ...flag.tapped.map(tapped),
    flag.closed === null ? '' : m.brief.flag.closed(exact(flag.closed)),
  ]
    .filter(Boolean)
    .join(' · ');
};
