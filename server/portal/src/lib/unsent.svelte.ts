import type { Remote } from 'comlink';
import type { Unsent } from '$pkg/desk';
import type { DeskService } from '$lib/desk/service';

const NOTHING: Unsent = { count: 0, left: 0, sealed: null };

/**
 * What was written and is not on the server yet. The desk that made it goes with a lock or a crash; what it had sealed
 * stays here, in this page's memory, and is taken over by the next desk of the same person, once that has read everything.
 */
class Outbox {
  /** Changes of the open desk that wait. */
  waiting = $state(0);
  /** Changes of desks before it that wait here, sealed. */
  kept = $state(0);
  /** Changes that can no longer be sent: somebody should look whether they are there. */
  lost = $state(0);

  #now: Unsent = NOTHING;
  #before: { handle: string; unsent: Unsent }[] = [];

  /** The open desk says what waits. */
  hear(unsent: Unsent): void {
    this.#now = unsent;
    this.waiting = unsent.count;
  }

  /** The desk of this person goes. */
  keep(handle: string | undefined): void {
    if (handle && this.#now.count > 0) this.#before.push({ handle, unsent: this.#now });
    this.hear(NOTHING);
    this.#count();
  }

  /** The desk of this person is open and has reached the server: it takes over what was kept for them. */
  async deliver(handle: string, desk: Remote<DeskService>): Promise<void> {
    for (const one of this.#before.filter((kept) => kept.handle === handle)) {
      const { sealed, left } = one.unsent;
      const unread = sealed ? await desk.adopt(sealed) : 0;
      this.#before = this.#before.filter((kept) => kept !== one);
      this.lost += unread + left;
      this.#count();
    }
  }

  #count(): void {
    this.kept = this.#before.reduce((sum, { unsent }) => sum + unsent.count, 0);
  }
}

export const outbox = new Outbox();
