import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Desk, Kept, Unsent } from '$pkg/desk';
import { DeskFault } from './fault';
import type { Net } from './net';
import type { Overheard, Tabs } from './tabs';

/** How current the desk is. `live`: everything is here, and news are heard as they happen. */
export type Standing = 'syncing' | 'live' | 'offline' | 'expired' | 'crashed';

/** What the pages are told. */
export type News =
  | { kind: 'standing'; standing: Standing }
  /** Records of these collections changed. */
  | { kind: 'records'; collections: string[] }
  /** Relationships or invitations changed. */
  | { kind: 'relationships' }
  /** What waits to be sent, sealed: it can be kept where the keys may not be. */
  | { kind: 'unsent'; unsent: Unsent }
  /** How far the server has been, sealed: this browser keeps it over a lock. */
  | { kind: 'kept'; kept: Kept };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Longer than the server's heartbeat: a stream that is silent for this long is dead. */
const SILENCE_MS = 90_000;
/** Within this, a browser says whether another tab holds the stream. */
const HEARD_MS = 100;

/** This tab's place in the line of those that want to hold the stream. */
class Place {
  readonly taken: Promise<void>;
  #leave: (() => void) | undefined;

  constructor(tabs: Tabs, ended: AbortSignal) {
    this.taken = tabs.hold(ended).then(
      (leave) => {
        // Too late: nobody would ever let go of it.
        if (ended.aborted) leave();
        else this.#leave = leave;
      },
      // No longer wanted.
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

/** Keeps the desk current: pulls what is new, pushes what was written, listens for news, and tries again for ever. */
export class Keeper {
  #desk: Desk;
  #net: Net;
  #tabs: Tabs;
  #tell: (news: News) => void;
  #stopped = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #wake: () => void = () => undefined;
  #waited = false;

  constructor(desk: Desk, net: Net, tabs: Tabs, tell: (news: News) => void) {
    this.#desk = desk;
    this.#net = net;
    this.#tabs = tabs;
    this.#tell = tell;
  }

  stop(): void {
    this.#stopped.abort();
    this.#wake();
  }

  /** Tries again at once, when the network may be back. */
  wake(): void {
    this.#wake();
  }

  /** Runs until stopped, or until the session is over. */
  async run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      try {
        this.#tell({ kind: 'standing', standing: 'syncing' });
        await this.#listen(() => (failures = 0));
        failures = 0;
      } catch (thrown) {
        if (this.#stopped.signal.aborted) return;
        const fault = DeskFault.from(thrown);
        if (fault.code === 'unauthenticated' || fault.code === 'upgrade_required') {
          this.#tell({ kind: 'standing', standing: 'expired' });
          return;
        }
        if (fault.code === DeskFault.crashed) {
          this.#tell({ kind: 'standing', standing: 'crashed' });
          return;
        }
        this.#tell({ kind: 'standing', standing: 'offline' });
        await this.#pause(Math.min(FIRST_WAIT_MS * 2 ** failures++, LONGEST_WAIT_MS));
      }
    }
  }

  /** Asks for collections and invitations. What clients have handed over is taken up with the next `sync`. */
  relationships(): Promise<void> {
    return this.#inTurn(async () => {
      this.#desk.takeInvitations(await this.#net.carry(this.#desk.invitationsCall()));
      await this.#list();
      this.#tell({ kind: 'relationships' });
    });
  }

