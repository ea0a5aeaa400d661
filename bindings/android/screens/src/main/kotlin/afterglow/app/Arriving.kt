package afterglow.app

import afterglow.JournalException
import afterglow.Writing
import afterglow.saveDraft
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect

/** Content that another app shares to be written about. Until the journal is open it is kept only in memory. */
class Arrived(val text: String = "", val pictures: List<Medium> = emptyList())

/** Turns shared content into a draft, once the journal is open, as if it had been written here. */
@Composable
internal fun Arriving(app: AppState) {
    val arrived = app.arrived ?: return
    LaunchedEffect(arrived) {
        app.act {
            // Not retried, whatever the result: the other app still has the content.
            app.arrived = null
            val draft = try {
                saveDraft(Writing(arrived.text))
            } catch (error: JournalException) {
                // Locked meanwhile: it waits again.
                if (error.code == "locked") app.arrived = arrived
                throw error
            }
            var taken = arrived.text.isNotBlank()
            var refused: JournalException? = null
            for (picture in arrived.pictures) {
                try {
                    attachBytes(draft, picture.content, picture.about)
                    taken = true
                } catch (error: JournalException) {
                    refused = error
                }
            }
            if (taken) app.go(Place.Write(draft)) else discardDraft(draft)
            // Shown in addition to the accepted content, or alone if nothing was accepted.
            refused?.let { app.notice = it.sentence }
        }
    }
}
