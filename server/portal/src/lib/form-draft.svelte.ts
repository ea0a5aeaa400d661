import { onDestroy, untrack } from 'svelte';
import { pressed } from '$lib/pressed';
import type { Act } from '$lib/requests.svelte';
import { session } from '$lib/session.svelte';

/** The pause in typing after which the form is saved, in milliseconds. */
const PAUSE_MS = 700;

/**
 * What was typed into a form: sealed and saved like a record, so that it survives a lock. Never used for passwords and
 * codes. Accounts without clients have no collection for drafts: theirs are not saved, and `kept` stays false.
 */
export class FormDraft<T extends object> {
  /** Whether everything that was typed is saved. */
  kept = $state(false);
  readonly #collection: string | undefined;
  readonly #form: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #values: (() => T) | undefined;

  /** The client that the form is about, if any, and the name of the form, with the id of what it is about. */
  constructor(collection: string | undefined, form: string) {
    this.#collection = collection;
    this.#form = form;
  }

  /** The values of a form that was left unfinished. */
  async load(): Promise<T | undefined> {
    if (!session.who?.therapist) return undefined;
    const text = await (await session.desk()).read.savedForm(this.#collection, this.#form);
    return text ? (JSON.parse(text) as T) : undefined;
  }

  /** Something was typed: the values are saved after a pause. */
  typed(values: () => T): void {
    this.hold();
    this.kept = false;
    this.#values = values;
    this.#timer = setTimeout(() => void this.#save(), PAUSE_MS);
  }

  /** Saves nothing more: the form itself is being saved. */
  hold(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The form is left. */
  leave(): void {
    if (this.#timer !== undefined && session.phase === 'open') void this.#save();
  }

  /** The form was saved or discarded. */
  async drop(): Promise<void> {
    this.hold();
    this.kept = false;
    await this.#write('');
  }

  async #save(): Promise<void> {
    this.hold();
    const saved = await this.#write(JSON.stringify(this.#values?.() ?? {}));
    this.kept = saved && this.#timer === undefined;
  }

  /** Returns whether it was written. Before the first sync there is nowhere to write to. */
  async #write(text: string): Promise<boolean> {
    if (!session.who?.therapist) return false;
    try {
      await (await session.desk()).write.formDraft(this.#collection, this.#form, text);
      return true;
    } catch {
      return false;
    }
  }
}

/** A form with its draft: continues from what was typed before, and never overwrites what is typed meanwhile. */
export class DraftedForm<T extends object> extends FormDraft<T> {
  /** Whether the form continues from a draft. */
  again = $state(false);
  #touched = false;
  readonly #values: () => T;
  readonly #fill: (values: T) => void;
  readonly #empty: T;

  /** `values` reads the form's fields, `fill` sets them. */
  constructor(collection: string | undefined, form: string, values: () => T, fill: (values: T) => void) {
    super(collection, form);
    this.#values = values;
    this.#fill = fill;
    this.#empty = untrack(values);
  }

  /** The form is open: fills in what was typed before. */
  begin = async (): Promise<void> => {
    if (this.#touched || this.again) return;
    const before = await this.load().catch(() => undefined);
    pressed.settle(this, () => {
      if (!before || this.#touched || this.again) return;
      this.#fill({ ...this.#empty, ...before });
      this.again = true;
    });
  };

  /** Something was typed. */
  edited = (): void => {
    this.#touched = true;
    this.typed(this.#values);
  };

  /** Saves the form itself, and deletes the draft. Returns whether it succeeded. */
  async submit(act: Act, save: () => Promise<unknown>): Promise<boolean> {
    this.#touched = true;
    this.again = false;
    this.hold();
    const saved = await act.run(save);
    if (saved) await this.done();
    else this.edited();
    return saved;
  }

  /** The form is empty again, and has no draft. */
  discard = (): void => {
    this.#fill(this.#empty);
    void this.done();
  };

  /** The form was saved: it has no draft any more. */
  async done(): Promise<void> {
    this.#touched = true;
    this.again = false;
    await this.drop();
  }
}

/** What a component needs of any form's draft. */
export type AnyDraft = Pick<DraftedForm<object>, 'kept' | 'again' | 'edited' | 'submit' | 'discard'>;

/**
 * The draft of a form that is open as long as its page. It may arrive after the page, with the first sync. Called
 * while the component is initialized.
 */
export function draftOfPage<T extends object>(
  collection: string | undefined,
  form: string,
  values: () => T,
  fill: (values: T) => void,
): DraftedForm<T> {
  const draft = new DraftedForm(collection, form, values, fill);
  $effect(() => {
    session.changes.get('any');
    if (session.phase === 'open') untrack(() => void draft.begin());
  });
  onDestroy(() => draft.leave());
  return draft;
}
