package afterglow

import afterglow.core.PhoneCore
import java.io.File
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.withContext

/**
 * A person's journal on this phone. Open it once while the app runs.
 *
 * Every function suspends and may be called from any thread, the main thread included. What goes wrong is a
 * [JournalException], except for calls on a closed journal, which are a mistake of the caller's
 * ([IllegalStateException]). Ids are strings, as the views carry them.
 *
 * Calls that name the network's side ([register], [signIn], [recover], [join], [sync] and so on) may be cancelled: the
 * request under way is dropped, and nothing is left half done. All others read or write the encrypted store on this
 * phone and work without a network.
 */
public class Journal private constructor(
    private val core: PhoneCore,
    private val changes: Changes,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable {
    public companion object {
        /**
         * Opens the journal in the folder [home], or begins one: it can be written without an account.
         *
         * @param device what the person reads in the list of devices.
         * @param secrets keeps the key that opens the encrypted store.
         * @param zone names the time zone in which the device is, where the platform knows it better than the core.
         * @param dispatcher where calls wait for the store and the network.
         */
        public suspend fun open(
            home: File,
            device: String,
            secrets: SecretStore,
            zone: (() -> String)? = null,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): Journal =
            withContext(dispatcher) {
                val core = translated { PhoneCore.open(home.path, device, Secrets(secrets), zone?.let(::Zone)) }
                val changes = Changes()
                core.observe(changes)
                Journal(core, changes, dispatcher)
            }
    }

    private suspend fun <T> ask(call: suspend PhoneCore.() -> T): T =
        withContext(dispatcher) { translated { core.call() } }

    /** Ends the use of the journal. A call that is under way still ends as it would have. */
    override fun close(): Unit = core.close()

    /**
     * What [load] returns: now, and again whenever one of these parts has changed and the result differs. Several
     * changes may be loaded as one.
     */
    public fun <T> watch(part: Part, vararg others: Part, load: suspend Journal.() -> T): Flow<T> =
        changes.of(setOf(part, *others)).map { load() }.distinctUntilChanged()

    /** What became of a damaged journal, if this opening found one: say so to the person. */
    public suspend fun salvaged(): Salvaged? = ask { salvaged() }

    // Welcome, sign in, recovery kit, devices

    /** Who is on this phone, if anybody. */
    public suspend fun account(): Account? = ask { account() }

    /**
     * Makes an account and takes what was written before it along. Returns the recovery code, fifteen words: show
     * them, let the person keep them, and ask for them back with `confirm_recovery_code`.
     *
     * Should the answer get lost on the way, call it again with the same name and password.
     */
    public suspend fun register(server: String, handle: String, password: String): String =
        ask { register(server, handle, password) }

    /** Signs in with the password: on another phone of the same person, or again on this one. */
    public suspend fun signIn(server: String, handle: String, password: String): Unit =
        ask { signIn(server, handle, password) }

    /** Lets somebody in who has the recovery code, and sets a new password. All other devices are signed out. */
    public suspend fun recover(server: String, handle: String, code: String, newPassword: String): Unit =
        ask { recover(server, handle, code, newPassword) }

    /** The recovery code, until the person has confirmed that it is kept. */
    public suspend fun recoveryCode(): String? = ask { recoveryCode() }

    /** The person types the code back. Only then it counts as kept, and this phone forgets it. */
    public suspend fun confirmRecoveryCode(code: String): Unit = ask { confirmRecoveryCode(code) }

    /** Sets a new password in place of the one before. */
    public suspend fun changePassword(password: String, newPassword: String): Unit =
        ask { changePassword(password, newPassword) }

    /** Exchanges the account's keys after a phone was lost, under the same password. Returns the new recovery code. */
    public suspend fun renewKeys(password: String): String = ask { renewKeys(password) }

    /** Ends this device's session. The journal stays on the phone. */
    public suspend fun signOut(): Unit = ask { signOut() }

    /** The account's devices. */
    public suspend fun devices(): List<Device> = ask { devices() }

    /** Signs another device out. */
    public suspend fun removeDevice(device: String): Unit = ask { removeDevice(device) }

    // Join a therapist

    /** Reads who invites, without answering. `link` is what the QR code holds. Works before there is an account. */
    public suspend fun readInvitation(link: String): Invitation = ask { readInvitation(link) }

    /**
     * Answers an invitation. `name` is how the person wants to be called by this therapist.
     *
     * Should the answer get lost on the way, call it again with the same link.
     */
    public suspend fun join(link: String, name: String? = null): Care = ask { join(link, name) }

    /** The care relationships, ended ones included. */
    public suspend fun care(): List<Care> = ask { care() }

    /** Four words to compare with the therapist, by voice: equal exactly when nobody stands between. */
    public suspend fun safetyWords(care: String): List<String> = ask { safetyWords(care) }

    /** How the person wants to be called by this therapist. */
    public suspend fun setName(care: String, name: String): Unit = ask { setName(care, name) }

    /** Ends a relationship: the therapist is removed at once and reads nothing more. */
    public suspend fun endCare(care: String): Unit = ask { endCare(care) }

    // Today

    /** Today: where one is, the one thing that fits now, what one set out with. */
    public suspend fun today(): TodayScreen = ask { today() }

    /**
     * The fixed words of buttons, titles and hints in the language that the app speaks, by name: `save`, `share`.
     */
    public suspend fun labels(): Map<String, String> = ask { labels() }

    // Write: forms, drafts, prompts, versions

    /** What the editor offers now: prompts, drafts, what can be tapped. */
    public suspend fun writeView(): WriteScreen = ask { writeView() }

    /**
     * The prompts that fit now, those that look through a lens (a theme) first. A lens that no prompt looks through
     * changes nothing.
     */
    public suspend fun prompts(lens: String? = null): List<Prompt> = ask { prompts(lens) }

    /** The person does not want this prompt: it is not offered again soon, and nobody asks why. */
    public suspend fun skipPrompt(id: String): Unit = ask { skipPrompt(id) }

    /** The words of a prompt that an entry answered; absent for one that is not known here. */
    public suspend fun promptWords(id: String): String? = ask { promptWords(id) }

    /**
     * Writes an entry of any kind that has a form. Returns its id. Should the person have chosen to share this kind
     * from now on, it is shared in the same step.
     */
    public suspend fun write(form: EntryForm): String = ask { write(form) }

    /** What the screen shows of an entry, for changing it. */
    public suspend fun form(id: String): EntryForm = ask { form(id) }

    /** Changes an entry. Its shared copies change with it, and its earlier version is kept. */
    public suspend fun edit(id: String, form: EntryForm): Unit = ask { edit(id, form) }

    /** Deletes an entry, its shared copies, its versions and its draft. */
    public suspend fun delete(id: String): Unit = ask { delete(id) }

    /**
     * Saves what a screen holds, at every pause. Without an id a new draft begins; with an entry's id a change of
     * that entry begins or goes on. Returns the draft's id, which is or becomes the entry's.
     */
    public suspend fun saveDraft(id: String?, form: EntryForm): String = ask { saveDraft(id, form) }

    /** All drafts, the last saved first. */
    public suspend fun drafts(): List<Draft> = ask { drafts() }

    /** One draft. */
    public suspend fun draft(id: String): Draft? = ask { draft(id) }

    /** The draft becomes the entry, or the change of it. Returns the entry's id. */
    public suspend fun finishDraft(id: String): String = ask { finishDraft(id) }

    /** Throws a draft away. The entry that it would have changed stays as it is. */
    public suspend fun discardDraft(id: String): Unit = ask { discardDraft(id) }

    /** What an entry was, newest first; what stands now comes first. */
    public suspend fun history(id: String): List<Version> = ask { history(id) }

    /** Brings an earlier version of an entry back. What stands now becomes a version itself. */
    public suspend fun restore(id: String, version: String): Unit = ask { restore(id, version) }

    /** Entries that two phones changed at once, until the person has looked at them. */
    public suspend fun conflicts(): List<Conflict> = ask { conflicts() }

    /**
     * Says what stays of a field that two phones changed at once. What is overwritten is kept as an earlier version.
     */
    public suspend fun resolve(id: String, field: String, keep: Keep): Unit = ask { resolve(id, field, keep) }

    /**
     * Keeps everything as it stands in an entry that two phones changed at once: the other versions are dropped.
     */
    public suspend fun dismissAlternatives(id: String): Unit = ask { dismissAlternatives(id) }

    /** The plan for hard hours, if one was made. */
    public suspend fun crisisPlan(): PlanForm? = ask { crisisPlan() }

    /**
     * Keeps the plan: there is one, and its earlier versions are kept. It can be read while the journal is locked.
     */
    public suspend fun saveCrisisPlan(plan: PlanForm): String = ask { saveCrisisPlan(plan) }

    // Check-in, session, intentions, steps

    /** The check-in that fits now, ready to be filled in. Write it as `CheckInEntry`. */
    public suspend fun checkInView(): CheckInScreen = ask { checkInView() }

    /** The page of a session, by its number; one that is not written yet comes with an empty form. */
    public suspend fun sessionPage(number: Int): SessionScreen = ask { sessionPage(number.toUInt()) }

    /** "I am home": the session of this number has ended, and its check-ins count from now. */
    public suspend fun endSession(number: Int): Unit = ask { endSession(number.toUInt()) }

    /** The series, newest first. */
    public suspend fun series(): List<Series> = ask { series() }

    /** Intentions, goals and concerns. */
    public suspend fun hopes(): HopesScreen = ask { hopes() }

    /** What came up against an intention, a goal or a concern: kept beside it. */
    public suspend fun answerHope(id: String, words: String): Unit = ask { answerHope(id, words) }

    /** Takes an intention along into another session. Returns the new one's id. */
    public suspend fun carryForward(id: String, session: Int): String = ask { carryForward(id, session.toUInt()) }

    /** The steps, and what a therapist suggests. */
    public suspend fun steps(): StepsScreen = ask { steps() }

    /** What came of an entry: the steps that came from it, oldest first. */
    public suspend fun thread(id: String): List<Step> = ask { thread(id) }

    /** Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or takes the mark back. */
    public suspend fun markStep(id: String, day: String? = null, done: Boolean = true): Unit =
        ask { markStep(id, day, done) }

    /** Says where a step stands. */
    public suspend fun setStep(id: String, progress: StepProgress): Unit = ask { setStep(id, progress) }

    /** Takes a suggestion as a step: as it is or, with a form, in the person's own words. Returns the step's id. */
    public suspend fun acceptSuggestion(id: String, form: StepForm? = null): String = ask { acceptSuggestion(id, form) }

    /** Lets a suggestion be. Nobody is told. */
    public suspend fun declineSuggestion(id: String): Unit = ask { declineSuggestion(id) }

    // Measures, safety, help now

    /** What is due, what was begun, what can be answered, and the results. */
    public suspend fun measures(): MeasuresScreen = ask { measures() }

    /** Begins a measure, or goes on with the one that was begun, at the first question without an answer. */
    public suspend fun openMeasure(instrument: String, assignment: String? = null): MeasurePage =
        ask { openMeasure(instrument, assignment) }

    /** One question of a measure that was begun, counted from 0. */
    public suspend fun measurePage(draft: String, item: Int): MeasurePage = ask { measurePage(draft, item.toUInt()) }

    /**
     * Keeps one answer (absent: the question is left out) and says what follows. Safety comes first, always: it is
     * told on the phone, also when the measure is never finished and never sent.
     */
    public suspend fun answerMeasure(draft: String, item: Int, answer: Double? = null): MeasureNext =
        ask { answerMeasure(draft, item.toUInt(), answer) }

    /** The measure becomes an entry, complete or not: its result. Nobody sees it until it is shared. */
    public suspend fun finishMeasure(draft: String): MeasureResult = ask { finishMeasure(draft) }

    /** The result of an entry. */
    public suspend fun measureResult(id: String): MeasureResult = ask { measureResult(id) }

    /** The safety page of an event, should it have been left. */
    public suspend fun safetyPage(event: String): SafetyScreen = ask { safetyPage(event) }

    /** What the person chose on the safety page. */
    public suspend fun chooseSafety(event: String, choice: SafetyChoice): Unit = ask { chooseSafety(event, choice) }

    /**
     * Help now: the crisis plan, one's own people, the practice, numbers by region. Works without a network and
     * while the journal is locked.
     */
    public suspend fun help(): HelpScreen = ask { help() }

    // Share, access, replies, consent

    /**
     * What the therapist would see if the entry were shared now, exactly. `care` may be left out when there is only
     * one relationship.
     */
    public suspend fun preview(id: String, care: String? = null): SharePreview = ask { preview(id, care) }

    /** The same for several entries, with what is said above them. */
    public suspend fun shareView(ids: List<String>, care: String? = null): ShareScreen = ask { shareView(ids, care) }

    /** Shares an entry with a therapist, with its later changes. */
    public suspend fun share(id: String, care: String? = null): Unit = ask { share(id, care) }

    /** Shares several entries at once: all of them, or none. */
    public suspend fun shareSeveral(ids: List<String>, care: String? = null): Unit = ask { shareSeveral(ids, care) }

    /**
     * What is shared with a therapist, also where the relationship has ended: for `share_view` and `share_several` with
     * another one, so that it goes along.
     */
    public suspend fun sharedWith(care: String): List<String> = ask { sharedWith(care) }

    /**
     * Takes an entry back, from everybody if `care` is left out: with the next sync it is gone from the server and
     * from the therapist's view. Returns what that means now, in a sentence: whether it was read before.
     */
    public suspend fun takeBack(id: String, care: String? = null): String = ask { takeBack(id, care) }

    /** "I want to talk about this": said of an entry, or taken back. */
    public suspend fun markToTalk(id: String, marked: Boolean = true): Unit = ask { markToTalk(id, marked) }

    /** What is said before "share from now on" is chosen for these kinds. */
    public suspend fun shareRuleQuestion(kinds: List<String>): String = ask { shareRuleQuestion(kinds) }

    /**
     * From now on, each new entry of these kinds is shared as soon as it is written. Only by the person's explicit
     * choice.
     */
    public suspend fun shareFromNowOn(kinds: List<String>, care: String? = null): Unit =
        ask { shareFromNowOn(kinds, care) }

    /** Nothing new is shared by itself any more; with everybody, if `care` is left out. */
    public suspend fun stopSharingFromNowOn(care: String? = null): Unit = ask { stopSharingFromNowOn(care) }

    /** Who has access, and to how much. */
    public suspend fun access(): List<Access> = ask { access() }

    /** The therapist's screen: replies, what is assigned, meetings, access, the practice. */
    public suspend fun therapist(): TherapistScreen = ask { therapist() }

    /** The person has looked at the replies: none is new any more. */
    public suspend fun markRepliesSeen(): Unit = ask { markRepliesSeen() }

    /** What there is to agree to, and what was agreed, in which version. */
    public suspend fun consents(): List<Consent> = ask { consents() }

    /** The person agrees to a wording as it stands now. */
    public suspend fun agree(purpose: String, care: String? = null): Unit = ask { agree(purpose, care) }

    /** The person takes an agreement back. */
    public suspend fun withdrawConsent(purpose: String, care: String? = null): Unit =
        ask { withdrawConsent(purpose, care) }

    // Journey and search

    /**
     * A page of the journey, newest first: at most `limit` rows after the row `before`. A filter may leave a page
     * short or empty; the last page is the one without a `next`.
     */
    public suspend fun journey(
        filter: JourneyFilter = JourneyFilter(),
        before: String? = null,
        limit: Int = 50,
    ): JourneyPage = ask { journey(filter, before, limit.toUInt()) }

    /**
     * The whole journey at once: sessions as landmarks, and what was written between them, newest first. For what
     * wants all of it; a screen asks for pages.
     */
    public suspend fun timeline(): Timeline = ask { timeline() }

    /**
     * Entries, newest first: those of these kinds (all, if none are named), after the entry `before` if it is given.
     */
    public suspend fun list(kinds: List<String> = emptyList(), before: String? = null, limit: Int = 50): List<Entry> {
        require(limit >= 0) { "limit is negative" }
        return ask { list(kinds, before, limit.toUInt()) }
    }

    /** Looks back over the last `days` days: trends as points a day, what returns, what today recalls. */
    public suspend fun lookBack(days: Int): LookBackScreen = ask { lookBack(days.toUInt()) }

    /** One entry, with what was answered to it. */
    public suspend fun show(id: String): Entry = ask { show(id) }

    /**
     * Finds entries by words and by what they are: kinds, themes, phase, dates. When no entry has a word as it was
     * typed, the closest words of the journal are tried in its place, and said.
     */
    public suspend fun find(form: SearchForm): Search = ask { find(form) }

    /**
     * Finds entries by the words in them and in the therapist's answers, as you type: every word must be there, the
     * last one may be unfinished. The best first.
     */
    public suspend fun search(query: String): List<Hit> = ask { search(query) }

    // Welcome, reminders, settings

    /**
     * The first screen: what stays on the phone, who can read, that nobody is watching; and where one is on the way
     * in.
     */
    public suspend fun welcome(): WelcomeScreen = ask { welcome() }

    /** The next reminders, for the platform to schedule: their titles may stand on a lock screen. */
    public suspend fun reminders(): RemindersScreen = ask { reminders() }

    /** "Not today": nothing reminds until tomorrow. */
    public suspend fun notToday(): Unit = ask { notToday() }

    /** The settings. */
    public suspend fun settings(): SettingsScreen = ask { settings() }

    /** What the person set. */
    public suspend fun preferences(): Preferences = ask { preferences() }

    /** Keeps what the person set, on each of their phones. */
    public suspend fun setPreferences(preferences: Preferences): Unit = ask { setPreferences(preferences) }

    /**
     * The platform's language and region as BCP 47, such as `de-AT`: what counts while the person has set nothing
     * else. Say it at every start.
     */
    public suspend fun setPlatform(tag: String): Unit = ask { setPlatform(tag) }

    /** The language that the app speaks now. */
    public suspend fun language(): Language = ask { language() }

    // Lock

    /** How this platform asks for face or finger. Say it before unlocking. */
    public suspend fun useBiometrics(biometrics: Biometrics): Unit =
        ask { useBiometrics(BiometricsAtTheBorder(biometrics)) }

    /** How the lock stands. */
    public suspend fun lockView(): Lock = ask { lockView() }

    /**
     * Whether the journal is locked: every call that needs it then fails with the code `locked`. One that was left
     * alone for the chosen time is locked from this call on.
     */
    public suspend fun isLocked(): Boolean = ask { isLocked() }

    /**
     * Locks at once: the key leaves the process. Says whether a PIN keeps it locked; without one nothing is, and a
     * quick exit ends the app.
     */
    public suspend fun lock(): Boolean = ask { lock() }

    /** The screen was touched: the time until it locks by itself begins anew. */
    public suspend fun touch(): Unit = ask { touch() }

    /** The app leaves the screen. Save the draft before this. */
    public suspend fun leaveScreen(): Unit = ask { leaveScreen() }

    /**
     * After how many seconds without a touch it locks; 0: whenever the app leaves the screen; absent: never by
     * itself.
     */
    public suspend fun setAutoLock(seconds: Int? = null): Unit = ask { setAutoLock(seconds?.toUInt()) }

    /** Only the PIN opens it from now on. */
    public suspend fun disableBiometrics(): Unit = ask { disableBiometrics() }

    /** Sets a PIN of at least four signs, or another one in place of `old`. */
    public suspend fun setPin(pin: String, old: String? = null): Unit = ask { setPin(pin, old) }

    /** Removes the PIN. */
    public suspend fun removePin(pin: String): Unit = ask { removePin(pin) }

    /** Opens the journal. Fails with `pin_wrong`, or with `pin_wait` and how long to wait. */
    public suspend fun unlock(pin: String): Unit = ask { unlock(pin) }

    /**
     * Deletes everything on this phone after so many wrong PINs in a row, at least five; absent: never. Show
     * `what_would_be_lost` before it is chosen.
     */
    public suspend fun setWipeAfter(failures: Int?, pin: String): Unit = ask { setWipeAfter(failures?.toUInt(), pin) }

    /** Lets face or finger open the journal beside the PIN. */
    public suspend fun enableBiometrics(pin: String): Unit = ask { enableBiometrics(pin) }

    /** Opens the journal with face or finger. */
    public suspend fun unlockWithBiometrics(): Unit = ask { unlockWithBiometrics() }

    // Photos and voice notes

    /**
     * Attaches a file to a draft or an entry. It is sealed and on disk when this returns; the file itself is left
     * alone: delete it if it was made for this. A photo loses what it tells about where it was taken. Returns the
     * attachment's id.
     */
    public suspend fun attach(to: String, file: String, about: NewAttachment): String = ask { attach(to, file, about) }

    /** Attaches bytes, such as a photo that was just taken. */
    public suspend fun attachBytes(to: String, bytes: ByteArray, about: NewAttachment): String =
        ask { attachBytes(to, bytes, about) }

    /** Removes an attachment: here at once, on the server and from shared copies with the next sync. */
    public suspend fun removeAttachment(from: String, attachment: String): Unit =
        ask { removeAttachment(from, attachment) }

    /** The attachments of a draft or an entry, in their order. */
    public suspend fun attachments(of: String): List<Attachment> = ask { attachments(of) }

    /** A whole attachment, opened. Fails with `attachment_not_here` when it has to be fetched first. */
    public suspend fun attachmentBytes(of: String, attachment: String): ByteArray =
        ask { attachmentBytes(of, attachment) }

    /** Fetches an attachment to this phone, from where an earlier try stopped. May be cancelled anywhere. */
    public suspend fun fetchAttachment(of: String, attachment: String): Unit = ask { fetchAttachment(of, attachment) }

    // Export and import

    /** The whole journal as JSON, to take along. No keys are in it. */
    public suspend fun exportJson(): String = ask { exportJson() }

    /**
     * Writes everything into one file: a zip or, with a passphrase of at least eight signs, an archive that only the
     * passphrase opens. Say before a zip that it holds the journal in the clear. A stopped export leaves no file.
     */
    public suspend fun exportArchive(
        to: String,
        passphrase: String?,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportArchive(to, passphrase, Steps(progress)) }

    /** Writes a folder of Markdown files, one an entry, with photos and voice notes beside them. */
    public suspend fun exportMarkdown(
        folder: String,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportMarkdown(folder, Steps(progress)) }

    /** Writes a PDF to read and print, with pictures and the curve of the mood. */
    public suspend fun exportPdf(
        to: String,
        form: PdfForm,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ExportReport = ask { exportPdf(to, form, Steps(progress)) }

    /**
     * Imports our own export, Day One's, or a folder or zip of Markdown and texts. Everything comes in private; what
     * cannot be read is named in the report, and the rest comes in. Look first with `only_look`.
     */
    public suspend fun import(
        from: String,
        form: ImportForm,
        progress: (done: Int, of: Int) -> Boolean = { _, _ -> true },
    ): ImportReport = ask { import(from, form, Steps(progress)) }

    // Delete everything

    /** What would be lost if this phone's journal were deleted now: to be shown before it is. */
    public suspend fun whatWouldBeLost(): Loss = ask { whatWouldBeLost() }

    /** Deletes everything on this phone. Open the journal anew afterwards. */
    public suspend fun erasePhone(): Erased = ask { erasePhone() }

    /**
     * Deletes everything: the account with all that it has on the server, then this phone's journal and keys. Cannot
     * be undone. With a wrong password, or without the network, nothing is gone.
     */
    public suspend fun eraseEverything(password: String): Erased = ask { eraseEverything(password) }

    // Sync

    /**
     * Brings what was written here to the server and what is new there to this phone, whole. It may be cancelled
     * anywhere; the next one goes on from there.
     */
    public suspend fun sync(): Status = ask { sync() }

    /**
     * Keeps this phone in sync as long as it runs: at once, after every write here, and whenever something moves on
     * the server. Run it while the app is in the foreground, and cancel it afterwards. It ends only with an error
     * that does not pass by itself, such as being signed out.
     */
    public suspend fun stayInSync(): Unit = ask { stayInSync() }

    /** Where sync stands: "in sync" only when it is whole, otherwise why not yet. Needs no network. */
    public suspend fun status(): Status = ask { status() }
}

/** The platform's zone, as the core asks for it. A platform that fails to say it leaves it to the core. */
private class Zone(private val name: () -> String) : afterglow.core.ZoneSource {
    override fun zone(): String = runCatching(name).getOrDefault("")
}

/** How far something is, as the core tells it. What the listener throws stops it, as a no does. */
private class Steps(private val told: (Int, Int) -> Boolean) : afterglow.core.Progress {
    override fun step(done: UInt, of: UInt): Boolean =
        runCatching { told(done.toInt(), of.toInt()) }.getOrDefault(false)
}
