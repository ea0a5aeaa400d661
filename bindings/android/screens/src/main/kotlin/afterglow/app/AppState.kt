package afterglow.app

import afterglow.EntryId
import afterglow.Journal
import afterglow.JournalException
import afterglow.Part
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.io.IOException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch

/** The state of the open app: the journal, the navigation, look and language. */
@Stable
class AppState(
    val journal: Journal,
    val platform: Platform,
    /** Lives as long as the app, so that a write continues when its screen is left. */
    val scope: CoroutineScope,
    val look: Look,
    val navigator: Navigator = Navigator(),
) {
    val words: Words get() = look.words

    /** A message to show once, at the bottom of the screen. */
    var notice: String? by mutableStateOf(null)

    /** Why a form is not saved: the phone's storage is full, for example. Shown until it is. */
    internal var unsaved: String? by mutableStateOf(null)

    /** Content shared by another app, until the journal is open and has stored it. */
    var arrived: Arrived? by mutableStateOf(null)

    /** The entry that was kept last, until the journal has shown it: it settles there once. */
    internal var settlingEntry: EntryId? by mutableStateOf(null)

    /** How often something was kept: each time is confirmed by a soft touch. */
    internal var keptCount: Int by mutableIntStateOf(0)
        private set

    /** The search query. It is kept while a result is open. */
    var query: String by mutableStateOf("")

    /** What was typed for an account or an invitation. It survives help, Back, the lock and a kill. */
    internal val typed = Typed(journal, scope)

    /** The number of open help pages. With any, the screen is never dim. */
    internal var helping: Int by mutableIntStateOf(0)

    /** Incremented to reload after an error. */
    var attempt: Int by mutableIntStateOf(0)
        private set

    /** Offline: there is no network, or the server could not be reached. */
    val offline: Boolean get() = !network || unreached

    internal var network: Boolean by mutableStateOf(true)
    internal var unreached: Boolean by mutableStateOf(false)

    /** The notice after everything was deleted. A new journal begins. */
    var onErased: suspend (said: String) -> Unit = {}

    private val drafts = mutableMapOf<Pair<Place, String>, OpenDraft>()

    /** The last saves of closed places. */
    private val leaving = mutableListOf<Job>()

    init {
        navigator.onLeft = { left ->
            leaving.removeAll { it.isCompleted }
            for (key in drafts.keys.filter { it.first == left }) drafts.remove(key)?.let { draft -> leaving += act { draft.leave() } }
        }
    }

    /** A place that is opened at once after another must not look for its draft before that is saved: it may be the same. */
    internal suspend fun awaitLeft() = leaving.toList().joinAll()

    /** The form of a place. It stays while help is open and while the app is locked. */
    @Suppress("UNCHECKED_CAST")
    fun <T : OpenDraft> draftAt(place: Place, part: String = "", begin: () -> T): T = drafts.getOrPut(place to part, begin) as T

    /** The open editor, if any. */
    val editor: Editor? get() = drafts.values.filterIsInstance<Editor>().lastOrNull()

    /** The place to restore after the process was killed. A new page is a draft by then. */
    fun routes(): List<String> = navigator.open.map { place -> routeOf(drafts[place to ""]?.placeOf(place) ?: place) }

    /** Saves all typed text that is not saved yet. */
    suspend fun saveDrafts() {
        drafts.values.toList().forEach { it.save() }
        typed.save()
    }

    /** The app leaves the screen: saves the typed text, then locks. */
    suspend fun leave() {
        saveDrafts()
        try {
            journal.leaveScreen()
        } catch (_: JournalException) {
            // It was locked already.
        }
    }

    private var touched = 0L

    /** Restarts the auto-lock timer. */
    fun touched() {
        val now = System.nanoTime()
        if (now - touched < TOUCH_NS) return
        touched = now
        scope.launch { journal.touch() }
    }

    /** Confirms that something was kept, with its new [entry] in the journal, if there is one. */
    internal fun confirmKept(entry: EntryId? = null) {
        entry?.let { settlingEntry = it }
        keptCount++
    }

    fun again() {
        attempt++
    }

    fun go(place: Place) = navigator.go(place)

    /** Runs the action of a tap. An error is shown to the person and ends [task]. */
    fun act(task: suspend Journal.() -> Unit): Job = scope.launch {
        try {
            journal.task()
        } catch (error: JournalException) {
            notice = error.sentence
            // A missing consent can be given with one more tap.
            if (error.code == CONSENT_FIRST) go(Place.WhatThisIs)
        } catch (_: IOException) {
            // A file of the platform: the storage is full, or the other app took it away.
            notice = words.fileFailed
        } catch (_: CameraDenied) {
            notice = words.mayNotSee
        }
    }

    /** An action that waits for the PIN. */
    internal var proving: (suspend Journal.() -> Unit)? by mutableStateOf(null)

    /** Asks for the PIN again (if one is set) before changes to readers and before data leaves the phone. */
    fun proved(task: suspend Journal.() -> Unit): Job = act { if (lockView().pin) proving = task else task() }

    /** Keeps the journal in sync while the app is in the foreground and signed in. Runs until it is cancelled. */
    suspend fun stayInSync() {
        journal.watch(Part.ACCOUNT, Part.LOCK) { signedIn() }.collectLatest { signedIn ->
            try {
                if (signedIn) journal.stayInSync()
            } catch (_: JournalException) {
                // The status shows the reason, so no message is needed.
            }
        }
    }

    /** Syncs once, for background work. */
    suspend fun syncOnce() {
        try {
            if (journal.signedIn()) journal.sync()
        } catch (_: JournalException) {
            // The status shows the reason.
        }
    }

    /** Unknown while it is locked. */
    private suspend fun Journal.signedIn(): Boolean = try {
        account()?.signedIn == true
    } catch (_: JournalException) {
        false
    }

    private companion object {
        /** The core need not be called for each character. */
        const val TOUCH_NS = 2_000_000_000L

        const val CONSENT_FIRST = "consent_first"
    }
}
