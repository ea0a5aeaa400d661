package afterglow.app

import afterglow.Attachment
import afterglow.EntryId
import afterglow.Journal
import afterglow.JournalException
import afterglow.PromptId
import afterglow.Writing
import afterglow.saveDraft
import afterglow.writing
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.Instant
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** The page that is written, as its screen shows it. */
@Stable
interface Sheet {
    val writing: Writing

    /** When the current text was saved; null if it is not. */
    val savedAt: Instant?

    /** The error of the last save, if any. */
    val problem: JournalException?

    /** Whether the content is known. */
    val loaded: Boolean

    /** Whether there is text that is not on disk yet. */
    val unsaved: Boolean

    fun change(to: Writing)
}

/**
 * The editor's state, without its screen. Typing changes [writing] and never waits. A draft is saved at every pause, in
 * order. Leaving the screen turns the draft into an entry, without a save button.
 */
@Stable
class Editor(
    private val journal: Journal,
    /** Outlives the screen, so that the last text is saved when it is left. */
    private val scope: CoroutineScope,
    /** Called with the id of the entry that the page has become. */
    private val onKept: (EntryId) -> Unit = {},
    private val clock: () -> Instant = Instant::now,
) : OpenDraft, Sheet {
    override var writing: Writing by mutableStateOf(Writing(""))
        private set

    override var savedAt: Instant? by mutableStateOf(null)
        private set

    override var problem: JournalException? by mutableStateOf(null)
        private set

    override var loaded: Boolean by mutableStateOf(false)
        private set

    /** Photos and voice notes. They are sealed and on disk. */
    var attachments: List<Attachment> by mutableStateOf(emptyList())
        private set

    private val saving = Mutex()
    private var pause: Job? = null
    private var draft: EntryId? by mutableStateOf(null)

    /** Whether there is a draft. An entry that is only viewed has none. */
    private var drafted = false
    private var saved: Writing? by mutableStateOf(null)

    override val unsaved: Boolean get() = loaded && !writing.isEmpty && writing != saved

    /** A new page needs no data of the store, so typing works from its first frame on. */
    fun begin(prompt: PromptId?, withheld: Boolean = false) {
        writing = Writing("", prompt = prompt, withheld = withheld)
        saved = writing
        loaded = true
    }

    suspend fun load(id: EntryId?, prompt: PromptId?, onProblem: (JournalException) -> Unit = {}) {
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

    override fun change(to: Writing) {
        if (to == writing) return
        writing = to
        savedAt = null
        pause?.cancel()
        pause = scope.launch {
            delay(PAUSE_MS)
            save()
        }
    }

    override suspend fun save() = saving.withLock { if (writing != saved && (draft != null || !writing.isEmpty)) keep() }

    /** Attaches a photo or a voice note. An empty page becomes a draft for it. */
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

    /** The draft or entry that has the attachments. */
    val holder: EntryId? get() = draft

    private suspend fun drafted(): EntryId? {
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
            // Text that was typed meanwhile is not saved yet.
            if (writing == words) savedAt = clock()
        } catch (error: JournalException) {
            problem = error
        }
    }

    override suspend fun leave() {
        finish()
    }

    override fun placeOf(place: Place): Place = draft?.let { Place.Write(it) } ?: place

    /** Called when the screen is left: turns the draft into the entry. An empty page leaves nothing. */
    suspend fun finish(): EntryId? {
        pause?.cancel()
        save()
        val id = draft?.takeIf { drafted } ?: return null
        if (problem != null) return id
        return if (writing.isEmpty && attachments.isEmpty()) {
            journal.discardDraft(id)
            null
        } else {
            journal.finishDraft(id).also(onKept)
        }
    }

    private companion object {
        /** The pause in typing after which a draft is saved. */
        const val PAUSE_MS = 300L
    }
}

/** Whether the page has no content of the person. */
val Writing.isEmpty: Boolean
    get() = text.isBlank() && mood == null && states.isEmpty() && themes.isEmpty() && sensations.isEmpty() && affect.isEmpty()
