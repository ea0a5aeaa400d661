import type * as Book from '$pkg/casebook';
import type { Admission, Call, Caseload, Client, Desk, Enrol, InvitationView, Who } from '$pkg/desk';
import type { PasswordProof } from '$lib/office';
import type { Change, Kind, Stored } from '$lib/records';
import { DeskFault } from './fault';
import { Keeper, type News } from './keeper';
import { Net, type World } from './net';

/** A client's journey, with the client as the caseload shows them. */
export type Timeline = Book.Timeline & { client: Client };
/** One entry on its own page, with the client as the caseload shows them. */
export type EntryPage = Book.EntryPage & { client: Client };

/** What pages ask of the worker. Every method that fails throws a `DeskFault`. */
export class DeskService {
  #desk: Desk;
  #world: World;
  #net: Net;
  #keeper: Keeper | undefined;
  #tell: (news: News) => void = () => undefined;
  #casebook: Promise<Book.Casebook> | undefined;
  /** The second half of a sign-in that waits for a code. */
  #finish: Call | undefined;
  /** The device of a session that was there before the password was given. */
  #before: string | undefined;

  constructor(desk: Desk, world: World) {
    this.#desk = desk;
    this.#world = world;
    this.#net = new Net(desk, world);
  }

  /** From now on, news go here. */
  listen(tell: (news: News) => void): void {
    this.#tell = tell;
  }

  /** Whose session this browser still has; nothing is unlocked by it. */
  async begin(): Promise<Who | undefined> {
    try {
      const admission = await this.#net.refresh();
      this.#before = admission.device;
      return admission.who;
    } catch (thrown) {
      if (DeskFault.from(thrown).code === 'unauthenticated') return undefined;
      throw thrown;
    }
  }

  /** Signs in, which is also how a locked desk is unlocked. */
  async signIn(handle: string, password: string, device: string): Promise<Who> {
    const started = await this.#net.carry(this.#desk.signInStart(handle, password));
    this.#finish = this.#desk.signInFinish(started, device);
    return this.secondFactor();
  }

