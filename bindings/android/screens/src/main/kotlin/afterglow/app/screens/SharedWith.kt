package afterglow.app.screens

import afterglow.Access
import afterglow.Care
import afterglow.CareId
import afterglow.Consent
import afterglow.Entry
import afterglow.EntryId
import afterglow.Part
import afterglow.SharePreview
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Away
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Exits
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

/** The first entries that a therapist has, and with whom they could be shared as well. */
internal class Given(val access: Access?, val entries: List<Entry>, val more: Boolean, val others: List<Care>)

/** The entries shared with one therapist, newest first, also of an ended relationship. */
@Composable
fun SharedWithScreen(app: AppState, care: CareId) {
    var rows by remember { mutableIntStateOf(PAGE) }
    val shown = app.watched(rows, Part.TIMELINE, Part.SHARING, Part.CARE) {
        val all = sharedWith(care).asReversed()
        Given(access().find { it.care.id == care }, all.take(rows).map { show(it) }, all.size > rows, openBeside(care))
    }
    SharedWithContent(app.exits(), shown, app::again, onAlong = { app.go(Place.GoAlong(care)) }, onEarlier = { rows += PAGE }) { app.EntryCard(it) }
}

/** [entry] draws an entry with its pictures. */
@Composable
internal fun SharedWithContent(
    exits: Exits,
    shown: Shown<Given>,
    onAgain: () -> Unit,
    onAlong: () -> Unit,
    onEarlier: () -> Unit,
    entry: @Composable (Entry) -> Unit,
) {
    val words = LocalWords.current
    ListPage(
        exits,
        words.whatTheyHave,
        above = {
            Show(shown, onAgain) { given ->
                given.access?.let { Text("${it.care.therapist} · ${it.sinceText}", style = MaterialTheme.typography.titleMedium) }
                if (given.entries.isNotEmpty() && given.others.isNotEmpty()) QuietButton(onAlong) { Text(words.goAlong) }
            }
        },
    ) {
        val given = (shown as? Shown.Ready)?.value ?: return@ListPage
        if (given.entries.isEmpty()) item { Empty(words.nothingShared, words.nothingSharedText) }
        items(given.entries.size, key = { given.entries[it].id }) { entry(given.entries[it]) }
        if (given.more) item { QuietButton(onEarlier) { Text(words.earlier) } }
    }
}

/** The entries to share with another therapist, and the consent that is needed first, if any. */
internal class Along(val others: List<Care>, val ids: List<EntryId>, val view: afterglow.ShareScreen?, val consent: Consent?)

/** Shares one therapist's entries with another one, after a full preview. */
@Composable
fun GoAlongScreen(app: AppState, from: CareId) {
    var chosen by remember { mutableStateOf<CareId?>(null) }
    val shown = app.watched(chosen, Part.TIMELINE, Part.SHARING, Part.CARE, Part.SETTINGS) {
        val others = openBeside(from)
        val with = chosen ?: others.firstOrNull()?.id
        // Entries that they already have are not shared again.
        val ids = with?.let { sharedWith(from) - sharedWith(it).toSet() }.orEmpty()
        Along(others, ids, with?.let { shareView(ids, it) }, with?.let { missingConsent(it) })
    }
    GoAlongContent(
        app.exits(), shown, app.offline, app::again,
        onChoose = { chosen = it },
        onShare = { ids, care ->
            app.proved {
                shareSeveral(ids, care)
                app.notice = app.words.youShareThis
                app.platform.syncSoon()
                app.navigator.leave(Place.GoAlong(from))
            }
        },
        readersFirst = { app.ReadersFirst() }, consent = { OneConsent(app, it) },
    ) { app.WhatIsSeen(it) }
}

/** [readersFirst], [consent] and [seen] are parts that load or change something by themselves. */
@Composable
internal fun GoAlongContent(
    exits: Exits,
    shown: Shown<Along>,
    offline: Boolean,
    onAgain: () -> Unit,
    onChoose: (care: CareId) -> Unit,
    onShare: (ids: List<EntryId>, care: CareId) -> Unit,
    readersFirst: @Composable () -> Unit,
    consent: @Composable (Consent) -> Unit,
    seen: @Composable (SharePreview) -> Unit,
) {
    val words = LocalWords.current
    ListPage(
        exits,
        words.goAlong,
        above = {
            Away(offline)
            readersFirst()
        },
    ) {
        item {
            Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
                Show(shown, onAgain) { along ->
                    if (along.view == null) {
                        Empty(words.nobodyToShareWith, words.nobodyToShareWithText)
                    } else {
                        Offer(along, along.view, onChoose, { onShare(along.ids, along.view.care) }, consent)
                    }
                }
            }
        }
        val previews = (shown as? Shown.Ready)?.value?.view?.previews.orEmpty()
        items(previews.size, key = { previews[it].entry.id }) { seen(previews[it]) }
    }
}

@Composable
private fun Offer(
    along: Along,
    view: afterglow.ShareScreen,
    onChoose: (care: CareId) -> Unit,
    onShare: () -> Unit,
    consent: @Composable (Consent) -> Unit,
) {
    val words = LocalWords.current
    if (along.others.size > 1) {
        Heading(words.withWhom)
        OneOf(along.others.map { it.id to it.therapist }, view.care, onChoose)
    }
    if (along.ids.isEmpty()) return Note(words.theyHaveIt)
    Text(view.title, style = MaterialTheme.typography.titleMedium)
    Text(view.laterChanges, style = MaterialTheme.typography.bodyMedium)
    if (along.consent != null) return consent(along.consent)
    MainButton(onShare, Modifier.fillMaxWidth().testTag("share")) { Text(words.shareNow) }
    Note(view.notWatched)
}

/** The other active relationships. */
private suspend fun afterglow.Journal.openBeside(care: CareId): List<Care> = care().filter { !it.ended && it.id != care }

private const val PAGE = 50
