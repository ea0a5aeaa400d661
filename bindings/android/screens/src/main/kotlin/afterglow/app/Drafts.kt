package afterglow.app

import afterglow.EntryForm
import afterglow.EntryId
import afterglow.Journal
import afterglow.JournalException
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** A form with a draft. The core stores it sealed. A kill loses at most the text since the last pause. */
interface OpenDraft {
    /** Saves the content, if it is not saved yet. */
    suspend fun save()

    /** Called when its place is closed. */
    suspend fun leave()

    /** The place to restore after the process was killed. */
    fun placeOf(place: Place): Place = place
}

/**
 * A form that saves a draft at every pause. The draft is restored after help, a lock, Back or a restart, until it is finished
 * or discarded. [mine] extracts the form from a draft, or null for a draft of another kind.
 */
@Stable
class FormDraft<F : Any>(
    private val journal: Journal,
    private val scope: CoroutineScope,
    private val entry: (F) -> EntryForm,
    private val mine: (EntryForm) -> F?,
    /** Called with the id of the entry that the form has become. */
    private val onKept: (EntryId) -> Unit = {},
    /** Called with the error of a save, and with null after the next one that succeeds. */
    private val onProblem: (JournalException?) -> Unit = {},
) : OpenDraft {
    private var value: F? by mutableStateOf(null)
    private var empty: F? by mutableStateOf(null)
    private var id: EntryId? = null

    /** The edited entry, if any. */
    private var changes: EntryId? = null
    private var saved: F? by mutableStateOf(null)
    private var pause: Job? = null
    private val saving = Mutex()

    /** The form's content; null until it is known whether there is a draft. */
    val form: F? get() = value

    /** Whether the content differs from the initial one. */
    val changed: Boolean get() = value != empty

    /** Whether the content is saved in the draft. */
    val kept: Boolean get() = changed && value == saved

    /** The error of the last save, if any. */
    var problem: JournalException? by mutableStateOf(null)
        private set

    /**
     * Begins with the draft, if there is one, or with [beginning]. [of]: the edited entry. A form that was not touched takes over a
     * later [beginning]: otherwise its older values would replace what was changed elsewhere.
     */
    suspend fun load(beginning: F, of: EntryId? = null) {
        if (value != null) {
            if (changed || saved != empty) return
            id = of
            changes = of
            saved = beginning
            empty = beginning
            value = beginning
            return
        }
        val draft = if (of != null) journal.draft(of) else journal.drafts().firstOrNull { !it.ofEntry && mine(it.form) != null }
        id = draft?.id ?: of
        changes = of
        saved = draft?.let { mine(it.form) } ?: beginning
        empty = beginning
        value = saved
    }

    fun change(to: F) {
        if (to == value) return
        value = to
        pause?.cancel()
        pause = scope.launch {
            delay(PAUSE_MS)
            save()
        }
    }

    override suspend fun save() = saving.withLock { keep() }

    private suspend fun keep() {
        val now = value ?: return
        if (now == saved) return
        try {
            // If it were cancelled in between, the draft would exist but its id would be lost, and the next save would
            // create a second one.
            id = withContext(NonCancellable) { journal.saveDraft(id, entry(now)) }
            saved = now
            if (problem != null) onProblem(null)
            problem = null
        } catch (error: JournalException) {
            problem = error
            onProblem(error)
        }
    }

    /** Turns the draft into the entry, or into the edit of it. Returns its id. */
    suspend fun finish(): EntryId {
        pause?.cancel()
        save()
        problem?.let { throw it }
        val draft = id?.takeIf { journal.draft(it) != null }
        val made = draft?.let { journal.finishDraft(it) } ?: changes ?: journal.write(entry(checkNotNull(value)))
        if (changes == null) done() else empty = value
        onKept(made)
        return made
    }

    /** Discards the draft. */
    suspend fun discard() {
        pause?.cancel()
        saving.withLock {
            id?.let { journal.discardDraft(it) }
            done()
            if (problem != null) onProblem(null)
            problem = null
        }
    }

    private fun done() {
        id = null
        saved = empty
        value = empty
    }

    /** Keeps the content as a draft for the next time. Without changes there is no draft. */
    override suspend fun leave() {
        pause?.cancel()
        if (changed) save() else id?.takeIf { saved != empty }?.let { journal.discardDraft(it) }
    }

    private companion object {
        /** The pause in typing after which a draft is saved. */
        const val PAUSE_MS = 300L
    }
}

/** The form of a place, with its draft. */
@Composable
fun <F : Any> AppState.formAt(
    place: Place,
    beginning: F,
    entry: (F) -> EntryForm,
    /** The edited entry, if any. */
    of: EntryId? = null,
    /** Distinguishes several forms of one place. */
    part: String = "",
    mine: (EntryForm) -> F?,
): FormDraft<F> {
    val draft = draftAt(place, part) { FormDraft(journal, scope, entry, mine, ::confirmKept) { unsaved = it?.sentence } }
    LaunchedEffect(draft, beginning) {
        try {
            awaitLeft()
            draft.load(beginning, of)
        } catch (error: JournalException) {
            notice = error.sentence
        }
    }
    return draft
}
