package afterglow.app.screens

import afterglow.Draft
import afterglow.Entry
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.writing
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp

private class Now(val drafts: List<Draft>, val intentions: List<Entry>, val latest: List<Entry>)

/** Where the person is, and the one thing that fits now. */
@Composable
fun TodayScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE, Part.DRAFTS) {
        Now(drafts(), list(listOf("intention"), limit = 2), list(listOf("reflection", "check_in"), limit = 3))
    }
    Page(app, words.today) {
        if (app.offline) Note(words.offline)
        app.Show(shown) { now ->
            now.drafts.firstOrNull()?.let { draft ->
                Block(onClick = { app.go(Place.Write(draft.id)) }) {
                    Text(words.goOnWriting, style = MaterialTheme.typography.titleSmall)
                    Text(draft.writing?.text.orEmpty(), maxLines = 2, overflow = TextOverflow.Ellipsis, style = MaterialTheme.typography.bodyLarge)
                }
            }
            Block {
                Text(words.howAreYou, style = MaterialTheme.typography.titleLarge)
                Text(words.howAreYouText, style = MaterialTheme.typography.bodyLarge)
                FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
                    Button(onClick = { app.go(Place.CheckIn) }) { Text(words.checkIn) }
                    FilledTonalButton(onClick = { app.go(Place.Write()) }) { Text(words.write) }
                }
            }
            if (now.intentions.isNotEmpty()) {
                Heading(words.carriedForward)
                for (intention in now.intentions) {
                    Block(onClick = { app.go(Place.EntryOf(intention.id)) }) {
                        Text(intention.text, style = MaterialTheme.typography.titleLarge)
                    }
                }
            }
            if (now.latest.isEmpty()) {
                Empty(words.nothingYet, words.nothingYetText)
            } else {
                Heading(words.latest)
                for (entry in now.latest) app.EntryCard(entry)
            }
        }
    }
}
