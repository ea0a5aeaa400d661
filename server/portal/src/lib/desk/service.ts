import type { Remote } from 'comlink';
import type * as Book from '$pkg/casebook';
import type { Caseload, Client, Desk, Who } from '$pkg/desk';
import { Accounts } from './accounts';
import { Books } from './books';
import { Care } from './care';
import { commands, type Reads, type Writes } from './commands';
import { Exports } from './exports';
import { DeskFault } from './fault';
import { Net, type World } from './net';
import type { Parts } from './parts';
import { SyncLoop, type DeskEvent } from './sync-loop';

/** A client's journey, with the client as in the caseload. */
export type Timeline = Book.Timeline & { client: Client };
/** One entry for its page, with the client as in the caseload. */
export type EntryPage = Book.EntryPage & { client: Client };

/** The desk as pages use it, in another thread. */
export type RemoteDesk = Omit<Remote<DeskService>, 'account' | 'care' | 'exports' | 'read' | 'write'> & {
  readonly account: Remote<Accounts>;
  readonly care: Remote<Care>;
  readonly exports: Remote<Exports>;
  readonly read: Reads;
  readonly write: Writes;
};

/**
 * The API of the worker for the pages: the casebook's own commands as `read` and `write`, and what needs more than
 * the casebook by subject. Every method throws a `DeskFault` on failure.
 */
export class DeskService {
  readonly account: Accounts;
  readonly care: Care;
  readonly exports: Exports;
  readonly read: Reads;
  readonly write: Writes;
  readonly #desk: Desk;
  readonly #world: World;
  readonly #net: Net;
  readonly #books: Books;
  #syncLoop: SyncLoop | undefined;
  /** The first sync is complete, and the change stream is open. */
  #live = false;
  #notify: (news: DeskEvent) => void = () => undefined;
  #words: Promise<void> | undefined;

