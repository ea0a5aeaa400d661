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
  /** The password (or the recovery code) was right, and a second factor's code is asked for. */
  second = $state(false);

  /** Runs it, and says whether it went well. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.fault = undefined;
    try {
      await work();
      this.done += 1;
      this.second = false;
      return true;
    } catch (thrown) {
      const fault = DeskFault.from(thrown);
      if (fault.code === 'second_factor_required') this.second = true;
      else this.fault = fault;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Back from the code to what was typed before it; with a fault when the attempt is over. */
  back = (fault?: DeskFault): void => {
    this.second = false;
    this.fault = fault;
  };
}
