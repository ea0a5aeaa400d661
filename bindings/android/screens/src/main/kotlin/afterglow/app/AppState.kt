package afterglow.app

import afterglow.Journal
import afterglow.JournalException
import afterglow.Part
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.launch

/** The app while it is open: the journal, the way through it, and how it looks and speaks. */
@Stable
class AppState(
    val journal: Journal,
    val platform: Platform,
    /** Lives as long as the app does: a write goes on when its screen is left. */
    val scope: CoroutineScope,
    val look: Look = Look(platform.settings),
    val navigator: Navigator = Navigator(if (platform.settings["welcomed"] == null) Place.Welcome else Place.Today),
) {
    val words: Words get() = look.words

    /** What is to be said to the person once, at the bottom of the screen. */
    var notice: String? by mutableStateOf(null)

    /** How many pages of help are on the screen: it is never dim then. */
    internal var helping: Int by mutableIntStateOf(0)

    /** Counted up to load again after an error. */
    var attempt: Int by mutableIntStateOf(0)
        private set

    /** Nobody can be reached: there is no network, or the last try found nobody. */
    val offline: Boolean get() = !network || unreached

    internal var network: Boolean by mutableStateOf(true)
    internal var unreached: Boolean by mutableStateOf(false)

    /** Everything was deleted, and this is to be said of it: the journal begins anew. */
    var onErased: suspend (said: String) -> Unit = {}

    /** The page that is open for writing, if one is. */
    var editor: Editor? = null

    /** The app leaves the screen: words first, then the lock. */
    suspend fun leave() {
        editor?.save()
        try {
            journal.leaveScreen()
        } catch (_: JournalException) {
            // It was locked already.
        }
    }

    private var touched = 0L

    /** Somebody is there: the time until it locks by itself begins anew. */
    fun touched() {
        val now = System.nanoTime()
        if (now - touched < TOUCH_NS) return
        touched = now
        scope.launch { journal.touch() }
    }

    fun again() {
        attempt++
    }

    fun go(place: Place) = navigator.go(place)

    /** Does what a tap asks for. What goes wrong is said to the person, and [task] ends there. */
    fun act(task: suspend Journal.() -> Unit): Job = scope.launch {
        try {
            journal.task()
        } catch (error: JournalException) {
            notice = error.sentence
        }
    }

    /** What waits until the person has shown once more that it is they. */
    internal var proving: (suspend Journal.() -> Unit)? by mutableStateOf(null)

    /** Who reads, and what leaves the phone, is not for whoever holds it unlocked: where there is a PIN, it is asked for again. */
    fun proved(task: suspend Journal.() -> Unit): Job = act { if (lockView().pin) proving = task else task() }

    /** Keeps the journal in sync while the app is in the foreground and somebody is signed in. Runs until it is cancelled. */
    suspend fun stayInSync() {
        journal.watch(Part.ACCOUNT, Part.LOCK) { signedIn() }.collectLatest { signedIn ->
            try {
                if (signedIn) journal.stayInSync()
            } catch (_: JournalException) {
                // The status says why; it is not for a message out of nowhere.
            }
        }
    }

    /** Once, for a phone that wakes up for it. */
    suspend fun syncOnce() {
        try {
            if (journal.signedIn()) journal.sync()
        } catch (_: JournalException) {
            // The status says why.
        }
    }

    /** Not while it is locked: nobody can tell then. */
    private suspend fun Journal.signedIn(): Boolean = try {
        account()?.signedIn == true
    } catch (_: JournalException) {
        false
    }

    private companion object {
        /** The core need not hear of each letter. */
        const val TOUCH_NS = 2_000_000_000L
    }
}
