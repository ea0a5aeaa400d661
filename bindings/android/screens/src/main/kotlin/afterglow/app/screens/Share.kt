package afterglow.app.screens

import afterglow.Care
import afterglow.CareId
import afterglow.Consent
import afterglow.Entry
import afterglow.EntryId
import afterglow.Part
import afterglow.SharePreview
import afterglow.TakenBack
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Attachments
import afterglow.app.parts.Away
import afterglow.app.parts.Caps
import afterglow.app.parts.Empty
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Marks
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import afterglow.app.parts.headOf
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp

internal class Sharing(
    val care: List<Care>,
    val entry: Entry,
    val view: afterglow.ShareScreen?,
    /** The consent that is needed first, if any. */
    val consent: Consent?,
    /** Whether it was taken back from this therapist, and whether that is confirmed. */
    val takenBack: TakenBack?,
)

/** What a person can do before and after sharing. */
internal class ShareActions(
    val join: () -> Unit = {},
    val choose: (care: CareId) -> Unit = {},
    val share: (care: CareId) -> Unit = {},
    val takeBack: (care: CareId) -> Unit = {},
)

/** Before sharing: exactly what the therapist will see. After taking back: the consequences. */
@Composable
fun ShareScreen(app: AppState, id: EntryId) {
    var chosen by remember { mutableStateOf<CareId?>(null) }
    val shown = app.watched(id to chosen, Part.TIMELINE, Part.SHARING, Part.CARE, Part.STATUS, Part.SETTINGS) {
        val open = care().filter { !it.ended }
        val with = chosen ?: open.firstOrNull()?.id
        Sharing(open, show(id), with?.let { shareView(listOf(id), it) }, with?.let { missingConsent(it) }, takenBack(id).find { it.care == with })
    }
    val actions = ShareActions(
        join = { app.go(Place.Join()) },
        choose = { chosen = it },
        share = { care ->
            app.act {
                share(id, care)
                app.notice = app.words.youShareThis
                app.platform.syncSoon()
            }
        },
        takeBack = { care ->
            app.act {
                // The page says what follows from it, and changes with a sync: a message would stay as it is.
                takeBack(id, care)
                app.platform.syncSoon()
            }
        },
    )
    ShareContent(
        app.exits(), shown, app.offline, app::again, actions,
        readersFirst = { app.ReadersFirst() }, consent = { OneConsent(app, it) },
    ) { preview, therapist -> app.WhatIsSeen(preview, therapist) }
}

/**
 * Sharing with one therapist, drawn from its state. [readersFirst], [consent] and [seen] are parts that load or change something
 * by themselves.
 */
@Composable
internal fun ShareContent(
    exits: Exits,
    shown: Shown<Sharing>,
    offline: Boolean,
    onAgain: () -> Unit,
    actions: ShareActions,
    readersFirst: @Composable () -> Unit,
    consent: @Composable (Consent) -> Unit,
    seen: @Composable (SharePreview, therapist: String) -> Unit,
) {
    val words = LocalWords.current
    val sharing = (shown as? Shown.Ready)?.value
    val view = sharing?.view
    val before = view != null && view.care !in sharing.entry.sharedWith
    Page(
        exits, words.shareTitle,
        bottom = if (before && sharing.consent == null) ({ ShareButton(nameOf(sharing, view.care)) { actions.share(view.care) } }) else null,
    ) {
        Away(offline)
        readersFirst()
        Show(shown, onAgain) { sharing ->
            val view = sharing.view
            if (view == null) {
                Empty(words.nobodyToShareWith, words.nobodyToShareWithText)
                MainButton(actions.join) { Text(words.join) }
                return@Show
            }
            if (sharing.care.size > 1) {
                Heading(words.withWhom)
                OneOf(sharing.care.map { it.id to it.therapist }, view.care, actions.choose)
            }
            if (!before) Shared(sharing.entry) { actions.takeBack(view.care) }
            sharing.takenBack?.let { Note(it.said, Modifier.testTag("taken-back").semantics { liveRegion = LiveRegionMode.Polite }) }
            if (before) sharing.consent?.let { consent(it) }
            Text(view.title, style = MaterialTheme.typography.titleMedium)
            for (preview in view.previews) seen(preview, nameOf(sharing, view.care))
            if (!before) return@Show
            Text(view.laterChanges, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
            Text(view.notWatched, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
        }
    }
}

private fun nameOf(sharing: Sharing, care: CareId): String = sharing.care.firstOrNull { it.id == care }?.therapist.orEmpty()

@Composable
private fun ShareButton(therapist: String, onShare: () -> Unit) =
    MainButton(onShare, Modifier.fillMaxWidth().testTag("share"), icon = Symbols.Share) { Text(LocalWords.current.shareWith(therapist)) }

@Composable
private fun Shared(entry: Entry, onTakeBack: () -> Unit) {
    Text(entry.sharedText, style = MaterialTheme.typography.titleMedium)
    if (entry.readingText.isNotBlank()) Text(entry.readingText, style = MaterialTheme.typography.bodyMedium)
    QuietButton(onTakeBack, Modifier.fillMaxWidth().testTag("take-back")) { Text(LocalWords.current.takeBackNow) }
}

/** The entry with its attachments. */
@Composable
internal fun AppState.WhatIsSeen(preview: SharePreview, therapist: String = "") {
    WhatIsSeen(preview, therapist) {
        val attachments = watched(preview.entry.id, Part.TIMELINE) { attachments(preview.entry.id) }
        (attachments as? Shown.Ready)?.let { Attachments(preview.entry.id, it.value) }
    }
}

/** An entry as the therapist will see it, in a frame, and the raw data on request. */
@Composable
internal fun WhatIsSeen(preview: SharePreview, therapist: String, attachments: @Composable () -> Unit) = Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
    val words = LocalWords.current
    var whole by remember { mutableStateOf(false) }
    val frame = MaterialTheme.colorScheme.inverseSurface
    Surface(
        Modifier.fillMaxWidth().testTag("preview"),
        shape = MaterialTheme.shapes.medium,
        color = MaterialTheme.colorScheme.background,
        border = BorderStroke(2.dp, frame),
    ) {
        Column {
            Row(
                Modifier.fillMaxWidth().background(frame).padding(horizontal = 18.dp, vertical = 10.dp),
                Arrangement.spacedBy(10.dp),
                Alignment.CenterVertically,
            ) {
                Icon(Symbols.Shared, null, Modifier.size(18.dp), MaterialTheme.colorScheme.inverseOnSurface)
                Text(
                    if (therapist.isBlank()) words.whatTheySee else words.seenBy(therapist),
                    color = MaterialTheme.colorScheme.inverseOnSurface, style = MaterialTheme.typography.titleSmall,
                )
            }
            Column(Modifier.padding(18.dp), Arrangement.spacedBy(10.dp)) {
                Caps(headOf(preview.entry))
                attachments()
                if (preview.entry.text.isNotBlank()) Text(preview.entry.text, style = MaterialTheme.typography.reading)
                Marks(preview.entry, fate = false)
            }
        }
    }
    TextButton(onClick = { whole = !whole }) { Text(words.exactly) }
    if (whole) {
        SelectionContainer {
            Text(preview.json, style = MaterialTheme.typography.bodySmall.copy(fontFamily = FontFamily.Monospace))
        }
    }
}
