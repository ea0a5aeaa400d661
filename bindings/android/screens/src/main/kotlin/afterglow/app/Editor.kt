package afterglow.app

import afterglow.Journal
import afterglow.JournalException
import afterglow.Writing
import afterglow.writing
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import kotlinx.coroutines.Job
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * The editor without its screen. Typing changes [writing] and never waits; at every pause a draft is saved, one after
 * the other, the newest words last. Leaving makes the draft an entry: there is nothing to press.
 */
@Stable
class Editor(
    private val journal: Journal,
    /** Outlives the screen, so that the last words are saved when it is left. */
    private val scope: CoroutineScope,
    private val clock: () -> Long = System::currentTimeMillis,
) {
    var writing: Writing by mutableStateOf(Writing(""))
        private set

    /** When the words as they stand were saved; null while they are not. */
    var savedAt: Long? by mutableStateOf(null)
        private set

    /** Why they could not be saved, if so. */
    var problem: JournalException? by mutableStateOf(null)
        private set

    var loaded: Boolean by mutableStateOf(false)
        private set

    private val saving = Mutex()
    private var pause: Job? = null
    private var draft: String? = null
    private var saved: Writing? = null

    /** Whether these words were ever touched: looking at an entry makes no draft of it. */
    private var touched = false

    suspend fun load(id: String?, prompt: String?, onProblem: (JournalException) -> Unit = {}) {
        if (loaded) return
        try {
            writing = when (id) {
                null -> Writing("", prompt = prompt)
                else -> journal.draft(id)?.writing?.also { touched = true } ?: journal.writing(id)
            }
        } catch (error: JournalException) {
            return onProblem(error)
        }
        draft = id
        saved = writing
        loaded = true
    }

    fun change(to: Writing) {
        if (to == writing) return
        writing = to
        savedAt = null
        touched = true
        pause?.cancel()
        pause = scope.launch {
            delay(PAUSE_MS)
            save()
        }
    }

    /** Saves the words as they stand, if they are not saved yet. */
    suspend fun save() = saving.withLock {
        val words = writing
        if (words == saved || (draft == null && words.isEmpty)) return@withLock
        try {
            draft = journal.saveDraft(words, draft)
            saved = words
            problem = null
            // Words typed meanwhile are not saved yet.
            if (writing == words) savedAt = clock()
        } catch (error: JournalException) {
            problem = error
        }
    }

    /** The screen is left: what is there becomes the entry. An empty page leaves nothing behind. */
    suspend fun finish(): String? {
        pause?.cancel()
        if (!touched) return null
        save()
        val id = draft ?: return null
        if (problem != null) return id
        return if (writing.isEmpty) {
            journal.discardDraft(id)
            null
        } else {
            journal.finishDraft(id)
        }
    }

    private companion object {
        /** A breath between words. */
        const val PAUSE_MS = 300L
    }
}

/** Nothing that a person put there. */
val Writing.isEmpty: Boolean
    get() = text.isBlank() && mood == null && states.isEmpty() && themes.isEmpty()
