import { DeskFault } from '$lib/desk/fault';
import type { RemoteDesk } from '$lib/desk/service';
import { pressed } from '$lib/pressed';
import { session } from '$lib/session.svelte';

/**
 * A view that stays current: queried once, and again whenever the desk reports a change to one of its topics or the
 * parameters of the query change. The current content stays until the new result arrives, so nothing flickers; it also
 * stays while the pointer is down, so that no click is lost.
 */
export class LiveQuery<T> {
  value = $state.raw<T>();
  fault = $state.raw<DeskFault>();
  #asked = 0;

  /** `ask` reads its parameters when it is called, so that the query runs again when they change. */
  constructor(topics: () => string[], ask: () => (desk: RemoteDesk) => Promise<T>) {
    $effect(() => {
      for (const topic of topics()) session.changes.get(topic);
      const question = ask();
      if (session.phase === 'open') void this.#answer(question);
    });
  }

  async #answer(question: (desk: RemoteDesk) => Promise<T>): Promise<void> {
    const asked = ++this.#asked;
    try {
      const value = await question(await session.desk());
      this.#settle(asked, () => {
        this.value = value;
        this.fault = undefined;
      });
    } catch (thrown) {
      this.#settle(asked, () => (this.fault = DeskFault.from(thrown)));
    }
  }

  /** A result that was overtaken by a later query is dropped. */
  #settle(asked: number, change: () => void): void {
    pressed.settle(this, () => asked === this.#asked && change());
  }
}
