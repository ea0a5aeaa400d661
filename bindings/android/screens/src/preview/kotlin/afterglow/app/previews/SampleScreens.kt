package afterglow.app.previews

import afterglow.AssignmentId
import afterglow.CheckInScreen
import afterglow.Choice
import afterglow.EntryId
import afterglow.Fit
import afterglow.FitsNow
import afterglow.HelpLine
import afterglow.HelpScreen
import afterglow.InstrumentId
import afterglow.LookBackScreen
import afterglow.MeasureCard
import afterglow.MeasureDue
import afterglow.MeasureOption
import afterglow.MeasurePage
import afterglow.MeasuresScreen
import afterglow.Memory
import afterglow.News
import afterglow.NewsKind
import afterglow.Phase
import afterglow.Place
import afterglow.PlanPart
import afterglow.Prompt
import afterglow.PromptId
import afterglow.Returning
import afterglow.Scale
import afterglow.ScaleName
import afterglow.SessionForm
import afterglow.SessionScreen
import afterglow.SessionTrend
import afterglow.Stage
import afterglow.Status
import afterglow.TodayScreen
import afterglow.Trend
import afterglow.TrendPoint
import afterglow.WelcomeScreen
import afterglow.WriteScreen
import java.time.LocalDate
import java.time.OffsetDateTime

// The views of the core for the same person, one per screen.

private const val NOT_WATCHED = "Nobody is watching. This is not a way to reach help quickly."
private const val LOW_MOOD = "That is very low. If it is more than you can carry, “Help now” is here; you do not need a reason."

internal val inSync = Status(
    inSync = true, waiting = 0u, behind = 0u, held = 0u, unreadable = 0u, refused = 0u, missing = 0u, attachments = 0u, reasons = emptyList(),
)

internal val today = TodayScreen(
    date = "Wednesday, November 25",
    place = place,
    spine = "",
    done = 2u,
    planned = 6u,
    next = null,
    safety = null,
    fits = FitsNow(Fit.PROMPT, "A question for today", "What has stayed with you since the session?", "stayed", null, null),
    intentions = listOf(intention),
    news = listOf(News(NewsKind.REPLIES, "$THERAPIST has answered", 1u, null)),
    care = null,
    aftercare = null,
    status = inSync,
)

internal val sessionEvening = today.copy(
    date = "Monday, November 23",
    place = Place("The day of session 2", Phase.SESSION_DAY, "The day of the session", 2u, 0L),
    fits = FitsNow(Fit.CHECK_IN, "The first evening", "", null, null, null),
    intentions = emptyList(),
    news = emptyList(),
    aftercare = "Do not drive today, and let somebody be with you.",
)

internal val checkIn = CheckInScreen(
    title = "Two days after",
    question = "How are you now?",
    hint = "A mood is enough.",
    slot = null,
    session = 2u,
    intention = null,
    scales = listOf(
        Scale(ScaleName.MOOD, "Mood", "very low", "very good"),
        Scale(ScaleName.ENERGY, "Energy", "none", "a lot"),
        Scale(ScaleName.SLEEP, "Sleep", "very poor", "very good"),
    ),
    states = states,
    effects = "Something in my body",
    effectsDue = false,
    notWatched = NOT_WATCHED,
    aftercare = null,
    lowMood = LOW_MOOD,
    voice = null,
)

internal val write = WriteScreen(
    prompts = listOf(
        Prompt(PromptId("stayed"), "What has stayed with you since the session?", "", "nature", null, null),
        Prompt(PromptId("asked"), "What did you notice when you came home?", "From $THERAPIST", null, null, AssignmentId("assignment-1")),
    ),
    placeholder = "Whatever is here. A few words are enough.",
    hint = "",
    drafts = emptyList(),
    themes = themes,
    states = states,
    body = listOf(Choice("chest", "Chest"), Choice("shoulders", "Shoulders")),
    sensations = listOf(Choice("warm", "Warm"), Choice("tight", "Tight")),
    notWatched = NOT_WATCHED,
    care = null,
    lowMood = LOW_MOOD,
)

internal val measures = MeasuresScreen(
    due = listOf(MeasureDue(InstrumentId("phq-9"), "PHQ-9", AssignmentId("assignment-2"), "Asked for by $THERAPIST, due on Friday")),
    begun = emptyList(),
    available = listOf(
        MeasureCard(InstrumentId("phq-9"), "PHQ-9", 9u, "Developed by Drs. Spitzer, Williams, Kroenke and colleagues."),
        MeasureCard(InstrumentId("gad-7"), "GAD-7", 7u, "Developed by Drs. Spitzer, Williams, Kroenke and colleagues."),
    ),
    results = emptyList(),
)

