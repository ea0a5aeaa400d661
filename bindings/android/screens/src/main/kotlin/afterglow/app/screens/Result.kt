package afterglow.app.screens

import afterglow.CareId
import afterglow.EntryId
import afterglow.MeasureResult
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** What a person can do with a result. */
internal class ResultActions(
    val go: (Place) -> Unit = {},
    val letSee: (care: CareId) -> Unit = {},
    /** Shares it with the therapist who assigned it. */
    val share: (care: CareId) -> Unit = {},
    val keepPrivate: () -> Unit = {},
    /** Opens the page on which it can be shared. */
    val openSharing: () -> Unit = {},
    val done: () -> Unit = {},
)

/** A result that waits for a decision: share it with the assigning therapist, or keep it private. */
@Composable
fun ResultPage(app: AppState, id: EntryId) {
    val shown = app.watched(id, Part.MEASURES, Part.TIMELINE, Part.STATUS) { measureResult(id) }
    Page(app.exits(), app.words.theResult) {
        app.Show(shown) { result ->
            Result(result)
            AfterResult(app, result) { app.navigator.back() }
        }
    }
}

/** A result in plain language, without a verdict. */
@Composable
internal fun Result(result: MeasureResult) {
    Block {
        if (result.safety) {
            // With a safety answer: no band and no comparison.
            Text(result.change, Modifier.testTag("answer-first"), style = MaterialTheme.typography.titleLarge)
            Text(result.said, style = MaterialTheme.typography.bodySmall)
        } else {
            Text(result.said, style = MaterialTheme.typography.headlineSmall)
            Text(result.change, style = MaterialTheme.typography.bodyLarge)
        }
        for (line in result.profile) Text("${line.question}: ${line.answer}", style = MaterialTheme.typography.bodyMedium)
        Text(result.note, style = MaterialTheme.typography.bodySmall)
        if (result.afterwards.isNotBlank()) Text(result.afterwards, style = MaterialTheme.typography.bodyMedium)
    }
}

/** Actions for a result: help after a safety answer, and sharing with the therapist who assigned it. */
@Composable
internal fun AfterResult(app: AppState, result: MeasureResult, onDone: () -> Unit) {
    val safety = result.event?.let { event ->
        (app.watched(event, Part.HELP, Part.TODAY, Part.TIMELINE, Part.SHARING, Part.STATUS) { safetyPage(event) } as? Shown.Ready)?.value
    }
    val actions = ResultActions(
        app::go,
        letSee = { care -> result.event?.let { event -> app.act { shareSafety(event, care) } } },
        share = { care ->
            app.act {
                share(result.id, care)
                onDone()
            }
        },
        keepPrivate = {
            app.act {
                keepMeasurePrivate(result.id)
                onDone()
            }
        },
        openSharing = { app.navigator.replace(Place.Share(result.id)) },
        done = onDone,
    )
    AfterResultContent(result, safety, actions)
}

/** [safety]: the page of the event that the answers raised, once it is loaded. */
@Composable
internal fun AfterResultContent(result: MeasureResult, safety: afterglow.SafetyScreen?, actions: ResultActions) {
    val words = LocalWords.current
    result.event?.let { event ->
        MainButton(onClick = { actions.go(Place.Help) }, Modifier.fillMaxWidth()) { Text(words.helpNow) }
        QuietButton(onClick = { actions.go(Place.CrisisPlan) }) { Text(words.myPlan) }
        if (safety != null) {
            QuietButton(onClick = { actions.go(Place.SafetyOf(event)) }) { Text(safety.title) }
            Letting(safety.share, actions.letSee)
        }
    }
    if (result.sharing.isNotBlank()) Note(result.sharing)
    for (offer in result.offers) {
        QuietButton(onClick = { actions.share(offer.care) }, Modifier.testTag("share-result")) { Text(offer.label) }
    }
    if (result.offers.isNotEmpty()) {
        QuietButton(actions.keepPrivate) { Text(words.keepPrivate) }
    } else if (!result.shared) {
        QuietButton(actions.openSharing) { Text(words.share) }
    }
    QuietButton(actions.done) { Text(words.done) }
}
