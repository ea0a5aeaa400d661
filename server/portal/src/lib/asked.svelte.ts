import { DeskFault } from '$lib/desk/fault';
import { session } from '$lib/session.svelte';

/** What the server says when it is asked, and again on `again`: for what does not tell of its changes by itself. */
export class Asked<T> {
  value = $state.raw<T>();
  fault = $state.raw<DeskFault>();
  #ask: () => Promise<T>;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
    $effect(() => {
      if (session.phase === 'open') void this.again();
    });
  }

  again = async (): Promise<void> => {
    try {
      this.value = await this.#ask();
      this.fault = undefined;
    } catch (thrown) {
      this.fault = DeskFault.from(thrown);
    }
  };
}

/** Something that a button does: whether it is under way, and what went wrong. */
export class Act {
  busy = $state(false);
  fault = $state.raw<DeskFault>();
  /** Counts successes, for what appears after one. */
  done = $state(0);

  /** Runs it, and says whether it went well. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.fault = undefined;
    try {
      await work();
      this.done += 1;
      return true;
    } catch (thrown) {
      this.fault = DeskFault.from(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
