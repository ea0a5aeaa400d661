import type { Checked, Finding, Sheet, SheetPage, SheetRow } from '$pkg/casebook';
import { Act } from '$lib/requests.svelte';
import { DeskFault } from '$lib/desk/fault';
import { catalogue, m, number } from '$lib/messages';
import { session } from '$lib/session.svelte';

/** A pause in typing, in milliseconds, after which the form is sealed and saved as a draft. */
const PAUSE_MS = 700;

/** The lists of a sheet. */
export type Rows = 'staff' | 'substances' | 'doses' | 'observations' | 'interventions' | 'touches' | 'items';

/** A form of the clinic. */
type ClinicForm = 'session' | 'clearance';

const empty = (): Sheet => ({
  fields: {},
  staff: [],
  substances: [],
  doses: [],
  observations: [],
  interventions: [],
  touches: [],
  items: [],
  confirmed: [],
});

/** One form of the clinic while it is open: the typed values, the journal's findings, and the draft. */
export class OpenSheet {
  /** As the desk opened it. */
  page = $state.raw<SheetPage>();
  sheet = $state<Sheet>(empty());
  checked = $state.raw<Checked>();
  fault = $state.raw<DeskFault>();
  /** Whether the form is a draft, and whether it was saved. */
  draft = $state<'none' | 'typing' | 'kept'>('none');
  readonly act = new Act();
  readonly #collection: string;
  readonly #form: ClinicForm;
  #id: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checks = 0;

  constructor(collection: string, form: ClinicForm, id: string | undefined) {
    this.#collection = collection;
    this.#form = form;
    this.#id = id;
    // Arriving data never replaces typed values: the form is loaded when it is opened, and again after it was kept.
    $effect(() => {
      if (session.phase === 'open' && !this.page) void this.open();
    });
    $effect(() => () => {
      if (this.draft === 'typing' && session.phase === 'open') void this.#keep();
    });
  }

  async open(): Promise<void> {
    try {
      const desk = await session.desk();
      const page = await desk.read.sheet(this.#collection, this.#form, this.#id, catalogue.language);
      this.sheet = { ...empty(), ...page.sheet };
      const who = session.who?.handle ?? '';
      this.sheet.fields.typed_by = who;
      if (this.#form === 'session') this.sheet.fields.by = who;
      this.page = page;
      this.draft = page.drafted ? 'kept' : 'none';
      await this.check();
    } catch (thrown) {
      this.fault = DeskFault.from(thrown);
    }
  }

  /** Marks the draft as unsaved, and saves it after a pause in typing. */
  typed = (): void => {
    this.draft = 'typing';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), PAUSE_MS);
  };

  /** A field was left, or an option was chosen: the values are checked. */
  changed = (): void => {
    this.typed();
    void this.check();
  };

  async check(): Promise<void> {
    const asked = ++this.#checks;
    const desk = await session.desk();
    const checked = await desk.read.checkSheet(this.#collection, this.#form, this.#snapshot(), catalogue.language);
    if (asked === this.#checks) this.checked = checked;
  }

  async #keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await (await session.desk()).write.draftSheet(this.#collection, this.#form, this.#id, this.#snapshot());
    if (this.#timer === undefined) this.draft = 'kept';
  }

  /** Keeps the typed values in the record. Returns the record's id, or nothing if they were rejected. */
  async save(): Promise<string | undefined> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.check();
    let id: string | undefined;
    const done = await this.act.run(async () => {
      const desk = await session.desk();
      const { language } = catalogue;
      const ids = await desk.write.saveSheet(this.#collection, this.#form, this.#id, this.#snapshot(), language);
      id = ids[0] ?? this.#id ?? '';
    });
    if (!done) {
      // Rejected values are still saved as a draft.
      await this.#keep();
      return undefined;
    }
    this.#id = id;
    await this.open();
    return id;
  }

  /** Discards typed values that are not in the record. */
  discard = async (): Promise<void> => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await (await session.desk()).write.discardSheet(this.#collection, this.#id, this.#form);
    this.draft = 'none';
    await this.open();
  };

  /** Adds a row, with its known values. */
  add = (list: Rows, known: SheetRow = {}): void => {
    this.sheet[list].push({ row: crypto.randomUUID().slice(0, 8), ...known });
    this.changed();
  };

  remove = (list: Rows, n: number): void => {
    this.sheet[list].splice(n, 1);
    this.changed();
  };

  /** The person confirms a value. */
  confirm = (finding: Finding): void => {
    this.sheet.confirmed.push(finding.confirm);
    this.changed();
  };

  /** The findings at a field. */
  at(place: string): Finding[] {
    return this.checked?.findings.filter((one) => one.place === place) ?? [];
  }

  level(level: Finding['level']): Finding[] {
    return this.checked?.findings.filter((one) => one.level === level) ?? [];
  }

  #snapshot(): Sheet {
    return $state.snapshot(this.sheet);
  }
}

/** The text of a finding. */
export function said(finding: Finding): string {
  const { rule, low, high } = finding;
  if ((rule === 'range' || rule === 'wider') && high !== null) {
    const within =
      low !== null && low > 0 && low < 1e-9
        ? m.clinic.aboveZero(number(high))
        : m.clinic.range(number(low ?? 0, 2), number(high));
    return rule === 'wider' ? `${m.clinic.rules.wider} ${within}` : within;
  }
  const lowest = m.clinic.lowest[rule];
  if (lowest && low !== null) return lowest(number(low));
  return m.clinic.rules[rule] ?? rule;
}

const NAMES_LIMITS = new Set(['unusual', 'act', 'dose_unusual', 'sum_high', 'pre_dose']);

/** The limits that led to a question or an alarm: the built-in ones, or stricter ones of the practice. */
export function limits({ rule, low, high }: Finding): string {
  if (!NAMES_LIMITS.has(rule)) return '';
  if (low !== null && high !== null) return m.clinic.limitsOf(number(low), number(high));
  if (low !== null) return m.clinic.lowerLimit(number(low));
  return high === null ? '' : m.clinic.upperLimit(number(high));
}

/** The name of a field, by its path: `weight_kg`, `doses.0.mg`. */
export function placed(place: string): string {
  const [list = '', n, name] = place.split('.');
  if (name === undefined) return m.clinic.fields[list] ?? m.clinic.parts[list as keyof typeof m.clinic.parts] ?? list;
  const part = m.clinic.parts[list as keyof typeof m.clinic.parts] ?? list;
  return `${part} ${Number.isInteger(Number(n)) ? Number(n) + 1 : ''}: ${m.clinic.fields[name] ?? name}`;
}
