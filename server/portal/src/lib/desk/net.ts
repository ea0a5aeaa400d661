import type { Casebook } from '$pkg/casebook';
import type { Call, Desk } from '$pkg/desk';
import { DeskFault } from './fault';
import type { Tabs } from './tabs';

/** The environment of the worker. Tests provide their own. */
export interface World {
  fetch: typeof fetch;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs one call at a time across all tabs: the refresh token is for one use, and all tabs share its cookie. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The tabs in which an account is unlocked, including this one. */
  tabs(account: string): Tabs;
  /** Loads the module that reads one client's records. */
  casebook(): Promise<Casebook>;
  /** Loads the word list of recovery codes and safety words. */
  words(): Promise<string>;
}

/** The access token is not used in this last interval before its expiry. */
const MARGIN_MS = 30_000;

/** Sends the desk's calls to the server. Only this class holds the access token. */
export class Net {
  #desk: Desk;
  #world: World;
  #token: string | undefined;
  #until = 0;

  constructor(desk: Desk, world: World) {
    this.#desk = desk;
    this.#world = world;
  }

  /** Uses a session's access token from now on. */
  admit(token: string, expiresIn: number): void {
    this.#token = token;
    this.#until = this.#world.now() + expiresIn * 1_000 - MARGIN_MS;
  }

  forget(): void {
    this.#token = undefined;
    this.#until = 0;
  }

  /** Sends a call and returns the bytes of the response. Throws a `DeskFault`: `offline` without a response. */
  async request(call: Call, signal?: AbortSignal): Promise<Uint8Array> {
    const response = await this.send(call, 'application/json', signal);
    return new Uint8Array(await this.#reached(response.arrayBuffer()));
  }

  /** Sends a call and returns the successful response as a stream. */
  async send(call: Call, accept: string, signal?: AbortSignal): Promise<Response> {
    if (call.signed && this.#world.now() > this.#until) await this.refresh();
    let response = await this.#fetch(call, accept, signal);
    if (response.status === 401 && call.signed) {
      await this.refresh();
      response = await this.#fetch(call, accept, signal);
    }
    if (!response.ok) throw await this.#refused(response);
    return response;
  }

  /** Exchanges the cookie for a new access token. */
  async refresh(): Promise<ReturnType<Desk['refreshed']>> {
    return this.#world.alone(async () => {
      const admission = this.#desk.refreshed(await this.request(this.#desk.refreshCall()));
      this.admit(admission.accessToken, admission.expiresIn);
      return admission;
    });
  }

  #fetch(call: Call, accept: string, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { accept, 'afterglow-protocol': '1' };
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    if (call.signed && this.#token) headers['authorization'] = `Bearer ${this.#token}`;
    return this.#reached(
      this.#world.fetch(call.path, {
        method: call.method,
        headers,
        body: call.body ?? null,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: signal ?? null,
      }),
    );
  }

  async #reached<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch {
      throw DeskFault.unreached();
    }
  }

  async #refused(response: Response): Promise<DeskFault> {
    const body = new Uint8Array(await this.#reached(response.arrayBuffer()));
    const { fault, advice } = this.#desk.refusal(response.status, body);
    // Pages do not distinguish the reasons why a session has ended.
    return advice === 'sign_in' ? new DeskFault('unauthenticated', fault.title) : DeskFault.from(fault);
  }
}
