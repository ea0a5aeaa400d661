package afterglow.app.screens

import afterglow.Access
import afterglow.Care
import afterglow.Consent
import afterglow.Entry
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Away
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Heading
import afterglow.app.parts.ListPage
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

private class Given(val access: Access?, val entries: List<Entry>, val more: Boolean, val others: List<Care>)

/** The entries shared with one therapist, newest first, also of an ended relationship. */
@Composable
fun SharedWithScreen(app: AppState, care: String) {
    val words = app.words
    var rows by remember { mutableIntStateOf(PAGE) }
    val shown = app.watched(rows, Part.TIMELINE, Part.SHARING, Part.CARE) {
        val all = sharedWith(care).asReversed()
        Given(access().find { it.care.id == care }, all.take(rows).map { show(it) }, all.size > rows, openBeside(care))
    }
    ListPage(
        app.exits(),
        words.whatTheyHave,
        above = {
            app.Show(shown) { given ->
                given.access?.let { Text("${it.care.therapist} · ${it.sinceText}", style = MaterialTheme.typography.titleMedium) }
                if (given.entries.isNotEmpty() && given.others.isNotEmpty()) {
                    QuietButton(onClick = { app.go(Place.GoAlong(care)) }) { Text(words.goAlong) }
                }
            }
        },
    ) {
        val given = (shown as? Shown.Ready)?.value ?: return@ListPage
        if (given.entries.isEmpty()) item { Empty(words.nothingShared, words.nothingSharedText) }
        items(given.entries.size, key = { given.entries[it].id }) { app.EntryCard(given.entries[it]) }
        if (given.more) item { QuietButton(onClick = { rows += PAGE }) { Text(words.earlier) } }
    }
}

private class Along(val others: List<Care>, val ids: List<String>, val view: afterglow.ShareScreen?, val consent: Consent?)

/** Shares one therapist's entries with another one, after a full preview. */
@Composable
fun GoAlongScreen(app: AppState, from: String) {
    val words = app.words
    var chosen by remember { mutableStateOf<String?>(null) }
    val shown = app.watched(chosen, Part.TIMELINE, Part.SHARING, Part.CARE, Part.SETTINGS) {
        val others = openBeside(from)
        val with = chosen ?: others.firstOrNull()?.id
        // Entries that they already have are not shared again.
        val ids = with?.let { sharedWith(from) - sharedWith(it).toSet() }.orEmpty()
        Along(others, ids, with?.let { shareView(ids, it) }, with?.let { missingConsent(it) })
    }
    ListPage(app.exits(), words.goAlong, above = { app.Away(); app.ReadersFirst() }) {
        val along = (shown as? Shown.Ready)?.value
        val view = along?.view
        item {
            Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
                app.Show(shown) {
                    if (view == null) {
                        Empty(words.nobodyToShareWith, words.nobodyToShareWithText)
                    } else {
                        Offer(app, from, it, view) { with -> chosen = with }
                    }
                }
            }
        }
        val previews = view?.previews.orEmpty()
        items(previews.size, key = { previews[it].entry.id }) { app.WhatIsSeen(previews[it]) }
    }
}

@Composable
private fun Offer(app: AppState, from: String, along: Along, view: afterglow.ShareScreen, onChoose: (String) -> Unit) {
    if (along.others.size > 1) {
        Heading(app.words.withWhom)
        OneOf(along.others.map { it.id to it.therapist }, view.care, onChoose)
    }
    if (along.ids.isEmpty()) return Note(app.words.theyHaveIt)
    Text(view.title, style = MaterialTheme.typography.titleMedium)
    Text(view.laterChanges, style = MaterialTheme.typography.bodyMedium)
    along.consent?.let { return OneConsent(app, it) }
    MainButton(
        onClick = {
            app.proved {
                shareSeveral(along.ids, view.care)
                app.notice = app.words.sharedNow
                app.platform.syncSoon()
                app.navigator.leave(Place.GoAlong(from))
            }
        },
        Modifier.fillMaxWidth().testTag("share"),
    ) { Text(app.words.shareNow) }
    Note(view.notWatched)
}

/** The other active relationships. */
private suspend fun afterglow.Journal.openBeside(care: String): List<Care> = care().filter { !it.ended && it.id != care }

private const val PAGE = 50
