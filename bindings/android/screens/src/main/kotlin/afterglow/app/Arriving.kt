package afterglow.app

import afterglow.JournalException
import afterglow.Writing
import afterglow.saveDraft
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect

/** What another app hands over to be written about. Until the journal is open it waits in memory, and on no disk. */
class Arrived(val text: String = "", val pictures: List<Medium> = emptyList())

/** Makes a page of what has come, once the journal is open: a draft, as if it had been written here. */
@Composable
internal fun Arriving(app: AppState) {
    val arrived = app.arrived ?: return
    LaunchedEffect(arrived) {
        app.act {
            // Whatever comes of it, it is not tried again and again: the other app has it still.
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
            // Said beside what was taken, and instead of it where nothing was.
            refused?.let { app.notice = it.sentence }
        }
    }
}
