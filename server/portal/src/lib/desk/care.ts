import type { Former } from '$pkg/casebook';
import type { FormerClient, InvitationView, Inviting, Overlap, SafetyWords } from '$pkg/desk';
import { DeskFault } from './fault';
import type { Parts } from './parts';

/** Care relationships: how they begin, whom they are with, and how they end. */
export class Care {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The account's invitations, newest first. */
  async invitations(origin: string): Promise<InvitationView[]> {
    return this.#parts.desk.invitations(origin).list;
  }

  /** Creates an invitation. */
  async invite(label: string, inviting: Inviting): Promise<void> {
    const { desk, net, world, loop } = this.#parts;
    await net.request(desk.invite(label, inviting, world.now()));
    await loop()?.relationships();
  }

  /** Revokes an invitation. */
  async revoke(invitation: string): Promise<void> {
    const { desk, net, loop } = this.#parts;
    await net.request(desk.revokeCall(invitation));
    await loop()?.relationships();
  }

  /** The safety words to compare with a client's. Computing them takes a second. */
  async safetyWords(collection: string): Promise<SafetyWords> {
    await this.#parts.words();
    return this.#parts.desk.safetyWords(collection);
  }

  /** Records that the safety words were compared and match. */
  compared(collection: string): void {
    const { desk, world, changed } = this.#parts;
    desk.compared(collection, world.now());
    changed({ kind: 'relationships' });
  }

  /** Sets the therapist's own name for a client. Empty: deletes it. */
  async label(collection: string, text: string): Promise<void> {
    await this.#parts.books.write('label', [collection, text]);
    this.#parts.changed({ kind: 'relationships' });
  }

  /** Appointments, of this client or another, that overlap with one of this length. */
  overlaps(at: number, minutes: number, except?: string): Overlap[] {
    return this.#parts.desk.overlaps(at, minutes, except).list;
  }

  /** Clients whose care has ended. */
  formerClients(): FormerClient[] {
    return this.#parts.desk.formerClients().list;
  }

  /** The therapist's notes about clients whose care has ended. */
  async formers(): Promise<Former[]> {
    const { books, desk, world } = this.#parts;
    const book = await books.open();
    const { clients } = desk.caseload(world.now());
    const open = clients.filter(({ trouble }) => trouble?.code !== DeskFault.unlisted);
    return book.formers(open.map(({ collection }) => collection)).list;
  }

  /** Ends care for a client; access ends immediately. With own notes, `closing` is added to them to name the client. */
  async end(collection: string, closing: string): Promise<void> {
    const { books, desk, world, loop } = this.#parts;
    const { notes } = (await books.open(collection)).plan(collection);
    // The client's chosen name is deleted with their records.
    const { label, name } = desk.client(collection, world.now());
    if (!label && name) await this.label(collection, name);
    // Must be written while there is still access.
    await loop()?.sync();
    if (notes.some(({ purpose }) => purpose === 'note' || purpose === 'agenda'))
      await books.write('note', [collection, undefined, undefined, closing]);
    desk.endCare(collection, world.now());
    await loop()?.sync();
    await loop()?.relationships();
  }
}