  async #list(): Promise<void> {
    this.#desk.takeCollections(await this.#net.carry(this.#desk.collectionsCall()));
  }

  /** Pulls and pushes until both sides hold the same. */
  sync(): Promise<void> {
    return this.#inTurn(async () => {
      for (;;) {
        const call = this.#desk.syncCall(Date.now());
        this.unsent();
        const answer = await this.#net.carry(call);
        const start = performance.now();
        const synced = this.#desk.takeSync(answer, Date.now());
        this.unsent();
        // For benches and a curious developer: how long opening took, and nothing else.
        if (synced.changed.length > 0) performance.measure('desk.open', { start });
        if (synced.changed.length > 0) this.#tell({ kind: 'records', collections: synced.changed });
        // Keys whose bond the server has taken, and what was ended here.
        const { list } = this.#desk.dueCalls();
        for (const due of list) await this.#net.carry(due);
        if (synced.account) this.#desk.takeAccount(await this.#net.carry(this.#desk.accountCall()));
        if (synced.collections) await this.#list();
        if (list.length > 0 || synced.collections) this.#tell({ kind: 'relationships' });
        if (!synced.goOn) break;
      }
      this.#tell({ kind: 'kept', kept: this.#desk.remember() });
    });
  }

  /** Tells what waits to be sent, if anything does or did. */
  unsent(): void {
    const unsent = this.#desk.unsent(Date.now());
    if (unsent.count > 0 || this.#waited) this.#tell({ kind: 'unsent', unsent });
    this.#waited = unsent.count > 0;
  }

  /** Hears news until they end: from the server in one tab, and from that tab in all others. */
  async #listen(caughtUp: () => void): Promise<void> {
    const ended = new AbortController();
    const stop = () => ended.abort();
    this.#stopped.signal.addEventListener('abort', stop, { once: true });
    let silence = setTimeout(stop, SILENCE_MS);
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE_MS);
    };
    const place = new Place(this.#tabs, ended.signal);
    try {
      // Whether another tab holds the stream is known in a moment; until then nothing is lost by reading along.
      if (!place.held) await this.#listenToTabs(place, ended.signal, alive, caughtUp);
      if (place.held) await this.#listenToServer(ended.signal, alive, caughtUp);
    } finally {
      clearTimeout(silence);
      this.#stopped.signal.removeEventListener('abort', stop);
      ended.abort();
      place.leave();
    }
  }

  /** Catches up, and follows what the tab with the stream tells; ends when that stream does, or this tab has its place. */
  async #listenToTabs(place: Place, ended: AbortSignal, alive: () => void, caughtUp: () => void): Promise<void> {
    const over = new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve(), { once: true }));
    let waiting: Overheard[] = [];
    let arrived: () => void = () => undefined;
    const deaf = this.#tabs.hear((news) => {
      alive();
      if (news.kind === 'alive') return;
      waiting.push(news);
      arrived();
    });
    try {
      // The first tab of all waits for no other.
      await Promise.race([place.taken, over, new Promise((resolve) => setTimeout(resolve, HEARD_MS))]);
      if (place.held) return;
      await this.#catchUp(caughtUp);
      for (;;) {
        const some = new Promise<void>((resolve) => (arrived = resolve));
        if (waiting.length === 0) await Promise.race([some, place.taken, over]);
        if (place.held || ended.aborted) return;
        const news = waiting;
        waiting = [];
        if (news.some((one) => one.kind === 'event' && one.event === 'collections')) await this.relationships();
        await this.sync();
        if (news.some((one) => one.kind === 'ended')) return;
      }
    } finally {
      deaf();
    }
  }

  /** Opens the stream of news first and catches up second, so that nothing falls in between. */
  async #listenToServer(ended: AbortSignal, alive: () => void, caughtUp: () => void): Promise<void> {
    try {
      const call = { method: 'GET', path: '/v1/changes', body: null, signed: true };
      const response = await this.#net.send(call, 'text/event-stream', ended);
      await this.#catchUp(caughtUp);
      const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          alive();
          this.#tabs.tell({ kind: 'alive' });
          controller.enqueue(chunk);
        },
      });
      const events = response.body
        ?.pipeThrough(heard)
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())
        .getReader();
      for (;;) {
        const next = await events?.read().catch(() => undefined);
        if (!next || next.done) return;
        const event = next.value.event ?? '';
        this.#tabs.tell({ kind: 'event', event });
        if (event === 'collections') await this.relationships();
        await this.sync();
      }
    } finally {
      this.#tabs.tell({ kind: 'ended' });
    }
  }

  async #catchUp(caughtUp: () => void): Promise<void> {
    await this.relationships();
    await this.sync();
    caughtUp();
    this.#tell({ kind: 'standing', standing: 'live' });
  }

  /** One exchange at a time: the desk holds one request in flight. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Full jitter: many browsers that lost the same server do not come back at the same moment. */
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
