import type * as Book from '$pkg/casebook';
import type {
  Admission,
  Call,
  Caseload,
  Client,
  Desk,
  Enrol,
  FormerClient,
  InvitationView,
  Inviting,
  Overlap,
  Who,
  SafetyWords,
} from '$pkg/desk';
import { noticeFile } from '$lib/files/notice';
import type { PasswordProof } from '$lib/administration';
import { DeskFault } from './fault';
import { SyncLoop, type DeskEvent } from './sync-loop';
import { Net, type World } from './net';

/** A client's journey, with the client as in the caseload. */
export type Timeline = Book.Timeline & { client: Client };
/** One entry for its page, with the client as in the caseload. */
export type EntryPage = Book.EntryPage & { client: Client };

/** A form of the clinic. */
export type ClinicForm = 'session' | 'clearance';

/** The API of the worker for the pages. Every method throws a `DeskFault` on failure. */
export class DeskService {
  #desk: Desk;
  #world: World;
  #net: Net;
  #syncLoop: SyncLoop | undefined;
  /** The first sync is complete, and the change stream is open. */
  #live = false;
  #notify: (news: DeskEvent) => void = () => undefined;
  #casebook: Promise<Book.Casebook> | undefined;
  #words: Promise<void> | undefined;
  /** Exports that the server has not recorded yet. */
  #unreported: string[] = [];
  #reporting = false;
  /** Clients whose records the casebook holds. */
  readonly #opened = new Set<string>();
  /** The second half of a sign-in or of a password change that waits for a code. */
  #finish: Call | undefined;
  /** The known server states that this browser has stored, of all accounts. */
  #memories: string[] = [];
  /** The device of a session that existed before the password was entered. */
  #before: string | undefined;

