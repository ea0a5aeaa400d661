import type { Unsent } from '$pkg/desk';
import type { RemoteDesk } from '$lib/desk/service';

const NOTHING: Unsent = { count: 0, left: 0, sealed: null };

/**
 * Changes that are not on the server yet. A lock or a crash ends the desk that made them. Its sealed changes stay in
 * this page's memory, and the next desk of the same account adopts them after its first sync.
 */
class Outbox {
  /** Number of changes of the open desk that are not sent yet. */
  waiting = $state(0);
  /** Number of changes of earlier desks that are kept here, sealed. */
  kept = $state(0);
  /** Number of changes that can no longer be sent. The person should check whether they are there. */
  lost = $state(0);

  #now: Unsent = NOTHING;
  #before: { handle: string; unsent: Unsent }[] = [];

  /** The open desk reports its unsent changes. */
  update(unsent: Unsent): void {
    this.#now = unsent;
    this.waiting = unsent.count;
  }

  /** The desk of this account is closed. */
  stash(handle: string | undefined): void {
    if (handle && this.#now.count > 0) this.#before.push({ handle, unsent: this.#now });
    this.update(NOTHING);
    this.#count();
  }

  /** The desk of this account is open and in sync: it adopts the changes that were kept for it. */
  async adopt(handle: string, desk: RemoteDesk): Promise<void> {
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
