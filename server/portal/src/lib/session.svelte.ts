import type { Remote } from 'comlink';
import { SvelteMap } from 'svelte/reactivity';
import type { Enrol, Kept, Who } from '$pkg/desk';
import { DeskClient } from '$lib/desk/client';
import { DeskFault } from '$lib/desk/fault';
import type { News, Standing } from '$lib/desk/keeper';
import type { DeskService } from '$lib/desk/service';
import { keep, kept } from '$lib/preferences';
import { outbox } from '$lib/unsent.svelte';

/** Where somebody stands: `locked` has a session and no keys, `open` has both. */
export type Phase = 'starting' | 'unreachable' | 'broken' | 'signed-out' | 'locked' | 'open';

/** Why the desk is locked. */
export type LockReason = 'reload' | 'chosen' | 'idle' | 'expired' | 'crashed';

/** Who is here, and the desk that they opened. One for the whole page. */
class SessionState {
  phase = $state<Phase>('starting');
  who = $state<Who>();
  reason = $state<LockReason>('reload');
  standing = $state<Standing>('syncing');
  /** Whether everything has been here once since the desk was opened: before that, nothing is no news. */
  complete = $state(false);
  /** Minutes without a touch after which the desk locks itself; the practice chooses. */
  idleMinutes = 15;
  /** Grows with every change: of a collection by its id, of relationships and invitations under `relationships`. */
  readonly changes = new SvelteMap<string, number>();

  #client: DeskClient | undefined;
  /** What the open desk wants to be kept in this browser. */
  #kept: Kept | undefined;
  #lastTouch = 0;

  /** Starts a desk and asks whether this browser still has a session. */
  async start(): Promise<void> {
    this.phase = 'starting';
    this.#begin();
    try {
      this.who = await (await this.#service()).begin();
      this.phase = this.who ? 'locked' : 'signed-out';
      this.reason = 'reload';
    } catch (thrown) {
      const { code } = DeskFault.from(thrown);
      if (this.phase === 'starting')
        this.phase = code === DeskFault.offline ? 'unreachable' : code === DeskFault.crashed ? 'broken' : 'signed-out';
    }
  }

  /** Signs in, which is also how a locked desk is unlocked. */
  async signIn(handle: string, password: string): Promise<void> {
    const desk = await this.#recalled();
    this.#opened(await desk.signIn(handle, password, deviceName()));
  }

  /** The rest of signing in, where a second factor is asked for. */
  async secondFactor(code: string): Promise<void> {
    this.#opened(await (await this.#service()).secondFactor(code));
  }

  /** A new password with the recovery code, which signs in as well. */
  async recover(handle: string, words: string, password: string): Promise<void> {
    const desk = await this.#recalled();
    this.#opened(await desk.recover(handle, words, password, deviceName()));
  }

  /** The first sign-in of staff: the words of the recovery code. */
  async enrol(enrol: Enrol, password: string): Promise<string[]> {
    return (await this.#service()).enrol(enrol, password);
  }

  /** Registers, once the words were typed back. */
  async enrolFinish(typed: string, code: string | undefined): Promise<void> {
    this.#opened(await (await this.#service()).enrolFinish(typed, code, deviceName()));
  }

  /** Puts all keys and opened words away, and keeps the session. */
  lock(reason: LockReason): void {
    if (this.phase !== 'open') return;
    this.phase = 'locked';
    this.reason = reason;
    this.#begin();
  }

  /** Puts everything away and ends the session. Without a network the server ends it when it expires. */
  async signOut(): Promise<void> {
    const service = await this.#service();
    await service.signOut().catch(() => undefined);
    this.phase = 'signed-out';
    this.#begin();
    this.who = undefined;
  }

  /** Shows the sign-in page without ending the session that somebody else has here. */
  forgetWho(): void {
    this.who = undefined;
    this.phase = 'signed-out';
  }

  /** The open desk. */
  async desk(): Promise<Remote<DeskService>> {
    return this.#service();
  }

  /** Somebody is using the page. */
  touch(): void {
    this.#lastTouch = Date.now();
  }

  /** Locks when nobody has used the page for a while; also right after a laptop has woken up. */
  checkIdle(): void {
    if (this.phase === 'open' && Date.now() - this.#lastTouch > this.idleMinutes * 60_000) this.lock('idle');
  }

  /** Writes down how far the server has been: when the desk is locked, and when the page goes. */
  remember(): void {
    if (this.#kept) keep(this.#kept.of, this.#kept.sealed);
  }

  /** The desk, which knows what this browser has kept. */
  async #recalled(): Promise<Remote<DeskService>> {
    const desk = await this.#service();
    await desk.recall(kept());
    return desk;
  }

  /** Another worker takes over: behind the lock, as its keys are gone, or for the next try at the door. */
  #crashed(): void {
    if (this.phase === 'open') this.lock('crashed');
    else if (this.phase !== 'starting') this.#begin();
  }

  #begin(): void {
    this.#client?.end();
    this.remember();
    this.#kept = undefined;
    outbox.keep(this.who?.handle);
    this.changes.clear();
    this.standing = 'syncing';
    this.complete = false;
    const client = new DeskClient(
      (news) => this.#client === client && this.#hear(news),
      () => {
        if (this.#client === client) this.phase = 'broken';
      },
    );
    this.#client = client;
  }

  #opened(who: Who): void {
    this.who = who;
    this.touch();
    this.phase = 'open';
    void this.#settle();
  }

  /** Takes up what the practice has set. Without an answer the portal's own setting stays. */
  async #settle(): Promise<void> {
    const answer = (await this.#service()).plain('GET', '/v1/practice').catch(() => undefined);
    const { settings } = ((await answer) ?? {}) as { settings?: { idle_lock_minutes?: number } };
    if (settings?.idle_lock_minutes) this.idleMinutes = settings.idle_lock_minutes;
  }

  #hear(news: News): void {
    if (news.kind === 'standing') {
      this.standing = news.standing;
      if (news.standing === 'live') this.#current();
      if (news.standing === 'expired') this.lock('expired');
      if (news.standing === 'crashed') this.#crashed();
      return;
    }
    if (news.kind === 'unsent') return outbox.hear(news.unsent);
    if (news.kind === 'kept') {
      this.#kept = news.kept;
      return;
    }
    const topics = news.kind === 'records' ? news.collections : ['relationships'];
    for (const topic of topics) this.changes.set(topic, (this.changes.get(topic) ?? 0) + 1);
    this.changes.set('any', (this.changes.get('any') ?? 0) + 1);
  }

  /** Everything has been here, and the server listens. */
  #current(): void {
    this.complete = true;
    const { who } = this;
    if (who && outbox.kept > 0)
      void this.#service().then((desk) => outbox.deliver(who.handle, desk).catch(() => undefined));
  }

  async #service(): Promise<Remote<DeskService>> {
    if (!this.#client) throw new DeskFault('not_ready', 'The desk is locked.');
    return this.#client.service;
  }
}

export const session = new SessionState();

/** What the list of devices calls this browser. */
function deviceName(): string {
  const { userAgent } = navigator;
  const browser =
    ['Firefox', 'Edg', 'OPR', 'Chrome', 'Safari'].find((name) => userAgent.includes(`${name}/`)) ?? 'a browser';
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' };
  return `Portal in ${names[browser] ?? browser}`;
}
