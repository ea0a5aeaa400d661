import type * as Book from '$pkg/casebook';
import type { Admission, Call, Caseload, Client, Desk, Enrol, InvitationView, Inviting, Who, Words } from '$pkg/desk';
import type { PasswordProof } from '$lib/office';
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
  /** Everything has been here, and news are heard. */
  #live = false;
  #tell: (news: News) => void = () => undefined;
  #casebook: Promise<Book.Casebook> | undefined;
  #words: Promise<void> | undefined;
  /** Clients whose records the casebook holds. */
  readonly #opened = new Set<string>();
  /** The second half of a sign-in, or of a new password, that waits for a code. */
  #finish: Call | undefined;
  /** What this browser has kept of how far the server has been, of whomever. */
  #kept: string[] = [];
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

  /** The WebAssembly has stopped: nothing more is asked of it. */
  crashed(): void {
    this.#keeper?.stop();
    this.#tell({ kind: 'standing', standing: 'crashed' });
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
    return this.#admit(this.#desk.signedIn(await this.#finished(code)));
  }

  /** Sends the second half of what `#finish` began, with a code or without one. */
  async #finished(code?: string): Promise<Uint8Array> {
    if (!this.#finish) throw new DeskFault('not_ready', 'There is nothing to finish.');
    const body = { ...JSON.parse(this.#finish.body ?? '{}'), second_factor: code?.replaceAll(/\s/g, '') };
    const answer = await this.#net.carry({ ...this.#finish, body: JSON.stringify(body) });
    this.#finish = undefined;
    return answer;
  }

  /** Shows the server that the account's owner is here, before what cannot be undone. */
  async prove(handle: string, password: string): Promise<PasswordProof> {
    const started = await this.#net.carry(this.#desk.signInStart(handle, password));
    const { attempt, message } = JSON.parse(this.#desk.signInFinish(started, '').body ?? '{}');
    return { attempt, message };
  }

  /** The first sign-in of staff: gives the recovery code's words, to be written down and typed back. */
  async enrol(enrol: Enrol, password: string): Promise<string[]> {
    await this.#learn();
    const started = await this.#net.carry(this.#desk.enrolStart(enrol, password));
    return this.#desk.enrolKit(started, this.#world.now()).split(' ');
  }

  /** Registers, once the words were typed back. */
  async enrolFinish(typed: string, code: string | undefined, device: string): Promise<Who> {
    const session = await this.#net.carry(this.#desk.enrolFinish(typed, code, device));
    return this.#admit(this.#desk.signedIn(session));
  }

  /**
   * A new password for somebody who has the recovery code: ends like `signIn`, with a second factor where one is set.
   * Fails with `code` when the words are none, and like a wrong password when they are not this account's.
   */
  async recover(handle: string, words: string, password: string, device: string): Promise<Who> {
    await this.#learn();
    const started = await this.#net.carry(this.#desk.recoverStart(handle, words, password));
    this.#finish = this.#desk.recoverFinish(started, device);
    return this.secondFactor();
  }

  /** A new password for whoever is signed in and knows the one before. With a second factor as `signIn`. */
  async changePassword(handle: string, before: string, password: string): Promise<void> {
    const proof = JSON.stringify(await this.prove(handle, before));
    const started = await this.#net.carry(this.#desk.passwordStart(password));
    this.#finish = this.#desk.passwordFinish(started, proof);
    return this.passwordFactor();
  }

  /** The second half of a new password, as `secondFactor` is of signing in. */
  async passwordFactor(code?: string): Promise<void> {
    await this.#finished(code);
  }

  /** Takes over what another worker had sealed before it was gone. Says how many changes could not be. */
  adopt(sealed: string): number {
    const unread = this.#desk.adopt(sealed, this.#world.now());
    this.#keeper?.unsent();
    this.#tell({ kind: 'records', collections: this.#inCare() });
    this.#keeper?.sync().catch(() => this.#keeper?.wake());
    return unread;
  }

  /** What this browser has kept from before a lock; asked of it before the way in. */
  recall(kept: string[]): void {
    this.#kept = kept;
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
  async invitations(origin: string): Promise<InvitationView[]> {
    return this.#desk.invitations(origin).list;
  }

  /** Makes an invitation. */
  async invite(label: string, inviting: Inviting): Promise<void> {
    await this.#net.carry(this.#desk.invite(label, inviting, this.#world.now()));
    await this.#keeper?.relationships();
  }

  /** Takes an invitation back. */
  async revoke(invitation: string): Promise<void> {
    await this.#net.carry(this.#desk.revokeCall(invitation));
    await this.#keeper?.relationships();
  }

  /** Four words to compare with a client's. Working them out takes a second. */
  async safetyWords(collection: string): Promise<Words> {
    await this.#learn();
    return this.#desk.safetyWords(collection);
  }

  /** The words were compared and are the same. */
  compared(collection: string): void {
    this.#desk.compared(collection, this.#world.now());
    this.#keeper?.unsent();
    this.#tell({ kind: 'relationships' });
    this.#keeper?.sync().catch(() => this.#keeper?.wake());
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

  /** One entry; a measure's questions in a language. */
  async entry(collection: string, entry: string, language: string): Promise<EntryPage> {
    const book = await this.#open(collection);
    return { ...book.entry(collection, entry, language), client: this.#client(collection) };
  }

  /** Marks entries as reviewed, or takes the mark back. */
  async mark(collection: string, entries: string[], reviewed: boolean): Promise<void> {
    await this.#write(collection, (book) => book.mark(collection, entries, reviewed, this.#now()));
  }

  /** Remembers that an entry was opened. */
  async opened(collection: string, entry: string): Promise<void> {
    await this.#write(collection, (book) => book.opened(collection, entry, this.#now()));
  }

  /** What a therapist reads in the five minutes before a follow-up; `since` replaces the last visit. */
  async brief(collection: string, language: string, since?: number): Promise<Book.Brief> {
    return (await this.#open(collection)).brief(collection, since, language, this.#now());
  }

  /** How things moved. */
  async trends(collection: string): Promise<Book.Trends> {
    return (await this.#open(collection)).trends(collection, this.#now());
  }

  /** Searches everything that is open of a client: entries, replies, sessions, promises, own notes. */
  async search(collection: string, typed: string): Promise<Book.Finds> {
    return (await this.#open(collection)).search(collection, typed);
  }

  /** Says what an export would hold. */
  async inside(collection: string): Promise<Book.Inside> {
    return (await this.#open(collection)).inside(collection, this.#now());
  }

  /** Makes a file to take along, and says what is inside. */
  async export(
    collection: string,
    format: 'json' | 'markdown' | 'csv' | 'answers' | 'fhir',
    handle: string,
  ): Promise<Book.ExportFile> {
    return (await this.#open(collection)).export(collection, format, handle, this.#now());
  }

  /** Makes files of several clients: a table of all of them, or a bundle for each. */
  async exportSeveral(
    clients: { collection: string; handle: string }[],
    format: 'csv' | 'answers' | 'fhir',
  ): Promise<Book.ExportFile[]> {
    const books = [];
    for (const { collection } of clients) books.push(await this.#open(collection));
    return books[0]?.export_several({ clients, format }, this.#now()).files ?? [];
  }

  /** Everything that was agreed with a client, and the therapist's own notes about them. */
  async plan(collection: string): Promise<Book.Plan> {
    return (await this.#open(collection)).plan(collection);
  }

  /** Instruments and prompts that the practice can give its clients, in a language. */
  async library(language: string): Promise<Book.Library> {
    return (await this.#own()).library(language);
  }

  /** Looks into a file of an own instrument or of prompts, and takes nothing over. */
  async inspect(json: string, language: string): Promise<Book.Report> {
    return (await this.#own()).inspect(json, language);
  }

  /** Takes over a file that `inspect` found nothing wrong with. */
  async import(json: string): Promise<void> {
    await this.#writeOwn((book) => book.import(json, this.#now()));
  }

  /** Writes or (with an id) changes an own prompt set; whoever was given it has it in its new words. */
  async savePrompts(id: string | undefined, form: Book.PromptSetForm): Promise<void> {
    await this.#writeOwn((book) => book.savePrompts(id, form, this.#now()));
    if (!id) return;
    for (const collection of this.#inCare()) {
      await this.#write(collection, (book) => book.renew(collection, this.#now()));
    }
  }

  /** Takes an own instrument or prompt set out of the library. Clients keep what they were given. */
  async discard(id: string): Promise<void> {
    await this.#writeOwn((book) => book.discard(id));
  }

  /** Gives a client an own prompt set, or ends it for them. */
  async givePrompts(collection: string, set: string, given: boolean): Promise<void> {
    await this.#write(collection, (book) => book.givePrompts(collection, set, given, this.#now()));
  }

  /** The practice's card: whom to call, and how the journal is read. Empty while there is none. */
  async card(): Promise<Book.CardForm> {
    return (await this.#own()).card();
  }

  /** Writes the practice's card and gives it to every client; their phones show it offline. */
  async saveCard(form: Book.CardForm): Promise<void> {
    await this.#writeOwn((book) => book.saveCard(form, this.#now()));
    for (const collection of this.#inCare()) await this.giveCard(collection);
  }

  /** Gives a client the practice's card, if they do not have it as it is now. */
  async giveCard(collection: string): Promise<void> {
    await this.#write(collection, (book) => book.giveCard(collection, this.#now()));
  }

  /** Answers an entry; its draft is over. */
  async reply(collection: string, entry: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.reply(collection, entry, text, this.#now()));
  }

  /** Takes a reply back. */
  async deleteReply(collection: string, reply: string): Promise<void> {
    await this.#write(collection, (book) => book.deleteReply(collection, reply));
  }

  /** Keeps a reply that was begun, sealed, through lock and reload; empty: forgets it. */
  async draft(collection: string, entry: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.draft(collection, entry, text, this.#now()));
  }

  /** Writes or (with an id) changes a private note, about the client or an entry; empty: deletes it. */
  async note(collection: string, text: string, about?: string, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.note(collection, id, about, text, this.#now()));
  }

  /** Writes or (with an id) changes a line to bring to the session; empty: deletes it. */
  async agenda(collection: string, text: string, about?: string, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.agenda(collection, id, about, text, this.#now()));
  }

  /** Says when the last visit was. */
  async visit(collection: string, at: number): Promise<void> {
    await this.#write(collection, (book) => book.visit(collection, this.#now(at)));
  }

  /** Forgets what was said about visits: the last appointment that was kept counts again. */
  async forgetVisits(collection: string): Promise<void> {
    await this.#write(collection, (book) => book.forgetVisits(collection));
  }

  /** Writes or (with an id) changes a promise, which the client sees as well; empty: deletes it. */
  async promise(collection: string, text: string, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.promise(collection, id, text, this.#now()));
  }

  /** A promise was kept, or was not after all. */
  async keepPromise(collection: string, id: string, kept: boolean): Promise<void> {
    await this.#write(collection, (book) => book.keepPromise(collection, id, kept, this.#now()));
  }

  /** Remembers that the therapist has seen the safety flags of the brief: the client is shown it. */
  async flagsSeen(collection: string): Promise<void> {
    await this.#write(collection, (book) => book.flagsSeen(collection, this.#now()));
  }

  /** Closes a safety flag, by its event or its answers, with what was done. */
  async closeFlag(collection: string, record: string, form: Book.DispositionForm): Promise<void> {
    await this.#write(collection, (book) => book.closeFlag(collection, record, form, this.#now()));
  }

  /** Suggests a line for the client's crisis plan. */
  async proposePlanLine(collection: string, part: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.proposePlanLine(collection, part, text, this.#now()));
  }

  /** How a flag was closed. */
  async disposition(collection: string, id: string): Promise<Book.DispositionForm> {
    return (await this.#open(collection)).disposition(collection, id);
  }

  /** Assigns a prompt or a measure, or (with an id) changes what was assigned. */
  async assign(collection: string, form: Book.AssignmentForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.assign(collection, id, form, this.#now()));
  }

  /** Ends an assignment, or takes the end back. */
  async endAssignment(collection: string, id: string, ended: boolean): Promise<void> {
    await this.#write(collection, (book) => book.endAssignment(collection, id, ended));
  }

  /** Suggests a step. */
  async suggest(collection: string, form: Book.SuggestionForm): Promise<void> {
    await this.#write(collection, (book) => book.suggest(collection, form, this.#now()));
  }

  /** Agrees on a meeting, or (with an id) moves it. */
  async schedule(collection: string, form: Book.MeetingForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.schedule(collection, id, form, this.#now(form.at)));
  }

  /** A meeting took place, did not, or is open again; or it is called off. */
  async settle(collection: string, id: string, kept: boolean | undefined, cancelled = false): Promise<void> {
    await this.#write(collection, (book) => book.settle(collection, id, kept, cancelled));
  }

  /** Records a dosing session, or (with an id) changes what was recorded. */
  async session(collection: string, form: Book.SessionForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.session(collection, id, form, this.#now(form.at)));
  }

  /** Takes back what the therapist made for the client: a suggestion, a meeting, a session, an assignment. */
  async withdraw(collection: string, id: string): Promise<void> {
    await this.#write(collection, (book) => book.withdraw(collection, id));
  }

  /** Own notes about clients whose care has ended. */
  async formers(): Promise<Book.Former[]> {
    const book = await this.#own();
    const open = this.caseload().clients.filter(({ trouble }) => trouble?.code !== DeskFault.unlisted);
    return book.formers(open.map(({ collection }) => collection)).list;
  }

  /** Ends care for a client: access ends at once. Where there are own notes, `closing` says among them whose they are. */
  async endCare(collection: string, closing: string): Promise<void> {
    const { notes } = await this.plan(collection);
    if (notes.some(({ purpose }) => purpose === 'note' || purpose === 'agenda')) await this.note(collection, closing);
    this.#desk.endCare(collection, this.#world.now());
    await this.#keeper?.sync();
    await this.#keeper?.relationships();
  }

  /** Clients whose records can be read and written. */
  #inCare(): string[] {
    return this.caseload()
      .clients.filter(({ trouble }) => !trouble)
      .map(({ collection }) => collection);
  }

  /** The desk can spell from then on. A download that broke is tried again by the next call. */
  async #learn(): Promise<void> {
    this.#words ??= this.#world.words().then(
      (words) => this.#desk.learn(words),
      () => {
        this.#words = undefined;
        throw DeskFault.unreached();
      },
    );
    await this.#words;
  }

  #client(collection: string): Client {
    return this.#desk.client(collection, this.#world.now());
  }

  /** Passes news on. What was opened of a client whose access has ended is put away first. */
  async #heard(news: News): Promise<void> {
    if (news.kind === 'relationships') {
      const gone = [...this.#opened].filter((collection) => {
        const client = this.client(collection);
        return !client || client.trouble?.code === DeskFault.unlisted;
      });
      for (const collection of gone) {
        this.#opened.delete(collection);
        (await this.#casebook)?.putAway(collection);
      }
    }
    this.#tell(news);
    if (news.kind === 'standing') this.#live = news.standing === 'live';
    // Who joins later gets the card as well. Without a network it is tried again with the next news.
    if (this.#live && news.kind !== 'records') await this.#giveCards().catch(() => undefined);
  }

  async #giveCards(): Promise<void> {
    for (const collection of this.#desk.withoutCard()) await this.giveCard(collection);
  }

  /** The casebook, with what the desk holds of a client and of the therapist's own. */
  async #open(collection: string): Promise<Book.Casebook> {
    return this.#take(await this.#book(), collection);
  }

  /** The casebook, with what the desk holds of the therapist's own. */
  async #own(): Promise<Book.Casebook> {
    return this.#take(await this.#book());
  }

  /** Hands the casebook what the desk holds by now. */
  #take(book: Book.Casebook, collection?: string): Book.Casebook {
    const own = this.#desk.ownCollection();
    if (own) book.takeOwn(own, this.#desk.records(own, book.markOf(own)));
    if (collection !== undefined) {
      this.#opened.add(collection);
      book.take(collection, this.#desk.records(collection, book.markOf(collection)));
    }
    return book;
  }

  async #book(): Promise<Book.Casebook> {
    // A download that broke is tried again by the next call.
    this.#casebook ??= this.#world.casebook().catch((thrown) => {
      this.#casebook = undefined;
      throw DeskFault.from(thrown).code === DeskFault.crashed ? thrown : DeskFault.unreached();
    });
    return this.#casebook;
  }

  /**
   * Writes what the casebook makes: the pages show it at once, the server hears of it as soon as it can. Nothing comes
   * between what is read and what is written: else two that write at once would both miss the other's record.
   */
  async #write(collection: string, make: (book: Book.Casebook) => Uint8Array): Promise<void> {
    const book = await this.#book();
    this.#written(collection, make(this.#take(book, collection)));
  }

  async #writeOwn(make: (book: Book.Casebook) => Uint8Array): Promise<void> {
    const book = await this.#book();
    this.#written('library', make(this.#take(book)));
  }

  #written(topic: string, changes: Uint8Array): void {
    if (this.#desk.write(changes, this.#world.now()).length === 0) return;
    this.#keeper?.unsent();
    this.#tell({ kind: 'records', collections: [topic] });
    this.#keeper?.sync().catch(() => this.#keeper?.wake());
  }

  #now(unixMs = this.#world.now()): Book.Now {
    return {
      unixMs,
      offsetS: -new Date(unixMs).getTimezoneOffset() * 60,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  async #admit(admission: Admission): Promise<Who> {
    this.#net.admit(admission.accessToken, admission.expiresIn);
    for (const kept of this.#kept) this.#desk.recall(kept);
    if (this.#before && this.#before !== admission.device) {
      // The session from before the lock: without it the list of devices would grow with every unlock.
      await this.#net.carry(this.#desk.endDeviceCall(this.#before)).catch(() => undefined);
    }
    this.#before = admission.device;
    this.#desk.takeLimits(await this.#net.carry(this.#desk.limitsCall()));
    this.#keeper = new Keeper(
      this.#desk,
      this.#net,
      this.#world.tabs(admission.who.handle),
      (news) => void this.#heard(news),
    );
    if (admission.who.therapist) void this.#keeper.run();
    return admission.who;
  }
}
