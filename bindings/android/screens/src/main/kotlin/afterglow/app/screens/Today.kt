package afterglow.app.screens

import afterglow.Fit
import afterglow.FitsNow
import afterglow.MeasureEntry
import afterglow.News
import afterglow.Part
import afterglow.SafetyCard
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

/** Where the person is, the one thing that fits now, and what they set out with. */
@Composable
fun TodayScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TODAY, Part.TIMELINE, Part.DRAFTS, Part.STATUS) {
        val today = today()
        val draft = if (today.fits.fit == Fit.DRAFT) today.fits.target?.let { draft(it) } else null
        today to placeOf(today.fits, (draft?.form as? MeasureEntry)?.measure?.instrument)
    }
    Page(app, words.today, onBack = null) {
        app.Away()
        app.Show(shown) { (today, to) ->
            Text(
                listOf(today.date, today.place.said, today.spine).filter(String::isNotBlank).joinToString(" · "),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
            // What the server shows does not fit: said where one looks, and not only on the page that nobody opens.
            for (alarm in today.news.filter { it.kind == ALARM }) {
                Block(onClick = { app.go(Place.Readers) }) {
                    Text(alarm.said, Modifier.testTag("alarm"), style = MaterialTheme.typography.titleSmall)
                }
            }
            today.safety?.let { Card(app, it) }
            today.next?.let { Text(it.said, style = MaterialTheme.typography.titleSmall) }
            today.aftercare?.let { Note(it) }
            today.care?.let { Note(it) }
            TheOneThing(app, today.fits, to)
            FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
                if (today.fits.fit != Fit.CHECK_IN && today.fits.fit != Fit.SESSION) FilledTonalButton(onClick = { app.go(Place.CheckIn) }) { Text(words.checkIn) }
                if (today.fits.fit != Fit.REST && today.fits.fit != Fit.SESSION) FilledTonalButton(onClick = { app.rest() }) { Text(words.notToday) }
            }
            for (news in today.news.filter { it.kind != ALARM }) {
                val unshared = news.target?.takeIf { news.kind == "unshared" }
                Block(onClick = { app.go(unshared?.let { Place.ResultOf(it) } ?: news.place()) }) {
                    Text(news.said, style = MaterialTheme.typography.titleSmall)
                }
            }
            if (today.intentions.isNotEmpty()) {
                Heading(words.carriedForward)
                for (intention in today.intentions) {
                    Block(onClick = { app.go(Place.Sessions) }) {
                        Text(intention.text, style = MaterialTheme.typography.titleLarge)
                        Text(intention.carried, style = MaterialTheme.typography.bodySmall)
                    }
                }
            }
        }
    }
}

/** What stays for three days after a safety answer: quiet, and above everything else. */
@Composable
private fun Card(app: AppState, card: SafetyCard) {
    Block {
        Text(card.said, Modifier.testTag("safety-card"), style = MaterialTheme.typography.titleMedium)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
            FilledTonalButton(onClick = { app.go(Place.Help) }) { Text(app.words.helpNow) }
            if (card.plan.isNotBlank()) FilledTonalButton(onClick = { app.go(Place.CrisisPlan) }) { Text(card.plan) }
            OutlinedButton(onClick = { app.act { settleSafety(card.event) } }, Modifier.testTag("settle")) { Text(card.settle) }
            TextButton(onClick = { app.go(Place.SafetyOf(card.event)) }, Modifier.testTag("open-safety")) { Text(card.open) }
        }
        Letting(app, card.event, card.share)
    }
}

@Composable
private fun TheOneThing(app: AppState, fits: FitsNow, to: Place?) {
    Block(onClick = to?.let { { app.go(it) } }) {
        Text(fits.title, style = MaterialTheme.typography.titleLarge)
        if (fits.text.isNotBlank()) Text(fits.text, style = MaterialTheme.typography.bodyLarge)
    }
}

/** Where a tap on the one thing leads; [begun] is the instrument, if what was begun is a measure. */
private fun placeOf(fits: FitsNow, begun: String?): Place? = when (fits.fit) {
    Fit.REST, Fit.SESSION -> null
    Fit.CHECK_IN -> Place.CheckIn
    Fit.DRAFT -> if (begun != null) Place.Measure(begun) else Place.Write(fits.target)
    Fit.MEASURE -> fits.target?.let { Place.Measure(it, fits.assignment) }
    Fit.SUGGESTION, Fit.STEP -> Place.Steps
    Fit.TALK -> Place.Journey
    Fit.INTENTION -> Place.Sessions
    Fit.PROMPT -> Place.Write(prompt = fits.target)
}

/** Where a tap on what has come leads, if it is no result. */
private fun News.place(): Place = when (kind) {
    "reader", "readers" -> Place.Readers
    "replies" -> Place.Therapist
    else -> Place.Conflicts
}

private const val ALARM = "alarm"

private fun AppState.rest() = act {
    notToday()
    notice = words.restNow
}
