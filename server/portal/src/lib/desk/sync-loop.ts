import type { Desk, SealedMemory, Unsent } from '$pkg/desk';
import { openChanges } from './changes';
import { DeskFault } from './fault';
import type { Net } from './net';
import type { TabMessage, Tabs } from './tabs';

/** The state of the sync loop. `live`: everything is synced, and changes arrive as they happen. */
export type SyncState = 'syncing' | 'live' | 'offline' | 'expired' | 'crashed';

/** Events for the pages. */
export type DeskEvent =
  | { kind: 'sync_state'; state: SyncState }
  /** Records of these collections changed. */
  | { kind: 'records'; collections: string[] }
  /** The session can only set up the second factor that the practice requires. The keys stay. */
  | { kind: 'limited' }
  /** Relationships or invitations changed. */
  | { kind: 'relationships' }
  /** The unsent changes, sealed, so that they can be stored where keys must not be. */
  | { kind: 'unsent'; unsent: Unsent }
  /** The newest known server state, sealed. The browser keeps it over a lock. */
  | { kind: 'memory'; memory: SealedMemory };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Longer than the server's heartbeat interval: a stream that is silent for this long is dead. */
const SILENCE_MS = 90_000;
/** The time after which it is known whether another tab holds the stream, in milliseconds. */
const TAB_REPLY_MS = 100;

/** This tab's position in the queue for the stream. */
class StreamLock {
  readonly acquired: Promise<void>;
  #leave: (() => void) | undefined;

  constructor(tabs: Tabs, ended: AbortSignal) {
    this.acquired = tabs.acquire(ended).then(
      (leave) => {
        // Too late: without this, nothing would release it.
        if (ended.aborted) leave();
        else this.#leave = leave;
      },
      // The wait was cancelled.
      () => undefined,
    );
  }

  get held(): boolean {
    return this.#leave !== undefined;
  }

  leave(): void {
    this.#leave?.();
  }
}

/** The sync loop of the desk: pulls and pushes changes, listens to the change stream, and retries forever. */
export class SyncLoop {
  #desk: Desk;
  #net: Net;
  #tabs: Tabs;
  #notify: (news: DeskEvent) => void;
  #stopped = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => undefined;
  #waited = false;

  constructor(desk: Desk, net: Net, tabs: Tabs, notify: (news: DeskEvent) => void) {
    this.#desk = desk;
    this.#net = net;
    this.#tabs = tabs;
    this.#notify = notify;
  }

  stop(): void {
    this.#stopped.abort();
    this.#wake();
  }

  /** Retries immediately, for example when the network may be back. */
  wake(): void {
    this.#wake();
  }

