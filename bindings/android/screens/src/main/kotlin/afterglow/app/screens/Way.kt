package afterglow.app.screens

import afterglow.Journal
import afterglow.JournalException
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.parts.Block
import afterglow.app.parts.QuietButton
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import java.io.IOException

/** How far a long task is. [of] is 0 while that is unknown. */
internal class Underway(val done: Int, val of: Int)

/** A long task of a screen: its progress, and why it failed. */
@Stable
internal class Way {
    private var done by mutableStateOf(0)
    private var of by mutableStateOf(0)
    private var busy by mutableStateOf(false)

    /** Null while nothing runs. */
    val underway: Underway? get() = if (busy) Underway(done, of) else null

    /** Why the last task failed, for the screen. */
    var problem: String? by mutableStateOf(null)

    @Volatile private var stopped = false
    private var left = false

    /** The core calls it from its own thread. */
    fun step(done: Int, of: Int): Boolean {
        this.done = done
        this.of = of
        return !stopped
    }

    fun stop() {
        stopped = true
    }

    /** The screen is left, which stops the task. */
    fun leave() {
        left = true
        stop()
    }

    fun go(app: AppState, task: suspend Journal.() -> Unit) = app.act {
        busy = true
        stopped = false
        done = 0
        of = 0
        problem = null
        try {
            task()
        } catch (error: JournalException) {
            // Nobody sees it on a screen that was left.
            if (left) throw error
            problem = error.sentence
        } catch (error: IOException) {
            if (left) throw error
            problem = app.words.fileFailed
        } finally {
            busy = false
        }
    }
}

@Composable
internal fun rememberWay(): Way {
    val way = remember { Way() }
    DisposableEffect(way) { onDispose(way::leave) }
    return way
}

/** The progress of a long task, with a button to stop it. */
@Composable
internal fun OnTheWay(underway: Underway?, onStop: () -> Unit) {
    if (underway == null) return
    Block {
        if (underway.of == 0) {
            LinearProgressIndicator(Modifier.fillMaxWidth())
        } else {
            LinearProgressIndicator({ underway.done.toFloat() / underway.of }, Modifier.fillMaxWidth())
        }
        QuietButton(onStop) { Text(LocalWords.current.stop) }
    }
}
