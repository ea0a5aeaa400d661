import { DeskFault } from '$lib/desk/fault';
import { session } from '$lib/session.svelte';

/** A response of the server, loaded once and again on `again`. For data that has no change events. */
export class Resource<T> {
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

/** The action of a button: whether it is running, and its error. */
export class Act {
  busy = $state(false);
  fault = $state.raw<DeskFault>();
  /** Number of successes, for content that appears after one. */
  done = $state(0);
  /** The password (or the recovery code) was correct, and the second factor's code is required. */
  second = $state(false);

  /** Runs it; returns whether it succeeded. */
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

  /** Returns from the code to the form before it, with a fault if the attempt has ended. */
  back = (fault?: DeskFault): void => {
    this.second = false;
    this.fault = fault;
  };
}