internal val question = MeasurePage(
    draft = EntryId("draft-1"),
    title = "GAD-7",
    recall = "Over the last two weeks",
    before = "",
    agreement = null,
    instruction = "How often have you been bothered by this?",
    safety = null,
    item = 1u,
    count = 7u,
    progress = "2 of 7",
    text = "Not being able to stop or control worrying",
    options = listOf("Not at all", "Several days", "More than half the days", "Nearly every day").mapIndexed { value, label ->
        MeasureOption(value.toDouble(), label)
    },
    slider = null,
    answer = 1.0,
    confirm = false,
    skip = "Skip this question",
    languageNote = null,
)

internal val session = SessionScreen(
    id = EntryId("session-2"),
    title = "Session 2",
    `when` = "Monday, November 23",
    form = SessionForm(number = 2u, at = OffsetDateTime.parse("2026-11-23T14:00:00-07:00"), ended = OffsetDateTime.parse("2026-11-23T16:00:00-07:00"), firstWords = "Green, and slow"),
    dose = null,
    supportNote = "",
    intentions = listOf(intention),
    concerns = emptyList(),
    qualities = states,
    noneBetter = "None of them is better than another.",
    routes = listOf(Choice("im", "Injection"), Choice("oral", "Lozenge")),
    support = listOf(Choice("enough", "Enough"), Choice("too_little", "Too little")),
    care = null,
    aftercare = null,
    running = false,
)

private val firstDay = LocalDate.of(2026, 10, 27)

internal val lookBack = LookBackScreen(
    trends = listOf(
        Trend(
            name = ScaleName.MOOD,
            label = "Mood",
            caption = "",
            said = "",
            points = List(DAYS) { day ->
                val low = (4 + day / 8 + day % 3).toUByte()
                TrendPoint(
                    date = firstDay.plusDays(day.toLong()),
                    value = low.toDouble(),
                    low = low.takeIf { day % 4 != 3 },
                    high = (low + 1u).toUByte().takeIf { day % 4 != 3 },
                    median = 5.0 + day * 0.12,
                    session = if (day == FIRST_SESSION) 1u else if (day == SECOND_SESSION) 2u else null,
                )
            },
            sessions = listOf(SessionTrend(1u, LocalDate.parse("2026-11-02"), before = 4.0, after = 5.5, later = 6.0)),
        ),
    ),
    themes = emptyList(),
    words = emptyList(),
    onThisDay = listOf(Memory("Four weeks ago", EntryId("entry-0"), "The first walk that did not feel like a task.", "Do not show this again")),
    nothing = null,
)

internal val returning = Returning("nature", "Nature", "", 3u, quote = quietEntry.text, lastEntry = quietEntry.id)

internal val help = HelpScreen(
    title = "Help now",
    text = "“Help now” opens without internet and without unlocking.",
    plan = listOf(
        PlanPart("Signs that a crisis may be coming", listOf("I stop answering messages")),
        PlanPart("What helps when I am alone", listOf("A slow walk to the river")),
    ),
    noPlan = null,
    people = listOf(line("rook", "Rook", "sister", "+1 555 0100")),
    practice = listOf(line("practice", "River Practice, in our hours", "Hours: weekdays, 9 to 5", "+1 555 0199")),
    practiceWords = emptyList(),
    emergency = line("emergency", "Emergency", "", "911"),
    lines = listOf(line("lifeline", "Crisis line", "Day and night", "988", text = "988")),
    region = "US",
    regionText = "Numbers for: United States. Somewhere else? Choose the country where you are.",
    regions = listOf(Choice("DE", "Germany"), Choice("US", "United States")),
    asOf = "Numbers checked November 1, 2026",
    stale = null,
    harm = "Somebody who treats me has harmed me",
)

private fun line(id: String, name: String, note: String, call: String, text: String? = null) =
    HelpLine(id, name, note, call, callLabel = call, text = text, word = null, textLabel = text?.let { "Text $it" }, web = null)

internal val welcome = WelcomeScreen(
    title = "A journal between sessions",
    lines = listOf(
        "What you write stays on this phone, encrypted. No account is needed to begin.",
        "Nobody else can read it: not the server, not the people who run it. You choose, entry by entry, what your therapist sees.",
        NOT_WATCHED,
    ),
    stage = Stage.BEGIN,
    consents = emptyList(),
    account = null,
)

private const val DAYS = 30
private const val FIRST_SESSION = 6
private const val SECOND_SESSION = 27
