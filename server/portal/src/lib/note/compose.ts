import { whole } from '$lib/brief/effects';
import { flagLine } from '$lib/brief/flags';
import type { AssignmentForm, Brief, Plan } from '$pkg/casebook';
import { known, m, number, word } from '$lib/messages';
import { date, exact } from '$lib/messages/time';

/** The formats of progress notes. */
export type Format = 'soap' | 'dap' | 'birp';
/** The kind of a fact: the client's own words, a measurement or observation, an assessment, or an agreement. */
type Kind = 'said' | 'seen' | 'meant' | 'agreed';

/** One line of a note, and the record that it is based on. */
export interface Fact {
  kind: Kind;
  text: string;
  /** The client's page that shows it, such as `entries/…`. Absent for a line that the therapist adds. */
  source?: string;
}

/** The parts of each format, and the kinds of facts in them. */
const PARTS: Record<Format, readonly (readonly [part: keyof typeof m.note.parts, kinds: readonly Kind[]])[]> = {
  soap: [
    ['subjective', ['said']],
    ['objective', ['seen']],
    ['assessment', ['meant']],
    ['plan', ['agreed']],
  ],
  dap: [
    ['data', ['said', 'seen']],
    ['assessment', ['meant']],
    ['plan', ['agreed']],
  ],
  birp: [
    ['behaviour', ['said', 'seen']],
    ['intervention', []],
    ['response', ['meant']],
    ['plan', ['agreed']],
  ],
};

const quoted = (text: string, cut: boolean) => m.note.quote(text.trim() + (cut ? ' …' : ''));
const instrument = (id: string, title: string) => known(m.instruments, id) ?? title;

/** What is assigned, by name. */
const assigned = ({ instrument, text, prompt }: AssignmentForm) =>
  instrument ? (known(m.instruments, instrument) ?? instrument) : text || (known(m.prompts, prompt ?? '') ?? '');

/** The facts of the brief, line by line, without conclusions or additions. */
export function facts(brief: Brief, plan: Plan | undefined): Fact[] {
  const all: Fact[] = [];
  const from = (kind: Kind, text: string, source: string) => all.push({ kind, text, source });
  const add = (kind: Kind, text: string, entry?: string | null) =>
    entry ? from(kind, text, `entries/${entry}`) : all.push({ kind, text });

  const lines = [...brief.marked, ...brief.newest.filter(({ id }) => !brief.marked.some((one) => one.id === id))];
  for (const line of lines)
    if (line.text) add('said', `${date(Date.parse(line.at))}: ${quoted(line.text, line.cut)}`, line.id);
  const { last, effects, session: number_ } = brief.after;
  if (last && number_ !== null) {
    const facts = [
      exact(last.at),
      last.route && word(m.routes, last.route),
      last.doseMg === null ? '' : `${number(last.doseMg)} mg`,
      ...last.qualities.map((quality) => word(m.qualities, quality)),
    ].filter(Boolean);
    from('seen', `${m.timeline.session(number_)}: ${facts.join(', ')}`, 'sessions');
    if (last.firstWords) from('said', `${m.sessions.words.firstWords}: ${quoted(last.firstWords, false)}`, 'sessions');
  }
  for (const one of effects) add('seen', `${whole(one)}, ${m.brief.hoursAfter(one.hours)}`, one.ids.at(-1));
  if (brief.mood.points.length > 0) {
    const { min, max, latest, points } = brief.mood;
    add('seen', m.note.mood(min ?? 0, max ?? 0, latest ?? 0, points.length), points.at(-1)?.id);
  }
  for (const one of brief.measures) {
    if (one.latest?.total == null) continue;
    const total = m.entry.total(number(one.latest.total), number(one.range[1]));
    add('seen', `${instrument(one.instrument, one.title)}: ${total}, ${date(one.latest.at)}`, one.latest.id);
    if (one.item) {
      const said = one.item.said || number(one.item.value);
      add(
        'seen',
        `${instrument(one.instrument, one.title)}, ${m.brief.flag.item(one.item.number)} ${said}, ${date(one.item.at)}`,
        one.item.id,
      );
    }
    if (one.sentence && one.sentence !== 'first')
      add('meant', `${instrument(one.instrument, one.title)}: ${m.brief.sentences[one.sentence]}`, one.latest.id);
  }
  // Red side effects of a check before the last session, or of one that was taken back, are in no line above.
  const told = (id: string | undefined) => effects.some(({ ids }) => id !== undefined && ids.includes(id));
  const flagged = ({ kind, ids }: (typeof brief.flags)[number]) =>
    kind === 'safety' || (kind === 'red_effect' && !told(ids[0]));
  for (const flag of brief.flags.filter(flagged)) add('seen', flagLine(flag), flag.opens);
  const since = (done: number) => (brief.since.at === null ? null : done);
  for (const step of brief.steps.filter(({ status }) => status === 'active' || status === 'habit'))
    add(
      'agreed',
      `${step.text}: ${m.brief.stepDone(step.done, since(step.doneSince.length), step.meantSince)}`,
      step.id,
    );
  for (const one of plan?.assignments.filter(({ ended }) => !ended) ?? [])
    from('agreed', `${m.note.assigned} ${assigned(one.form)}`, 'plan');
  for (const one of brief.promises.filter(({ kept }) => kept === null))
    from('agreed', `${m.note.promised} ${one.text}`, 'plan');
  if (brief.whereabouts.next) {
    const [at, purpose] = brief.whereabouts.next;
    from('agreed', `${word(m.purposes, purpose)}: ${exact(at)}`, 'plan');
  }
  return all;
}

/** A part of a note, with its lines. */
export interface Part {
  name: string;
  lines: Fact[];
}

export const parts = (format: Format, facts: Fact[]): Part[] =>
  PARTS[format].map(([part, kinds]) => ({
    name: m.note.parts[part],
    lines: facts.filter(({ kind }) => kinds.includes(kind)).map((fact) => ({ ...fact })),
  }));

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The note as HTML, for programs that keep headings and lists; with the notice of 42 CFR Part 2, if one is due. */
export const asHtml = (parts: Part[], notice = ''): string => {
  const sections = parts.map(({ name, lines }) => {
    const items = lines.map(({ text }) => text.trim()).filter(Boolean);
    const list = items.map((text) => `<li>${escaped(text).replaceAll('\n', '<br>')}</li>`).join('');
    return `<h3>${escaped(name)}</h3>${list && `<ul>${list}</ul>`}`;
  });
  return sections.join('') + (notice && `<p lang="en">${escaped(notice)}</p>`);
};

/** The note as plain text, likewise with the notice. Empty parts keep their heading, to be filled in. */
export const asText = (parts: Part[], notice = ''): string =>
  [
    ...parts.map(({ name, lines }) =>
      [
        name,
        ...lines
          .map(({ text }) => text.trim())
          .filter(Boolean)
          .map((text) => `- ${text}`),
      ].join('\n'),
    ),
    ...(notice ? [notice] : []),
  ].join('\n\n');
