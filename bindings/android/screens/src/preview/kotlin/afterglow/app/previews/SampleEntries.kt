package afterglow.app.previews

import afterglow.Care
import afterglow.CareId
import afterglow.CarePurpose
import afterglow.Choice
import afterglow.Entry
import afterglow.EntryId
import afterglow.EntryKind
import afterglow.GoalProgress
import afterglow.Hope
import afterglow.JourneyPage
import afterglow.JourneyRow
import afterglow.Phase
import afterglow.Place
import afterglow.Reading
import afterglow.Session
import afterglow.SharePreview
import afterglow.ShareScreen
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime

// The journal of a person after the second session of a series, as the core would give it. All people are invented.

internal const val THERAPIST = "M. Osei"
private val CARE = CareId("care-1")

internal val place = Place("Two days after session 2", Phase.AFTER, "After the session", 2u, 2L)

internal val quietEntry = entry(
    "entry-1", "2026-11-25T21:40:00-07:00", "The light through the leaves, and how long I could look at it without wanting to be anywhere else.",
    mood = 7u, themesText = listOf("Nature"),
)

internal val sharedEntry = entry(
    "entry-2", "2026-11-25T08:05:00-07:00", "I dreamt of my grandmother’s garden. She was humming, and I did not have to ask which song it was.",
    themesText = listOf("Family", "Dreams"), sharedWith = listOf(CARE), readingText = "Read on Wednesday",
)

internal val checkInEntry =
    entry("entry-3", "2026-11-24T20:15:00-07:00", "", kind = EntryKind.CHECK_IN, kindText = "Check-in", line = "Mood 6 · Energy 4", mood = 6u)

private fun entry(
    id: String,
    at: String,
    text: String,
    kind: EntryKind = EntryKind.REFLECTION,
    kindText: String = "Entry",
    line: String = text,
    mood: UByte? = null,
    themesText: List<String> = emptyList(),
    sharedWith: List<CareId> = emptyList(),
    readingText: String = "",
) = Entry(
    id = EntryId(id),
    kind = kind,
    kindText = kindText,
    at = OffsetDateTime.parse(at),
    whenText = "Wednesday",
    placeText = place.said,
    date = LocalDate.parse(at.take(10)),
    moment = Instant.EPOCH,
    phase = Phase.AFTER,
    session = 2u,
    day = 2L,
    text = text,
    line = line,
    prompt = null,
    asked = null,
    mood = mood,
    states = emptyList(),
    statesText = emptyList(),
    effectsText = emptyList(),
    themes = emptyList(),
    themesText = themesText,
    affect = emptyList(),
    bodyText = emptyList(),
    wantsToTalk = false,
    seeSoon = false,
    figures = emptyList(),
    doneOn = emptyList(),
    step = null,
    fromEntry = null,
    measure = null,
    purpose = null,
    kept = null,
    reading = Reading.NEW,
    readingText = readingText,
    readAt = null,
    replies = emptyList(),
    sharedWith = sharedWith,
    sharedText = if (sharedWith.isEmpty()) "Only you can read this." else "$THERAPIST can read this.",
    alternatives = emptyList(),
    fromTherapist = false,
    waiting = false,
    leaving = false,
    held = null,
)

internal val journey = JourneyPage(
    rows = listOf(
        JourneyRow.Entry(quietEntry, place),
        JourneyRow.Entry(sharedEntry, place),
        JourneyRow.Entry(checkInEntry, place),
        JourneyRow.Session(
            Session(
                id = EntryId("session-2"),
                number = 2u,
                at = OffsetDateTime.parse("2026-11-23T14:00:00-07:00"),
                route = "",
                routeText = "",
                doseMg = null,
                durationMin = 90u,
                setting = emptyList(),
                support = "",
                qualities = emptyList(),
                qualitiesText = emptyList(),
            ),
            title = "Session 2",
            date = "Monday, November 23",
        ),
    ),
    next = null,
)

internal val themes = listOf(Choice("nature", "Nature"), Choice("family", "Family"), Choice("sleep", "Sleep"))

internal val states = listOf("calm", "open", "tender", "tired", "restless", "grateful", "numb", "hopeful")
    .map { Choice(it, it.replaceFirstChar(Char::uppercase)) }

internal val intention = Hope(
    id = EntryId("hope-1"),
    kind = EntryKind.INTENTION,
    text = "To be gentle with what comes",
    session = 2u,
    agreed = false,
    status = GoalProgress.OPEN,
    answer = "",
    carried = "For session 2",
    canAnswer = true,
    shared = false,
)

internal val care = Care(CARE, THERAPIST, "River Practice", CarePurpose.CARE, since = Instant.EPOCH, ended = false)

/** What the therapist sees of an entry, or would see. */
internal fun shareOf(entry: Entry) = ShareScreen(
    title = "This will be shared",
    laterChanges = "If you change it later, $THERAPIST sees the change too. You can take it back at any time.",
    notWatched = "Nobody is watching. This is not a way to reach help quickly.",
    care = CARE,
    previews = listOf(SharePreview(entry, "{\"text\": \"…\"}")),
)
