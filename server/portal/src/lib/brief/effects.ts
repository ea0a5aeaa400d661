import { m, word } from '$lib/messages';

interface Marked {
  severity?: number | null | undefined;
  still?: boolean | null | undefined;
  before?: boolean | null | undefined;
}

/** A side effect, in the text that the client tapped. */
export const said = (effect: string) => word(m.effects, effect);

/** "Moderate, still there". */
export const how = ({ severity, still, before }: Marked) =>
  [
    severity == null ? '' : word(m.severity, String(severity)),
    still == null ? '' : still ? m.effect.still : m.effect.over,
    before ? m.effect.before : '',
  ]
    .filter(Boolean)
    .join(', ');

/** "Headache: moderate, still there". */
export const whole = (mark: Marked & { effect: string }) => {
  const details = how(mark);
  return details ? m.effect.of(said(mark.effect), details) : said(mark.effect);
};
