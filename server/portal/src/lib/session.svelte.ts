import { SvelteMap } from 'svelte/reactivity';
import type { Enrol, SealedMemory, Who } from '$pkg/desk';
import { DeskClient } from '$lib/desk/client';
import { DeskFault } from '$lib/desk/fault';
import type { DeskEvent, SyncState } from '$lib/desk/sync-loop';
import type { RemoteDesk } from '$lib/desk/service';
import { memories, saveMemory } from '$lib/preferences';
import { outbox } from '$lib/unsent.svelte';

/** The state of the session: `locked` has a session and no keys, `open` has both. */
export type Phase = 'starting' | 'unreachable' | 'broken' | 'signed-out' | 'locked' | 'open';

/** Why the desk is locked. */
export type LockReason = 'reload' | 'chosen' | 'idle' | 'expired' | 'crashed';

/** The session and its open desk. One instance for the whole page. */
class SessionState {
  phase = $state<Phase>('starting');
  who = $state<Who>();
  reason = $state<LockReason>('reload');
  syncState = $state<SyncState>('syncing');
  /** Whether a first sync has completed since the desk was opened. Before that, an empty list means nothing. */
  complete = $state(false);
  /** Auto-lock after this many minutes of inactivity, as set by the practice. */
  idleMinutes = 15;
  /** Change counters: by collection id, and `relationships` for relationships and invitations. */
  readonly changes = new SvelteMap<string, number>();

  #client: DeskClient | undefined;
  /** To the other tabs of this browser, because a manual lock and a sign-out apply to all of them. */
  readonly #others = globalThis.BroadcastChannel && new BroadcastChannel('afterglow-away');
  /** What the open desk stores in this browser. */
  #memory: SealedMemory | undefined;
  #lastTouch = 0;