  /**
   * The second half of signing in. Fails with `second_factor_required` where one is set, and is then called with the
   * code that the authenticator app shows, or a spare one.
   */
  async secondFactor(code?: string): Promise<Who> {
    if (!this.#finish) throw new DeskFault('not_ready', 'There is nothing to finish.');
    const body = { ...JSON.parse(this.#finish.body ?? '{}'), second_factor: code?.replaceAll(/\s/g, '') };
    const session = await this.#net.carry({ ...this.#finish, body: JSON.stringify(body) });
    this.#finish = undefined;
    return this.#admit(this.#desk.signedIn(session));
  }

  /** Shows the server that the account's owner is here, before what cannot be undone. */
  async prove(handle: string, password: string): Promise<PasswordProof> {
    const started = await this.#net.carry(this.#desk.signInStart(handle, password));
    const { attempt, message } = JSON.parse(this.#desk.signInFinish(started, '').body ?? '{}');
    return { attempt, message };
  }

  /** The first sign-in of staff: gives the recovery code's words, to be written down and typed back. */
  async enrol(enrol: Enrol, password: string): Promise<string[]> {
    const started = await this.#net.carry(this.#desk.enrolStart(enrol, password));
    return this.#desk.enrolKit(started, this.#world.now()).split(' ');
  }

  /** Registers, once the words were typed back. */
  async enrolFinish(typed: string, code: string | undefined, device: string): Promise<Who> {
    const session = await this.#net.carry(this.#desk.enrolFinish(typed, code, device));
    return this.#admit(this.#desk.signedIn(session));
  }

  /** Ends this browser's session. The caller ends the worker. */
  async signOut(): Promise<void> {
    this.#keeper?.stop();
    await this.#net.carry(this.#desk.signOutCall());
    this.#net.forget();
  }

  /** Tries again at once, when the network may be back. */
  wake(): void {
    this.#keeper?.wake();
  }

  /** Asks the server for what is not sealed: devices, the practice, the audit trail. */
  async plain(method: string, path: string, body?: unknown): Promise<unknown> {
    const call = { method, path, body: body === undefined ? null : JSON.stringify(body), signed: true };
    const answer = await this.#net.carry(call);
    return answer.length > 0 ? JSON.parse(new TextDecoder().decode(answer)) : undefined;
  }

  /** The own invitations, newest first. */
  invitations(origin: string): InvitationView[] {
    return this.#desk.invitations(origin).list;
  }

  /** Makes an invitation. */
  async invite(label: string): Promise<void> {
    await this.#net.carry(this.#desk.invite(label, this.#world.now()));
    await this.#keeper?.relationships();
  }

  /** Takes an invitation back. */
  async revoke(invitation: string): Promise<void> {
    await this.#net.carry(this.#desk.revokeCall(invitation));
    await this.#keeper?.relationships();
  }

  /** Four words to compare with a client's. */
  safetyWords(collection: string): string[] {
    return this.#desk.safetyWords(collection);
  }

  /** Who needs me first. */
  caseload(): Caseload {
    return this.#desk.caseload(this.#world.now());
  }

  /** One client, as in the caseload. */
  client(collection: string): Client | undefined {
    try {
      return this.#client(collection);
    } catch (thrown) {
      if (DeskFault.from(thrown).code === 'not_found') return undefined;
      throw thrown;
    }
  }

  /** One client's journey. */
  async timeline(collection: string, filter: Book.Filter): Promise<Timeline> {
    const book = await this.#open(collection);
    return { ...book.timeline(collection, filter, this.#world.now()), client: this.#client(collection) };
  }

  /** One entry. */
  async entry(collection: string, entry: string): Promise<EntryPage> {
    const book = await this.#open(collection);
    return { ...book.entry(collection, entry), client: this.#client(collection) };
  }

  /** Records of some kinds as they stand in a collection, oldest first: what forms read. */
  records<K extends Kind>(collection: string, kinds: K[]): Stored<K>[] {
    const handed = JSON.parse(new TextDecoder().decode(this.#desk.records(collection, 0))) as {
      records: { id: string; record: Stored<K> | null }[];
    };
    const found = handed.records.flatMap(({ id, record }) =>
      record && kinds.includes(record.kind) ? [{ ...record, id }] : [],
    );
    return found.sort((a, b) => Date.parse(a.when.at) - Date.parse(b.when.at));
  }

  /** Writes records as forms made them. Returns their ids. */
  put(collection: string, changes: Change[]): string[] {
    const bytes = new TextEncoder().encode(JSON.stringify({ collection, changes }));
    return this.#written(collection, this.#desk.write(bytes, this.#world.now()));
  }

  /** Marks entries as reviewed, or takes the mark back. */
  async mark(collection: string, entries: string[], reviewed: boolean): Promise<void> {
    await this.#write(collection, (book) => book.mark(collection, entries, reviewed, this.#now()));
  }

  /** Remembers that an entry was opened. */
  async opened(collection: string, entry: string): Promise<void> {
    await this.#write(collection, (book) => book.opened(collection, entry, this.#now()));
  }

  /** Answers an entry. */
  async reply(collection: string, entry: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.reply(collection, entry, text, this.#now()));
  }

  #client(collection: string): Client {
    return this.#desk.client(collection, this.#world.now());
  }

  /** The casebook, with what the desk holds of a client. */
  async #open(collection: string): Promise<Book.Casebook> {
    // A download that broke is tried again by the next call.
    this.#casebook ??= this.#world.casebook().catch(() => {
      this.#casebook = undefined;
      throw DeskFault.unreached();
    });
    const book = await this.#casebook;
    book.take(collection, this.#desk.records(collection, book.markOf(collection)));
    return book;
  }

  /** Writes what the casebook makes: the pages show it at once, the server hears of it as soon as it can. */
  async #write(collection: string, make: (book: Book.Casebook) => Uint8Array): Promise<string[]> {
    return this.#written(collection, this.#desk.write(make(await this.#open(collection)), this.#world.now()));
  }

  #written(collection: string, ids: string[]): string[] {
    if (ids.length > 0) {
      this.#tell({ kind: 'records', collections: [collection] });
      this.#keeper?.sync().catch(() => this.#keeper?.wake());
    }
    return ids;
  }

  #now(): Book.Now {
    const unixMs = this.#world.now();
    return {
      unixMs,
      offsetS: -new Date(unixMs).getTimezoneOffset() * 60,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  async #admit(admission: Admission): Promise<Who> {
    this.#net.admit(admission.accessToken, admission.expiresIn);
    if (this.#before && this.#before !== admission.device) {
      // The session from before the lock: without it the list of devices would grow with every unlock.
      await this.#net.carry(this.#desk.endDeviceCall(this.#before)).catch(() => undefined);
    }
    this.#before = admission.device;
    this.#desk.takeLimits(await this.#net.carry(this.#desk.limitsCall()));
    this.#keeper = new Keeper(this.#desk, this.#net, (news) => this.#tell(news));
    if (admission.who.therapist) void this.#keeper.run();
    return admission.who;
  }
}
