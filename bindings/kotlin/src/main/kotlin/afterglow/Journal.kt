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
         * @param dispatcher where calls wait for the store and the network.
         */
        public suspend fun open(
            home: File,
            device: String,
            secrets: SecretStore,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): Journal =
            withContext(dispatcher) {
                val core = translated { PhoneCore.open(home.path, device, Secrets(secrets)) }
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
     * Makes an account and takes what was written before it along. Returns the recovery code, fifteen words: show them,
     * let the person keep them, and ask for them back with [confirmRecoveryCode].
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

    /** Sets a new password. */
    public suspend fun changePassword(newPassword: String): Unit = ask { changePassword(newPassword) }

    /** Ends this device's session. The journal stays on the phone. */
    public suspend fun signOut(): Unit = ask { signOut() }

    /** The account's devices. */
    public suspend fun devices(): List<Device> = ask { devices() }

    /** Signs another device out. */
    public suspend fun removeDevice(device: String): Unit = ask { removeDevice(device) }

    // Therapist

    /** Reads who invites, without answering. [link] is what the QR code holds. Works before there is an account. */
    public suspend fun readInvitation(link: String): Invitation = ask { readInvitation(link) }

    /**
     * Answers an invitation. [name] is how the person wants to be called by this therapist.
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

    // Write

    /** Writes a reflection, now. Returns its id. */
    public suspend fun write(writing: Writing): String = ask { write(writing) }

    /** What the editor shows of a reflection, for changing it. */
    public suspend fun writing(id: String): Writing = ask { writing(id) }

    /** Changes a reflection, and its shared copies with it. */
    public suspend fun edit(id: String, writing: Writing): Unit = ask { edit(id, writing) }

    /** Deletes an entry, its shared copies and its draft. */
    public suspend fun delete(id: String): Unit = ask { delete(id) }

    /** The person has looked at the other versions that a merge kept: they are dropped. */
    public suspend fun dismissAlternatives(id: String): Unit = ask { dismissAlternatives(id) }

    /**
     * Saves what the editor holds, at every pause. Without an [id] a new draft begins; with an entry's id a change of
     * that entry begins or goes on. Returns the draft's id, which is or becomes the entry's.
     */
    public suspend fun saveDraft(writing: Writing, id: String? = null): String = ask { saveDraft(id, writing) }

    /** All drafts, the last saved first. */
    public suspend fun drafts(): List<Draft> = ask { drafts() }

    /** One draft. */
    public suspend fun draft(id: String): Draft? = ask { draft(id) }

    /** The draft becomes the entry, or the change of it. Returns the entry's id. */
    public suspend fun finishDraft(id: String): String = ask { finishDraft(id) }

    /** Throws a draft away. The entry that it would have changed stays as it is. */
    public suspend fun discardDraft(id: String): Unit = ask { discardDraft(id) }

    /** Writes a check-in, now. Returns its id. */
    public suspend fun checkIn(form: CheckIn): String = ask { checkIn(form) }

    /** Writes a dosing session, as the clinic recorded it. Returns its id. */
    public suspend fun writeSession(form: SessionForm): String = ask { writeSession(form) }

    /** Writes an intention, for the [session] of this number if one is given. Returns its id. */
    public suspend fun writeIntention(text: String, session: Int? = null): String =
        ask { writeIntention(text, session?.toUInt()) }

    /** Writes a step, out of the entry from which it came if one is given. Returns its id. */
    public suspend fun writeStep(text: String, fromEntry: String? = null): String = ask { writeStep(text, fromEntry) }

    /** Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or takes the mark back. */
    public suspend fun markStep(id: String, day: String? = null, done: Boolean = true): Unit =
        ask { markStep(id, day, done) }

    /** Says where a step stands. */
    public suspend fun setStep(id: String, progress: StepProgress): Unit = ask { setStep(id, progress) }

    /** Keeps the answers to an instrument, in the order of its items; null was left out. Returns the record's id. */
    public suspend fun writeMeasure(instrument: String, answers: List<Int?>): String =
        ask { writeMeasure(instrument, answers) }

    /**
     * Writes an appointment: what for (`preparation`, `dosing`, `integration`) and when, RFC 3339 with an offset.
     * Returns its id.
     */
    public suspend fun writeAppointment(purpose: String, at: String): String = ask { writeAppointment(purpose, at) }

    // Share

    /**
     * What the therapist would see if the entry were shared now, exactly. [care] may be left out when there is only one
     * relationship.
     */
    public suspend fun preview(id: String, care: String? = null): SharePreview = ask { preview(id, care) }

    /** Shares an entry with a therapist, with its later changes. */
    public suspend fun share(id: String, care: String? = null): Unit = ask { share(id, care) }

    /**
     * Takes an entry back, from everybody if [care] is left out: with the next sync it is gone from the server and from
     * the therapist's view.
     */
    public suspend fun takeBack(id: String, care: String? = null): Unit = ask { takeBack(id, care) }

    // Look back

    /** The whole journey: sessions as landmarks, and what was written between them, newest first. */
    public suspend fun timeline(): Timeline = ask { timeline() }

    /** Entries, newest first: those of these [kinds] (all, if none are named), after the entry [before] if given. */
    public suspend fun list(kinds: List<String> = emptyList(), before: String? = null, limit: Int = 50): List<Entry> {
        require(limit >= 0) { "limit is negative" }
        return ask { list(kinds, before, limit.toUInt()) }
    }

    /** One entry, with what was answered to it. */
    public suspend fun show(id: String): Entry = ask { show(id) }

    /**
     * Finds entries by the words in them and in the therapist's answers, as you type: every word must be there, the
     * last one may be unfinished. The best first.
     */
    public suspend fun search(query: String): List<Hit> = ask { search(query) }

    /** The whole journal as JSON, to take along. No keys are in it. */
    public suspend fun exportJson(): String = ask { exportJson() }

    // Sync

    /**
     * Brings what was written here to the server and what is new there to this phone, whole. It may be cancelled
     * anywhere; the next one goes on from there.
     */
    public suspend fun sync(): Status = ask { sync() }

    /**
     * Keeps this phone in sync as long as it runs: at once, after every write here, and whenever something moves on the
     * server. Run it while the app is in the foreground, and cancel it afterwards. It ends only with an error that does
     * not pass by itself, such as being signed out.
     */
    public suspend fun stayInSync(): Unit = ask { stayInSync() }

    /** Where sync stands: "in sync" only when it is whole, otherwise why not yet. Needs no network. */
    public suspend fun status(): Status = ask { status() }
}