  constructor(desk: Desk, world: World) {
    this.#desk = desk;
    this.#world = world;
    this.#net = new Net(desk, world);
    this.#books = new Books(desk, world, (topic) => this.#changed({ kind: 'records', collections: [topic] }));
    const parts: Parts = {
      desk,
      world,
      net: this.#net,
      books: this.#books,
      words: () => this.#loadWords(),
      loop: () => this.#syncLoop,
      changed: (news) => this.#changed(news),
    };
    this.account = new Accounts(parts, (who) => this.#admitted(who));
    this.care = new Care(parts);
    this.exports = new Exports(parts, (...file) => this.attachment(...file));
    this.read = commands((command, args) => this.#books.read(command, args));
    this.write = commands((command, args) => this.#books.write(command, args));
  }

  /** Sets the listener for events. */
  listen(notify: (news: DeskEvent) => void): void {
    this.#notify = notify;
  }

  /** The WebAssembly has crashed: no more calls to it. */
  crashed(): void {
    this.#syncLoop?.stop();
    this.#notify({ kind: 'sync_state', state: 'crashed' });
  }

  /** Retries immediately, for example when the network may be back. */
  wake(): void {
    this.#syncLoop?.wake();
  }

  /** Adopts the sealed changes of an earlier worker. Returns the number of changes that could not be adopted. */
  adopt(sealed: string): number {
    const unread = this.#desk.adopt(sealed, this.#world.now());
    this.#changed({ kind: 'records', collections: this.#inCare() });
    return unread;
  }

  /** Calls the server for data that is not sealed: devices, the practice, the audit log. */
  async plain(method: string, path: string, body?: unknown): Promise<unknown> {
    const call = { method, path, body: body === undefined ? null : JSON.stringify(body), signed: true };
    const answer = await this.#net.request(call).catch((thrown) => {
      // An owner who is no therapist has no sync loop that would notice it.
      if (DeskFault.from(thrown).code === DeskFault.limited) this.#notify({ kind: 'limited' });
      throw thrown;
    });
    return answer.length > 0 ? JSON.parse(new TextDecoder().decode(answer)) : undefined;
  }

  /** Preloads what a client's page needs. */
  async warm(): Promise<void> {
    await this.#books.load();
  }

  /** The caseload, most urgent clients first. */
  caseload(): Caseload {
    return this.#desk.caseload(this.#world.now());
  }

  /** One client as in the caseload. */
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
    const book = await this.#books.open(collection);
    return { ...book.timeline(collection, filter, this.#world.now()), client: this.#client(collection) };
  }

  /** One entry, with a measure's questions in a language. */
  async entry(collection: string, entry: string, language: string): Promise<EntryPage> {
    const book = await this.#books.open(collection);
    return { ...book.entry(collection, entry, language), client: this.#client(collection) };
  }

  /** An attachment of an entry, decrypted while it arrives. It is stored only in the returned value. */
  async attachment(collection: string, entry: string, id: string): Promise<Blob> {
    const opening = this.#desk.attachment(collection, entry, id);
    try {
      const response = await this.#net.send(opening.call(), 'application/octet-stream').catch((thrown) => {
        // The record is here and the file is not: it is still being uploaded, or both were just taken back.
        throw DeskFault.from(thrown).code === 'not_found' ? DeskFault.unfinished() : thrown;
      });
      const sealed = response.body?.getReader();
      const parts: BlobPart[] = [];
      for (;;) {
        const next = await sealed?.read().catch(() => {
          throw DeskFault.unreached();
        });
        if (!next || next.done) break;
        parts.push(opening.take(next.value) as Uint8Array<ArrayBuffer>);
      }
      parts.push(opening.finish() as Uint8Array<ArrayBuffer>);
      return new Blob(parts, { type: opening.mediaType() });
    } finally {
      opening.free();
    }
  }

  /** The notice of what is shown, printed or saved of a client, or (without one) of the practice. */
  async notice(collection?: string): Promise<Book.NoticeText | undefined> {
    return (await this.#books.open(collection)).notice(collection);
  }

  /** Creates or (with an id) changes a prompt set. Clients who have it receive the change. */
  async savePrompts(id: string | undefined, form: Book.PromptSetForm): Promise<void> {
    await this.#books.write('savePrompts', [id, form]);
    if (id) for (const collection of this.#inCare()) await this.#books.write('renew', [collection]);
  }

  /** Saves the practice card and sends it to every client. Phones show it offline. */
  async saveCard(form: Book.CardForm): Promise<void> {
    await this.#books.write('saveCard', [form]);
    for (const collection of this.#inCare()) await this.#books.write('sendCard', [collection]);
  }

  /** Sets the date of the last visit. */
  async visit(collection: string, at: number): Promise<void> {
    await this.#books.write('visit', [collection], this.#books.now(at));
  }

  /** Agrees on a meeting, or (with an id) moves it. */
  async schedule(collection: string, id: string | undefined, form: Book.MeetingForm): Promise<void> {
    await this.#books.write('schedule', [collection, id, form], this.#books.now(form.at));
  }

  /** Records a dosing session, or (with an id) changes the record. */
  async session(collection: string, id: string | undefined, form: Book.SessionForm): Promise<void> {
    await this.#books.write('session', [collection, id, form], this.#books.now(form.at));
  }

  /** Clients with readable and writable records. */
  #inCare(): string[] {
    return this.caseload()
      .clients.filter(({ trouble }) => !trouble)
      .map(({ collection }) => collection);
  }

  #client(collection: string): Client {
    return this.#desk.client(collection, this.#world.now());
  }

  #changed(news: DeskEvent): void {
    this.#syncLoop?.unsent();
    this.#notify(news);
    this.#syncLoop?.sync().catch(() => this.#syncLoop?.wake());
  }

  /** Forwards an event. Records of a client whose care has ended are removed from memory first. */
  async #onEvent(news: DeskEvent): Promise<void> {
    if (news.kind === 'relationships') {
      await this.#books.close((collection) => {
        const client = this.client(collection);
        return !client || client.trouble?.code === DeskFault.unlisted;
      });
    }
    this.#notify(news);
    if (news.kind === 'sync_state') this.#live = news.state === 'live';
    if (news.kind === 'limited') this.#live = false;
    // New clients receive the practice card too. Offline, this is retried at the next event.
    if (this.#live && news.kind !== 'records') await this.#sendCards().catch(() => undefined);
    if (this.#live && news.kind === 'sync_state') await this.exports.report();
  }

  async #sendCards(): Promise<void> {
    for (const collection of this.#desk.withoutCard()) await this.#books.write('sendCard', [collection]);
  }

  /** Gives the desk its word list. A failed download is retried by the next call. */
  async #loadWords(): Promise<void> {
    this.#words ??= this.#world.words().then(
      (words) => this.#desk.loadWords(words),
      () => {
        this.#words = undefined;
        throw DeskFault.unreached();
      },
    );
    await this.#words;
  }

  #admitted(who: Who): void {
    this.#syncLoop?.stop();
    this.#syncLoop = new SyncLoop(
      this.#desk,
      this.#net,
      this.#world.tabs(who.handle),
      (news) => void this.#onEvent(news),
    );
    if (who.therapist && !who.secondFactorMissing) void this.#syncLoop.run();
  }
}