  constructor() {
    this.#others?.addEventListener('message', ({ data }: MessageEvent<'locked' | 'signed-out' | 'factor-set'>) => {
      if (data === 'locked') this.#lock('chosen');
      if (data === 'signed-out') this.#signedOut();
      if (data === 'factor-set' && this.#limited) void this.#again().catch(() => undefined);
    });
  }

  /** Starts a desk and checks whether this browser still has a session. */
  async start(): Promise<void> {
    this.phase = 'starting';
    this.#begin();
    try {
      this.who = await (await this.#service()).account.begin();
      this.phase = this.who ? 'locked' : 'signed-out';
      this.reason = 'reload';
    } catch (thrown) {
      const { code } = DeskFault.from(thrown);
      if (this.phase === 'starting')
        this.phase = code === DeskFault.offline ? 'unreachable' : code === DeskFault.crashed ? 'broken' : 'signed-out';
    }
  }

  /** Signs in, or unlocks a locked desk. */
  async signIn(handle: string, password: string): Promise<void> {
    const desk = await this.#recalled();
    this.#opened(await desk.account.signIn(handle, password, deviceName()));
  }

  /** Completes a sign-in that requires a second factor. */
  async secondFactor(code: string): Promise<void> {
    this.#opened(await (await this.#service()).account.secondFactor(code));
  }

  /** Sets a new password with the recovery code, and signs in. */
  async recover(handle: string, words: string, password: string): Promise<void> {
    const desk = await this.#recalled();
    this.#opened(await desk.account.recover(handle, words, password, deviceName()));
  }

  /** Begins the enrolment of staff; returns the words of the recovery code. */
  async enrol(enrol: Enrol, password: string): Promise<string[]> {
    return (await this.#service()).account.enrol(enrol, password);
  }

  /** Registers the account after the words were confirmed. */
  async enrolFinish(typed: string, code: string | undefined): Promise<void> {
    this.#opened(await (await this.#service()).account.enrolFinish(typed, code, deviceName()));
  }

  /** Continues after the second factor that the practice requires was set up, in every tab. */
  async factorSet(): Promise<void> {
    await this.#again();
    this.#others?.postMessage('factor-set');
  }

  get #limited(): boolean {
    return this.phase === 'open' && (this.who?.secondFactorMissing ?? false);
  }

  async #again(): Promise<void> {
    try {
      const who = await (await this.#service()).account.again();
      if (this.#limited) this.#opened(who);
    } catch (thrown) {
      if (DeskFault.from(thrown).code !== 'unauthenticated') throw thrown;
      this.lock('expired');
    }
  }

  /** Drops all keys and opened records, and keeps the session. */
  lock(reason: LockReason): void {
    if (reason === 'chosen') this.#others?.postMessage('locked');
    this.#lock(reason);
  }

  #lock(reason: LockReason): void {
    if (this.phase !== 'open') return;
    this.phase = 'locked';
    this.reason = reason;
    this.#begin();
  }

  /** Drops everything and ends the session. Offline, the session ends on the server when it expires. */
  async signOut(): Promise<void> {
    const service = await this.#service();
    await service.account.signOut().catch(() => undefined);
    this.#others?.postMessage('signed-out');
    this.#signedOut();
  }

  #signedOut(): void {
    if (this.phase !== 'open' && this.phase !== 'locked') return;
    this.phase = 'signed-out';
    this.#begin();
    this.who = undefined;
  }

  /** Shows the sign-in page without ending the session of another account in this browser. */
  forgetWho(): void {
    this.who = undefined;
    this.phase = 'signed-out';
  }

  /** The open desk. */
  async desk(): Promise<RemoteDesk> {
    return this.#service();
  }

  /** Resets the auto-lock timer. */
  touch(): void {
    this.#lastTouch = Date.now();
  }

  /** Locks after inactivity, also right after a laptop has woken up. */
  checkIdle(): void {
    if (this.phase === 'open' && Date.now() - this.#lastTouch > this.idleMinutes * 60_000) this.lock('idle');
  }

  /** Stores the newest known server state, when the desk is locked and when the page is closed. */
  remember(): void {
    if (this.#memory) saveMemory(this.#memory.of, this.#memory.sealed);
  }

  /** The desk, with the data that this browser has stored for it. */
  async #recalled(): Promise<RemoteDesk> {
    const desk = await this.#service();
    await desk.account.recall(memories());
    return desk;
  }

  /** Replaces the worker: after a lock, because its keys are gone, and for the next sign-in attempt. */
  #crashed(): void {
    if (this.phase === 'open') this.lock('crashed');
    else if (this.phase !== 'starting') this.#begin();
  }

  #begin(): void {
    this.#client?.end();
    this.remember();
    this.#memory = undefined;
    outbox.stash(this.who?.handle);
    this.changes.clear();
    this.syncState = 'syncing';
    this.complete = false;
    const client = new DeskClient(
      (news) => this.#client === client && this.#onEvent(news),
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
    if (!who.secondFactorMissing) void this.#settle();
  }

  /** Loads the practice's settings. Without a response the default stays. */
  async #settle(): Promise<void> {
    const answer = (await this.#service()).plain('GET', '/v1/practice').catch(() => undefined);
    const { settings } = ((await answer) ?? {}) as { settings?: { idle_lock_minutes?: number } };
    if (settings?.idle_lock_minutes) this.idleMinutes = settings.idle_lock_minutes;
  }

  #onEvent(news: DeskEvent): void {
    if (news.kind === 'sync_state') {
      this.syncState = news.state;
      if (news.state === 'live') this.#current();
      if (news.state === 'expired') this.lock('expired');
      if (news.state === 'crashed') this.#crashed();
      return;
    }
    if (news.kind === 'limited') {
      if (this.who) this.who = { ...this.who, secondFactorMissing: true };
      return;
    }
    if (news.kind === 'unsent') return outbox.update(news.unsent);
    if (news.kind === 'memory') {
      this.#memory = news.memory;
      return;
    }
    const topics = news.kind === 'records' ? news.collections : ['relationships'];
    for (const topic of topics) this.changes.set(topic, (this.changes.get(topic) ?? 0) + 1);
    this.changes.set('any', (this.changes.get('any') ?? 0) + 1);
  }

  /** The first sync is complete, and the change stream is open. */
  #current(): void {
    this.complete = true;
    const { who } = this;
    if (who && outbox.kept > 0)
      void this.#service().then((desk) => outbox.adopt(who.handle, desk).catch(() => undefined));
  }

  async #service(): Promise<RemoteDesk> {
    if (!this.#client) throw new DeskFault('not_ready', 'The desk is locked.');
    return this.#client.service;
  }
}

export const session = new SessionState();

/** The name of this browser in the list of devices. */
function deviceName(): string {
  const { userAgent } = navigator;
  const browser =
    ['Firefox', 'Edg', 'OPR', 'Chrome', 'Safari'].find((name) => userAgent.includes(`${name}/`)) ?? 'a browser';
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' };
  return `Portal in ${names[browser] ?? browser}`;
}
