import { onDestroy } from 'svelte';
import { DeskFault } from '$lib/desk/fault';
import { session } from '$lib/session.svelte';

/** An attachment, by the ids of its collection, entry and file. */
export interface Whose {
  collection: string;
  entry: string;
  id: string;
}

/**
 * A photo or a recording, fetched and decrypted on request. Only the component that shows it holds the bytes. A lock,
 * a take-back and leaving the page destroy the component.
 */
export class Fetched {
  busy = $state(false);
  fault = $state.raw<DeskFault>();
  #asked = 0;

  constructor() {
    onDestroy(this.forget);
  }

  /** The bytes, or nothing if it failed or another attachment was requested meanwhile. */
  async fetch({ collection, entry, id }: Whose): Promise<Blob | undefined> {
    const asked = ++this.#asked;
    this.busy = true;
    this.fault = undefined;
    try {
      const blob = await (await session.desk()).attachment(collection, entry, id);
      return asked === this.#asked ? blob : undefined;
    } catch (thrown) {
      if (asked === this.#asked) this.fault = DeskFault.from(thrown);
      return undefined;
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }

  /** Cancels a running download. */
  forget = (): void => {
    this.#asked += 1;
  };
}