  constructor(desk: Desk, world: World) {
    this.#desk = desk;
    this.#world = world;
    this.#net = new Net(desk, world);
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

  /** The account of the session that this browser still has. This unlocks nothing. */
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

  /** Signs in, or unlocks a locked desk. */
  async signIn(handle: string, password: string, device: string): Promise<Who> {
    const started = await this.#net.request(this.#desk.signInStart(handle, password));
    this.#finish = this.#desk.signInFinish(started, device);
    return this.secondFactor();
  }

  /**
   * The second half of signing in. Fails with `second_factor_required` if a second factor is set. It is then called
   * with a code of the authenticator app or a spare code.
   */
  async secondFactor(code?: string): Promise<Who> {
    return this.#admit(this.#desk.signedIn(await this.#finished(code)));
  }

  /** Sends the second half of what `#finish` has begun, with or without a code. */
  async #finished(code?: string): Promise<Uint8Array> {
    if (!this.#finish) throw new DeskFault('not_ready', 'There is nothing to finish.');
    const body = { ...JSON.parse(this.#finish.body ?? '{}'), second_factor: code?.replaceAll(/\s/g, '') };
    const answer = await this.#net.request({ ...this.#finish, body: JSON.stringify(body) });
    this.#finish = undefined;
    return answer;
  }

  /** Proves the password to the server, before an action that cannot be undone. */
  async prove(handle: string, password: string): Promise<PasswordProof> {
    const started = await this.#net.request(this.#desk.signInStart(handle, password));
    const { attempt, message } = JSON.parse(this.#desk.signInFinish(started, '').body ?? '{}');
    return { attempt, message };
  }

  /** Begins the enrolment of staff. Returns the words of the recovery code, to be written down and confirmed. */
  async enrol(enrol: Enrol, password: string): Promise<string[]> {
    await this.#loadWords();
    const started = await this.#net.request(this.#desk.enrolStart(enrol, password));
    return this.#desk.enrolKit(started, this.#world.now()).split(' ');
  }

  /** Registers the account after the words were confirmed. */
  async enrolFinish(typed: string, code: string | undefined, device: string): Promise<Who> {
    const session = await this.#net.request(this.#desk.enrolFinish(typed, code, device));
    return this.#admit(this.#desk.signedIn(session));
  }

  /**
   * Sets a new password with the recovery code. Ends like `signIn`, with a second factor if one is set. Fails with
   * `code` if the words are not a recovery code, and like a wrong password if they belong to another account.
   */
  async recover(handle: string, words: string, password: string, device: string): Promise<Who> {
    await this.#loadWords();
    const started = await this.#net.request(this.#desk.recoverStart(handle, words, password));
    this.#finish = this.#desk.recoverFinish(started, device);
    return this.secondFactor();
  }

  /** Changes the password of the signed-in account. Requires the current one, and a second factor as in `signIn`. */
  async changePassword(handle: string, before: string, password: string): Promise<void> {
    const proof = JSON.stringify(await this.prove(handle, before));
    const started = await this.#net.request(this.#desk.passwordStart(password));
    this.#finish = this.#desk.passwordFinish(started, proof);
    return this.passwordFactor();
  }

  /** The second half of a password change, like `secondFactor` for signing in. */
  async passwordFactor(code?: string): Promise<void> {
    await this.#finished(code);
  }

  /** Adopts the sealed changes of an earlier worker. Returns the number of changes that could not be adopted. */
  adopt(sealed: string): number {
    const unread = this.#desk.adopt(sealed, this.#world.now());
    this.#syncLoop?.unsent();
    this.#notify({ kind: 'records', collections: this.#inCare() });
    this.#syncLoop?.sync().catch(() => this.#syncLoop?.wake());
    return unread;
  }

  /** Sets what this browser has stored. Called before signing in. */
  recall(kept: string[]): void {
    this.#memories = kept;
  }

  /** Ends this browser's session on the server. The caller ends the worker. */
  async signOut(): Promise<void> {
    this.#syncLoop?.stop();
    await this.#net.request(this.#desk.signOutCall());
    this.#net.forget();
  }

  /** Retries immediately, for example when the network may be back. */
  wake(): void {
    this.#syncLoop?.wake();
  }

  /** Calls the server for data that is not sealed: devices, the practice, the audit log. */
  async plain(method: string, path: string, body?: unknown): Promise<unknown> {
    const call = { method, path, body: body === undefined ? null : JSON.stringify(body), signed: true };
    const answer = await this.#net.request(call);
    return answer.length > 0 ? JSON.parse(new TextDecoder().decode(answer)) : undefined;
  }

  /** The account's invitations, newest first. */
  async invitations(origin: string): Promise<InvitationView[]> {
    return this.#desk.invitations(origin).list;
  }

  /** Creates an invitation. */
  async invite(label: string, inviting: Inviting): Promise<void> {
    await this.#net.request(this.#desk.invite(label, inviting, this.#world.now()));
    await this.#syncLoop?.relationships();
  }

  /** Revokes an invitation. */
  async revoke(invitation: string): Promise<void> {
    await this.#net.request(this.#desk.revokeCall(invitation));
    await this.#syncLoop?.relationships();
  }

  /** The safety words to compare with a client's. Computing them takes a second. */
  async safetyWords(collection: string): Promise<SafetyWords> {
    await this.#loadWords();
    return this.#desk.safetyWords(collection);
  }

  /** Records that the safety words were compared and match. */
  compared(collection: string): void {
    this.#desk.compared(collection, this.#world.now());
    this.#syncLoop?.unsent();
    this.#notify({ kind: 'relationships' });
    this.#syncLoop?.sync().catch(() => this.#syncLoop?.wake());
  }

  /** Preloads what a client's page needs. */
  async warm(): Promise<void> {
    await this.#loadCasebook();
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
    const book = await this.#open(collection);
    return { ...book.timeline(collection, filter, this.#world.now()), client: this.#client(collection) };
  }

  /** One entry, with a measure's questions in a language. */
  async entry(collection: string, entry: string, language: string): Promise<EntryPage> {
    const book = await this.#open(collection);
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

  /** Marks entries as reviewed or as not reviewed. */
  async mark(collection: string, entries: string[], reviewed: boolean): Promise<void> {
    await this.#write(collection, (book) => book.mark(collection, entries, reviewed, this.#now()));
  }

  /** Records that an entry was opened. */
  async opened(collection: string, entry: string): Promise<void> {
    await this.#write(collection, (book) => book.opened(collection, entry, this.#now()));
  }

  /** The brief for a follow-up. `since` replaces the last visit. */
  async brief(collection: string, language: string, since?: number): Promise<Book.Brief> {
    return (await this.#open(collection)).brief(collection, since, language, this.#now());
  }

  /** Trends of mood, measures and themes. */
  async trends(collection: string): Promise<Book.Trends> {
    return (await this.#open(collection)).trends(collection, this.#now());
  }

  /** Searches all opened records of a client: entries, replies, sessions, promises, own notes. */
  async search(collection: string, typed: string): Promise<Book.Finds> {
    return (await this.#open(collection)).search(collection, typed);
  }

  /** The contents of an export. */
  async inside(collection: string): Promise<Book.Inside> {
    return (await this.#open(collection)).inside(collection, this.#now());
  }

  /** The notice of what is shown, printed or saved of a client, or (without one) of the practice. */
  async notice(collection?: string): Promise<Book.NoticeText | undefined> {
    return (await (collection === undefined ? this.#own() : this.#open(collection))).notice(collection);
  }

  /** Creates an export file, with a description of its contents. */
  async export(
    collection: string,
    format: 'json' | 'markdown' | 'csv' | 'answers' | 'effects' | 'adverse_events' | 'records' | 'fhir',
    handle: string,
  ): Promise<Book.ExportFile> {
    const file = (await this.#open(collection)).export(collection, format, handle, this.#now());
    this.#exported([collection]);
    return file;
  }

  /** The therapist's own notes about a client, present or former. No other file contains them. */
  async exportNotes(collection: string, handle: string): Promise<Book.ExportFile> {
    return (await this.#own()).exportNotes(collection, handle, this.#now());
  }

  /** Records on the server that an export was made, for clients and practice. Offline, this is retried later. */
  #exported(collections: string[]): void {
    this.#unreported.push(...collections);
    void this.#reportExports();
  }

  async #reportExports(): Promise<void> {
    if (this.#reporting) return;
    this.#reporting = true;
    await this.#reportAllExports().finally(() => (this.#reporting = false));
  }

  async #reportAllExports(): Promise<void> {
    for (let collection = this.#unreported[0]; collection !== undefined; collection = this.#unreported[0]) {
      const path = `/v1/collections/${collection}/exports`;
      try {
        await this.#net.request({ method: 'POST', path, body: null, signed: true });
      } catch (thrown) {
        // After care has ended, the server has no collection to record it in.
        if (DeskFault.from(thrown).code !== 'not_found') return;
      }
      this.#unreported.shift();
    }
  }

  /** An archive of all attachments of a client, and the number that could not be fetched. */
  async exportFiles(collection: string, handle: string): Promise<{ name: string; blob: Blob; missing: number }> {
    const { name, files, notice } = (await this.#open(collection)).exportedFiles(collection, handle, this.#now());
    const { downloadZip } = await import('client-zip');
    let missing = 0;
    const opened = async function* (this: DeskService) {
      if (notice) yield noticeFile(notice, this.#world.now());
      for (const file of files) {
        try {
          const input = await this.attachment(collection, file.entry, file.id);
          yield { name: file.name, lastModified: new Date(file.at), input };
        } catch (thrown) {
          // An unfinished upload must not prevent the export of the others.
          if (DeskFault.from(thrown).code === DeskFault.offline) throw thrown;
          missing += 1;
        }
      }
    };
    const blob = await downloadZip(opened.call(this)).blob();
    this.#exported([collection]);
    return { name, blob, missing };
  }

  /** Creates export files of several clients: one table, or one bundle per client. */
  async exportSeveral(
    clients: { collection: string; handle: string }[],
    format: 'csv' | 'answers' | 'effects' | 'adverse_events' | 'records' | 'fhir',
  ): Promise<Book.ExportFile[]> {
    const former = new Set(this.formerClients().map(({ collection }) => collection));
    const open = clients.map(({ collection }) => collection).filter((collection) => !former.has(collection));
    let book = await this.#own();
    for (const collection of open) book = await this.#open(collection);
    const { files } = book.export_several({ clients, format }, this.#now());
    this.#exported(open);
    return files;
  }

  /** All agreements with a client, and the therapist's own notes about them. */
  async plan(collection: string): Promise<Book.Plan> {
    return (await this.#open(collection)).plan(collection);
  }

  /** The practice's own instruments and prompt sets, in a language. */
  async library(language: string): Promise<Book.Library> {
    return (await this.#own()).library(language);
  }

  /** Checks a file with an instrument or a prompt set, without importing it. */
  async inspect(json: string, language: string): Promise<Book.Report> {
    return (await this.#own()).inspect(json, language);
  }

  /** Imports a file in which `inspect` found no errors. */
  async import(json: string): Promise<void> {
    await this.#writeOwn((book) => book.import(json, this.#now()));
  }

  /** Creates or (with an id) changes a prompt set. Clients who have it receive the change. */
  async savePrompts(id: string | undefined, form: Book.PromptSetForm): Promise<void> {
    await this.#writeOwn((book) => book.savePrompts(id, form, this.#now()));
    if (!id) return;
    for (const collection of this.#inCare()) {
      await this.#write(collection, (book) => book.renew(collection, this.#now()));
    }
  }

  /** Removes an instrument or prompt set from the library. Clients keep what they have. */
  async discard(id: string): Promise<void> {
    await this.#writeOwn((book) => book.discard(id));
  }

  /** Gives a client a prompt set, or removes it. */
  async givePrompts(collection: string, set: string, given: boolean): Promise<void> {
    await this.#write(collection, (book) => book.givePrompts(collection, set, given, this.#now()));
  }

  /** The practice card: whom to call, and when the journal is read. Empty if there is none. */
  async card(): Promise<Book.CardForm> {
    return (await this.#own()).card();
  }

  /** Saves the practice card and sends it to every client. Phones show it offline. */
  async saveCard(form: Book.CardForm): Promise<void> {
    await this.#writeOwn((book) => book.saveCard(form, this.#now()));
    for (const collection of this.#inCare()) await this.sendCard(collection);
  }

  /** Sends a client the current practice card, if they do not have it. */
  async sendCard(collection: string): Promise<void> {
    await this.#write(collection, (book) => book.sendCard(collection, this.#now()));
  }

  /** Replies to an entry, and deletes the draft. */
  async reply(collection: string, entry: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.reply(collection, entry, text, this.#now()));
  }

  /** Deletes a reply. */
  async deleteReply(collection: string, reply: string): Promise<void> {
    await this.#write(collection, (book) => book.deleteReply(collection, reply));
  }

  /** Saves the draft of a reply, sealed, so that it survives lock and reload. Empty: deletes it. */
  async draft(collection: string, entry: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.draft(collection, entry, text, this.#now()));
  }

  /** Creates or (with an id) changes a private note about the client or an entry. Empty: deletes it. */
  async note(collection: string, text: string, about?: string, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.note(collection, id, about, text, this.#now()));
  }

  /** Saves the draft of a note, sealed, so that it survives lock and reload. Empty: deletes it. */
  async noteDraft(collection: string, text: string, about?: string): Promise<void> {
    await this.#write(collection, (book) => book.noteDraft(collection, about, text, this.#now()));
  }

  /** Saves an unfinished form under its name, sealed, so that it survives lock and reload. Empty: deletes it. */
  async formDraft(collection: string, form: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.formDraft(collection, form, text, this.#now()));
  }

  /** The unfinished form of a name; empty without one. */
  async savedForm(collection: string, form: string): Promise<string> {
    return (await this.#open(collection)).savedForm(collection, form);
  }

  /** Sets the therapist's own name for a client. Empty: deletes it. */
  async label(collection: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.label(collection, text, this.#now()));
    this.#notify({ kind: 'relationships' });
  }

  /** Clients whose care has ended. */
  formerClients(): FormerClient[] {
    return this.#desk.formerClients().list;
  }

  /** Creates or (with an id) changes an agenda item. Empty: deletes it. */
  async agenda(collection: string, text: string, about?: string, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.agenda(collection, id, about, text, this.#now()));
  }

  /** Sets the date of the last visit. */
  async visit(collection: string, at: number): Promise<void> {
    await this.#write(collection, (book) => book.visit(collection, this.#now(at)));
  }

  /** Deletes the visit date that was set: the last appointment that took place counts again. */
  async forgetVisits(collection: string): Promise<void> {
    await this.#write(collection, (book) => book.forgetVisits(collection));
  }

  /** Creates or (with an id) changes a promise, which the client sees. Empty: deletes it. */
  async promise(collection: string, text: string, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.promise(collection, id, text, this.#now()));
  }

  /** Marks a promise as kept or not kept. */
  async keepPromise(collection: string, id: string, kept: boolean): Promise<void> {
    await this.#write(collection, (book) => book.keepPromise(collection, id, kept, this.#now()));
  }

  /** Records that the therapist has seen the safety flags of the brief. The client can see that. */
  async flagsSeen(collection: string): Promise<void> {
    await this.#write(collection, (book) => book.flagsSeen(collection, this.#now()));
  }

  /** Closes a safety flag (by its event or its answers) with a disposition. */
  async closeFlag(collection: string, record: string, form: Book.DispositionForm): Promise<void> {
    await this.#write(collection, (book) => book.closeFlag(collection, record, form, this.#now()));
  }

  /** Records an adverse event, or (with an id) changes it: only in the therapist's own collection. */
  async adverseEvent(collection: string, form: Book.AdverseForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.adverseEvent(collection, id, form, this.#now()));
  }

  /** Suggests a line for the client's crisis plan. */
  async proposePlanLine(collection: string, part: string, text: string): Promise<void> {
    await this.#write(collection, (book) => book.proposePlanLine(collection, part, text, this.#now()));
  }

  /** Reopens a closed flag, with the reason. */
  async reopenFlag(collection: string, record: string, why: string): Promise<void> {
    await this.#write(collection, (book) => book.reopenFlag(collection, record, why, this.#now()));
  }

  /** How a flag was closed. */
  async disposition(collection: string, id: string): Promise<Book.DispositionForm> {
    return (await this.#open(collection)).disposition(collection, id);
  }

  /** Assigns a prompt or a measure, or (with an id) changes an assignment. */
  async assign(collection: string, form: Book.AssignmentForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.assign(collection, id, form, this.#now()));
  }

  /** Ends an assignment, or resumes it. */
  async endAssignment(collection: string, id: string, ended: boolean): Promise<void> {
    await this.#write(collection, (book) => book.endAssignment(collection, id, ended));
  }

  /** Suggests a step. */
  async suggest(collection: string, form: Book.SuggestionForm): Promise<void> {
    await this.#write(collection, (book) => book.suggest(collection, form, this.#now()));
  }

  /** Appointments, of this client or another, that overlap with one of this length. */
  overlaps(at: number, minutes: number, except?: string): Overlap[] {
    return this.#desk.overlaps(at, minutes, except).list;
  }

  /** Agrees on a meeting, or (with an id) moves it. */
  async schedule(collection: string, form: Book.MeetingForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.schedule(collection, id, form, this.#now(form.at)));
  }

  /** An appointment as a calendar file, with its time and a neutral title. */
  async calendarFile(collection: string, id: string, language: string): Promise<{ name: string; blob: Blob }> {
    const text = (await this.#open(collection)).calendarFile(collection, id, language, this.#now());
    return { name: 'appointment.ics', blob: new Blob([text], { type: 'text/calendar' }) };
  }

  /** Sets the state of an appointment: kept, missed, open or cancelled. */
  async settle(collection: string, id: string, kept: boolean | undefined, cancelled = false): Promise<void> {
    await this.#write(collection, (book) => book.settle(collection, id, kept, cancelled));
  }

  /** Records a dosing session, or (with an id) changes the record. */
  async session(collection: string, form: Book.SessionForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.session(collection, id, form, this.#now(form.at)));
  }

  /** A session record or a clearance, as kept or as an unfinished draft. */
  async sheet(collection: string, form: ClinicForm, language: string, id?: string): Promise<Book.SheetPage> {
    return (await this.#open(collection)).sheet(collection, form, id, language);
  }

  /** Checks the typed values. */
  async checkSheet(collection: string, form: ClinicForm, sheet: Book.Sheet, language: string): Promise<Book.Checked> {
    return (await this.#open(collection)).checkSheet(collection, form, sheet, language, this.#now());
  }

  /** Saves the typed values as a draft, sealed, so that it survives lock and reload. */
  async draftSheet(collection: string, form: ClinicForm, sheet: Book.Sheet, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.draftSheet(collection, form, id, sheet, this.#now()));
  }

  /** Discards a draft. */
  async discardSheet(collection: string, form: ClinicForm, id?: string): Promise<void> {
    await this.#write(collection, (book) => book.discardSheet(collection, form, id));
  }

  /** Keeps the typed values in the record, and returns the record's id. */
  async saveSheet(
    collection: string,
    form: ClinicForm,
    sheet: Book.Sheet,
    language: string,
    id?: string,
  ): Promise<string> {
    const ids = await this.#write(collection, (book) =>
      book.saveSheet(collection, form, id, sheet, language, this.#now()),
    );
    return ids[0] ?? id ?? '';
  }

  /** The clinic's records of a client, and the sums of the given doses. */
  async clinicRecords(collection: string, language: string): Promise<Book.ClinicRecords> {
    return (await this.#open(collection)).clinicRecords(collection, language, this.#now());
  }

  /** A check list for editing by the practice. */
  async checkList(name: string, language: string): Promise<Book.ListPage> {
    return (await this.#own()).checkList(name, language);
  }

  /** Changes a check list of the practice. */
  async saveCheckList(name: string, lines: Book.ListLine[]): Promise<void> {
    await this.#writeOwn((book) => book.saveCheckList(name, lines, this.#now()));
  }

  /** The practice's rules for the session record, with the built-in values. */
  async clinicRules(): Promise<Book.RulesPage> {
    return (await this.#own()).clinicRules();
  }

  /** What is refused of the rules that are typed. */
  async checkClinicRules(typed: Book.SheetRow): Promise<Book.Finding[]> {
    return (await this.#own()).checkClinicRules(typed);
  }

  /** Changes the practice's rules. Fails with `findings` if one is refused. */
  async saveClinicRules(typed: Book.SheetRow): Promise<void> {
    await this.#writeOwn((book) => book.saveClinicRules(typed, this.#now()));
  }

  /** Withdraws a record of the therapist: a suggestion, an appointment, a session or an assignment. */
  async withdraw(collection: string, id: string): Promise<void> {
    await this.#write(collection, (book) => book.withdraw(collection, id));
  }

  /** The therapist's notes about clients whose care has ended. */
  async formers(): Promise<Book.Former[]> {
    const book = await this.#own();
    const open = this.caseload().clients.filter(({ trouble }) => trouble?.code !== DeskFault.unlisted);
    return book.formers(open.map(({ collection }) => collection)).list;
  }

  /** Ends care for a client; access ends immediately. With own notes, `closing` is added to them to name the client. */
  async endCare(collection: string, closing: string): Promise<void> {
    const { notes } = await this.plan(collection);
    // The client's chosen name is deleted with their records.
    const { label, name } = this.#client(collection);
    if (!label && name) await this.label(collection, name);
    // Must be written while there is still access.
    await this.#syncLoop?.sync();
    if (notes.some(({ purpose }) => purpose === 'note' || purpose === 'agenda')) await this.note(collection, closing);
    this.#desk.endCare(collection, this.#world.now());
    await this.#syncLoop?.sync();
    await this.#syncLoop?.relationships();
  }

  /** Clients with readable and writable records. */
  #inCare(): string[] {
    return this.caseload()
      .clients.filter(({ trouble }) => !trouble)
      .map(({ collection }) => collection);
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

  #client(collection: string): Client {
    return this.#desk.client(collection, this.#world.now());
  }

  /** Forwards an event. Records of a client whose care has ended are removed from memory first. */
  async #onEvent(news: DeskEvent): Promise<void> {
    if (news.kind === 'relationships') {
      const gone = [...this.#opened].filter((collection) => {
        const client = this.client(collection);
        return !client || client.trouble?.code === DeskFault.unlisted;
      });
      for (const collection of gone) {
        this.#opened.delete(collection);
        (await this.#casebook)?.close(collection);
      }
    }
    this.#notify(news);
    if (news.kind === 'sync_state') this.#live = news.state === 'live';
    // New clients receive the practice card too. Offline, this is retried at the next event.
    if (this.#live && news.kind !== 'records') await this.#sendCards().catch(() => undefined);
    if (this.#live && news.kind === 'sync_state') await this.#reportExports();
  }

  async #sendCards(): Promise<void> {
    for (const collection of this.#desk.withoutCard()) await this.sendCard(collection);
  }

  /** The casebook with the records of a client and of the private collection. */
  async #open(collection: string): Promise<Book.Casebook> {
    return this.#transfer(await this.#loadCasebook(), collection);
  }

  /** The casebook with the records of the private collection. */
  async #own(): Promise<Book.Casebook> {
    return this.#transfer(await this.#loadCasebook());
  }

  /** Passes the desk's current records to the casebook. */
  #transfer(book: Book.Casebook, collection?: string): Book.Casebook {
    const own = this.#desk.ownCollection();
    if (own) book.receiveOwn(own, this.#desk.records(own, book.markOf(own)));
    if (collection !== undefined) {
      this.#opened.add(collection);
      book.receive(collection, this.#desk.records(collection, book.markOf(collection)));
    }
    return book;
  }

  async #loadCasebook(): Promise<Book.Casebook> {
    // A failed download is retried by the next call.
    this.#casebook ??= this.#world.casebook().catch((thrown) => {
      this.#casebook = undefined;
      throw DeskFault.from(thrown).code === DeskFault.crashed ? thrown : DeskFault.unreached();
    });
    return this.#casebook;
  }

  /**
   * Writes records that the casebook makes. Pages show them immediately, and the sync loop pushes them. Reading and
   * writing are not interrupted: otherwise two concurrent writes would each miss the other's record.
   */
  async #write(collection: string, make: (book: Book.Casebook) => Uint8Array): Promise<string[]> {
    const book = await this.#loadCasebook();
    return this.#written(collection, make(this.#transfer(book, collection)));
  }

  async #writeOwn(make: (book: Book.Casebook) => Uint8Array): Promise<void> {
    const book = await this.#loadCasebook();
    this.#written('library', make(this.#transfer(book)));
  }

  #written(topic: string, changes: Uint8Array): string[] {
    const ids = this.#desk.write(changes, this.#world.now());
    if (ids.length === 0) return ids;
    this.#syncLoop?.unsent();
    this.#notify({ kind: 'records', collections: [topic] });
    this.#syncLoop?.sync().catch(() => this.#syncLoop?.wake());
    return ids;
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
    for (const memory of this.#memories) this.#desk.recall(memory);
    if (this.#before && this.#before !== admission.device) {
      // Ends the session from before the lock. Otherwise the list of devices would grow with every unlock.
      await this.#net.request(this.#desk.endDeviceCall(this.#before)).catch(() => undefined);
    }
    this.#before = admission.device;
    this.#desk.takeLimits(await this.#net.request(this.#desk.limitsCall()));
    this.#syncLoop = new SyncLoop(
      this.#desk,
      this.#net,
      this.#world.tabs(admission.who.handle),
      (news) => void this.#onEvent(news),
    );
    if (admission.who.therapist) void this.#syncLoop.run();
    return admission.who;
  }
}
