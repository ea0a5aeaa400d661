package afterglow.app

import afterglow.Journal
import afterglow.JournalException
import afterglow.Part
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.produceState
import androidx.compose.runtime.withFrameNanos
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.catch

/** The loading state of a screen's view. */
sealed interface Shown<out T> {
    data object Loading : Shown<Nothing>

    data class Ready<T>(val value: T) : Shown<T>

    /** Loading failed; the [sentence] says why and what to do. */
    data class Failed(val sentence: String) : Shown<Nothing>
}

/** Loads a view now, and again when one of these views or the language has changed. */
@Composable
fun <T> AppState.watched(key: Any?, part: Part, vararg others: Part, load: suspend Journal.() -> T): Shown<T> {
    val shown by produceState<Shown<T>>(Shown.Loading, key, attempt, look.language) {
        journal.watch(part, *others) { load() }
            .catch { error ->
                // The journal was closed: this screen goes, and says nothing.
                if (error is CancellationException) throw error
                value = Shown.Failed(sentenceOf(error))
            }
            .collect { value = Shown.Ready(it) }
    }
    return shown
}

/** Whether the screen was shown. Less urgent work waits for it. */
@Composable
fun stands(): Boolean {
    val stands by produceState(false) {
        repeat(2) { withFrameNanos {} }
        value = true
    }
    return stands
}

/** The sentence for the person. A bug is not explained by internal details. */
fun AppState.sentenceOf(error: Throwable): String =
    (error as? JournalException)?.sentence ?: words.somethingWrong
