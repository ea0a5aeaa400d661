package afterglow.app

import afterglow.Attachment
import afterglow.Journal
import afterglow.JournalException
import afterglow.Writing
import afterglow.saveDraft
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

    /** Photos and voice notes. They are sealed and on disk as soon as they stand here. */
    var attachments: List<Attachment> by mutableStateOf(emptyList())
        private set

    private val saving = Mutex()
    private var pause: Job? = null
    private var draft: String? by mutableStateOf(null)

    /** Whether a draft is kept: an entry that is only looked at has none. */
    private var drafted = false
    private var saved: Writing? by mutableStateOf(null)

    /** Words stand here that are not on the disk yet. */
    val unsaved: Boolean get() = loaded && !writing.isEmpty && writing != saved

    /** A new page needs nothing of the store: it takes words from its first frame on. */
    fun begin(prompt: String?, withheld: Boolean = false) {
        writing = Writing("", prompt = prompt, withheld = withheld)
        saved = writing
        loaded = true
    }

    suspend fun load(id: String?, prompt: String?, onProblem: (JournalException) -> Unit = {}) {
        if (loaded) return
        if (id == null) return begin(prompt)
        try {
            writing = journal.draft(id)?.writing?.also { drafted = true } ?: journal.writing(id)
            attachments = journal.attachments(id)
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
        pause?.cancel()
        pause = scope.launch {
            delay(PAUSE_MS)
            save()
        }
    }

    /** Saves the words as they stand, if they are not saved yet. */
    suspend fun save() = saving.withLock { if (writing != saved && (draft != null || !writing.isEmpty)) keep() }

    /** Takes a photo or a voice note in; a page without words becomes a draft for it. */
    suspend fun attach(medium: Medium) {
        val id = drafted() ?: return
        journal.attachBytes(id, medium.content, medium.about)
        attachments = journal.attachments(id)
    }

    suspend fun remove(attachment: Attachment) {
        val id = drafted() ?: return
        journal.removeAttachment(id, attachment.id)
        attachments = journal.attachments(id)
    }

    /** The draft or the entry that holds the attachments. */
    val holder: String? get() = draft

    private suspend fun drafted(): String? {
        saving.withLock { if (!drafted) keep() }
        return draft.takeIf { drafted }
    }

    private suspend fun keep() {
        val words = writing
        try {
            draft = journal.saveDraft(words, draft)
            drafted = true
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
        save()
        val id = draft?.takeIf { drafted } ?: return null
        if (problem != null) return id
        return if (writing.isEmpty && attachments.isEmpty()) {
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
    get() = text.isBlank() && mood == null && states.isEmpty() && themes.isEmpty() && sensations.isEmpty() && affect.isEmpty()
