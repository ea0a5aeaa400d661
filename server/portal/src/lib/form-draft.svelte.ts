import { session } from '$lib/session.svelte';

/** The pause in typing after which the form is saved, in milliseconds. */
const PAUSE_MS = 700;

/** What was typed into a form about a client: sealed and saved like a record, so that it survives a lock. */
export class FormDraft<T extends object> {
  /** Whether everything that was typed is saved. */
  kept = $state(false);
  readonly #collection: string;
  readonly #form: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #values: (() => T) | undefined;

  /** `form` is the name of the form, with the id of what it is about. */
  constructor(collection: string, form: string) {
    this.#collection = collection;
    this.#form = form;
  }

  /** The values of a form that was left unfinished. */
  async load(): Promise<T | undefined> {
    const text = await (await session.desk()).savedForm(this.#collection, this.#form);
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
    await (await session.desk()).formDraft(this.#collection, this.#form, '');
  }

  async #save(): Promise<void> {
    this.hold();
    const text = JSON.stringify(this.#values?.() ?? {});
    await (await session.desk()).formDraft(this.#collection, this.#form, text);
    this.kept = this.#timer === undefined;
  }
}
