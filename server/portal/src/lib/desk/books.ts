import type { Casebook, Now } from '$pkg/casebook';
import type { Desk } from '$pkg/desk';
import { clientOf, run } from './commands';
import { DeskFault } from './fault';
import type { World } from './net';

/** The casebook with the records that the desk gives it. */
export class Books {
  readonly #desk: Desk;
  readonly #world: World;
  /** Something was written, by topic: a client's collection or `library`. */
  readonly #written: (topic: string) => void;
  #casebook: Promise<Casebook> | undefined;
  /** Clients whose records the casebook holds. */
  readonly #opened = new Set<string>();

  constructor(desk: Desk, world: World, written: (topic: string) => void) {
    this.#desk = desk;
    this.#world = world;
    this.#written = written;
  }

  async load(): Promise<Casebook> {
    // A failed download is retried by the next call.
    this.#casebook ??= this.#world.casebook().catch((thrown) => {
      this.#casebook = undefined;
      throw DeskFault.from(thrown).code === DeskFault.crashed ? thrown : DeskFault.unreached();
    });
    return this.#casebook;
  }

  /** The casebook with the records of the private collection and, with a collection, of that client. */
  async open(collection?: string): Promise<Casebook> {
    return this.#transfer(await this.load(), collection);
  }

  /** Drops the records of clients for whom `gone` holds. */
  async close(gone: (collection: string) => boolean): Promise<void> {
    for (const collection of [...this.#opened].filter(gone)) {
      this.#opened.delete(collection);
      (await this.#casebook)?.close(collection);
    }
  }

  async read(command: string, args: unknown[]): Promise<unknown> {
    return run(await this.open(clientOf(command, args)), command, args, this.now());
  }

  /**
   * Writes the records that a command makes, and returns their ids. Pages show them immediately, and the sync loop
   * pushes them. Reading and writing are not interrupted: otherwise two concurrent writes would each miss the other's
   * record.
   */
  async write(command: string, args: unknown[], now = this.now()): Promise<string[]> {
    const book = await this.load();
    const client = clientOf(command, args);
    const changes = run(this.#transfer(book, client), command, args, now) as Uint8Array;
    const ids = this.#desk.write(changes, this.#world.now());
    if (ids.length > 0) this.#written(client ?? 'library');
    return ids;
  }

  /** A time in the therapist's time zone. Default: the current time. */
  now(unixMs = this.#world.now()): Now {
    return {
      unixMs,
      offsetS: -new Date(unixMs).getTimezoneOffset() * 60,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  /** Passes the desk's current records to the casebook. */
  #transfer(book: Casebook, collection?: string): Casebook {
    const own = this.#desk.ownCollection();
    if (own) book.receiveOwn(own, this.#desk.records(own, book.markOf(own)));
    if (collection !== undefined) {
      this.#opened.add(collection);
      book.receive(collection, this.#desk.records(collection, book.markOf(collection)));
    }
    return book;
  }
}