  /** Runs until it is stopped or the session has ended. */
  async run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      try {
        this.#notify({ kind: 'sync_state', state: 'syncing' });
        await this.#listen(() => (failures = 0));
        failures = 0;
      } catch (thrown) {
        if (this.#stopped.signal.aborted) return;
        const fault = DeskFault.from(thrown);
        if (fault.code === 'unauthenticated' || fault.code === 'upgrade_required') {
          this.#notify({ kind: 'sync_state', state: 'expired' });
          return;
        }
        if (fault.code === DeskFault.crashed) {
          this.#notify({ kind: 'sync_state', state: 'crashed' });
          return;
        }
        if (fault.code === DeskFault.limited) {
          this.#notify({ kind: 'limited' });
          return;
        }
        this.#notify({ kind: 'sync_state', state: 'offline' });
        await this.#pause(Math.min(FIRST_WAIT_MS * 2 ** failures++, LONGEST_WAIT_MS));
      }
    }
  }

  /** Loads collections and invitations. The next `sync` accepts the keys that clients have handed over. */
  relationships(): Promise<void> {
    return this.#inTurn(async () => {
      this.#desk.takeInvitations(await this.#net.request(this.#desk.invitationsCall()));
      await this.#list();
      this.#notify({ kind: 'relationships' });
    });
  }

  async #list(): Promise<void> {
    this.#desk.takeCollections(await this.#net.request(this.#desk.collectionsCall()));
  }

  /** Pulls and pushes until both sides are equal. */
  sync(): Promise<void> {
    return this.#inTurn(async () => {
      for (;;) {
        const call = this.#desk.syncCall(Date.now());
        this.unsent();
        const answer = await this.#net.request(call);
        const start = performance.now();
        const synced = this.#desk.takeSync(answer, Date.now());
        this.unsent();
        // For benchmarks and developers: how long opening took.
        if (synced.changed.length > 0) performance.measure('desk.open', { start });
        if (synced.changed.length > 0) this.#notify({ kind: 'records', collections: synced.changed });
        // Keys whose bond the server has accepted, and relationships that were ended here.
        const { list } = this.#desk.dueCalls();
        for (const due of list) await this.#net.request(due);
        if (synced.account) this.#desk.takeAccount(await this.#net.request(this.#desk.accountCall()));
        if (synced.collections) await this.#list();
        if (list.length > 0 || synced.collections) this.#notify({ kind: 'relationships' });
        if (!synced.goOn) break;
      }
      this.#notify({ kind: 'memory', memory: this.#desk.remember() });
    });
  }

  /** Reports unsent changes, if there are or were any. */
  unsent(): void {
    const unsent = this.#desk.unsent(Date.now());
    if (unsent.count > 0 || this.#waited) this.#notify({ kind: 'unsent', unsent });
    this.#waited = unsent.count > 0;
  }

  /** Receives changes until the stream ends: from the server in one tab, and from that tab in all others. */
  async #listen(caughtUp: () => void): Promise<void> {
    const ended = new AbortController();
    const stop = () => ended.abort();
    this.#stopped.signal.addEventListener('abort', stop, { once: true });
    let silence = setTimeout(stop, SILENCE_MS);
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE_MS);
    };
    const lock = new StreamLock(this.#tabs, ended.signal);
    try {
      // It is not known yet whether another tab holds the stream. Following the others meanwhile loses nothing.
      if (!lock.held) await this.#listenToTabs(lock, ended.signal, alive, caughtUp);
      if (lock.held) await this.#listenToServer(ended.signal, alive, caughtUp);
    } finally {
      clearTimeout(silence);
      this.#stopped.signal.removeEventListener('abort', stop);
      ended.abort();
      lock.leave();
    }
  }

  /** Syncs and follows the tab with the stream, until that stream ends or this tab gets it. */
  async #listenToTabs(lock: StreamLock, ended: AbortSignal, alive: () => void, caughtUp: () => void): Promise<void> {
    const over = new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve(), { once: true }));
    let waiting: TabMessage[] = [];
    let arrived: () => void = () => undefined;
    const unsubscribe = this.#tabs.onMessage((news) => {
      alive();
      if (news.kind === 'alive') return;
      waiting.push(news);
      arrived();
    });
    try {
      // The first tab does not wait for another one.
      await Promise.race([lock.acquired, over, new Promise((resolve) => setTimeout(resolve, TAB_REPLY_MS))]);
      if (lock.held) return;
      await this.#catchUp(caughtUp);
      for (;;) {
        const some = new Promise<void>((resolve) => (arrived = resolve));
        if (waiting.length === 0) await Promise.race([some, lock.acquired, over]);
        if (lock.held || ended.aborted) return;
        const news = waiting;
        waiting = [];
        if (news.some((one) => one.kind === 'event' && one.event === 'collections')) await this.relationships();
        await this.sync();
        if (news.some((one) => one.kind === 'ended')) return;
      }
    } finally {
      unsubscribe();
    }
  }

  /** Opens the change stream first and syncs afterwards, so that no change is missed in between. */
  async #listenToServer(ended: AbortSignal, alive: () => void, caughtUp: () => void): Promise<void> {
    try {
      const events = await openChanges(this.#net, ended, () => {
        alive();
        this.#tabs.notify({ kind: 'alive' });
      });
      await this.#catchUp(caughtUp);
      for await (const { event = '' } of events) {
        this.#tabs.notify({ kind: 'event', event });
        if (event === 'collections') await this.relationships();
        await this.sync();
      }
    } finally {
      this.#tabs.notify({ kind: 'ended' });
    }
  }

  async #catchUp(caughtUp: () => void): Promise<void> {
    await this.relationships();
    await this.sync();
    caughtUp();
    this.#notify({ kind: 'sync_state', state: 'live' });
  }

  /** One exchange at a time, because the desk supports one request in flight. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Full jitter, so that many browsers do not reconnect to a server at the same moment. */
  #pause(longest: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.random() * longest);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
