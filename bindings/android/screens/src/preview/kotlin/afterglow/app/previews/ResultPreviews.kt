package afterglow.app.previews

import afterglow.EntryId
import afterglow.InstrumentId
import afterglow.MeasureResult
import afterglow.SafetyChoice
import afterglow.SafetyEventId
import afterglow.SafetyOption
import afterglow.SafetyScreen
import afterglow.ShareOffer
import afterglow.app.parts.Exits
import afterglow.app.parts.Page
import afterglow.app.screens.AfterResultContent
import afterglow.app.screens.Result
import afterglow.app.screens.ResultActions
import afterglow.app.screens.SafetyActions
import afterglow.app.screens.SafetyContent
import androidx.compose.runtime.Composable
import java.time.Instant

// The result of a measure, and the page after a safety answer.

@OnPhone
@Composable
internal fun ResultPreview() = Previewed { ResultOf(result) }

@OnPhone
@Composable
internal fun ResultAfterSafetyAnswerPreview() = Previewed {
    ResultOf(
        result.copy(
            band = null,
            change = "You marked thoughts of being dead or of hurting yourself. That matters more than the number.",
            safety = true,
            event = safety.event,
            sharing = "Shared: $THERAPIST can read this.",
            offers = emptyList(),
            shared = true,
        ),
    )
}

@Composable
private fun ResultOf(result: MeasureResult) = Page(Exits({}), result.title) {
    Result(result)
    AfterResultContent(result, safety, ResultActions())
}

@OnPhone
@Composable
internal fun SafetyPreview() = Previewed { Page(Exits({}), safety.title) { SafetyContent(safety, Nobody, SafetyActions()) } }

private val result = MeasureResult(
    id = EntryId("result-1"),
    instrument = InstrumentId("phq-9"),
    title = "PHQ-9",
    date = "Wednesday, November 25",
    said = "8 of 27: mild",
    moment = Instant.EPOCH,
    total = 8.0,
    most = 27.0,
    band = "mild",
    change = "Compared with the start, this is a clear change for the better.",
    safety = false,
    event = null,
    afterwards = "",
    profile = emptyList(),
    sharing = "Not shared yet: $THERAPIST does not see this.",
    offers = listOf(ShareOffer(care.id, "Share with $THERAPIST", "", shared = false, seen = "")),
    note = "This is a number for a conversation, not a verdict about you.",
    shared = false,
)

private val safety = SafetyScreen(
    event = SafetyEventId("event-1"),
    title = "You are not alone with this",
    text = "Thank you for answering honestly. You do not have to handle this alone.",
    urgent = "If you might act on it, or are not sure: call now, and stay with somebody.",
    honesty = "This app tells nobody by itself, and nobody is watching it.",
    choices = listOf(
        SafetyOption(SafetyChoice.HELP_NOW, "I want help now", "Please call or text one of these now.", opensHelp = true),
        SafetyOption(SafetyChoice.SAFE_NOW, "I can stay safe for now", "I am glad. Please tell one person today.", opensHelp = false),
    ),
    share = listOf(
        ShareOffer(
            care.id, "Let $THERAPIST see this answer", "They see it when they next open the portal. That can take days and is not fast help.",
            shared = false, seen = "",
        ),
    ),
    help = help,
)
