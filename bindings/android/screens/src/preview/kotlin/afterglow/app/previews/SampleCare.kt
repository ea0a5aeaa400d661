package afterglow.app.previews

import afterglow.Access
import afterglow.Account
import afterglow.Appointment
import afterglow.AppointmentPurpose
import afterglow.Assigned
import afterglow.AssignmentId
import afterglow.CadenceForm
import afterglow.Care
import afterglow.CareId
import afterglow.CarePurpose
import afterglow.Choice
import afterglow.Consent
import afterglow.ConsentPurpose
import afterglow.Device
import afterglow.DeviceId
import afterglow.EntryId
import afterglow.EntryKind
import afterglow.Every
import afterglow.HopesScreen
import afterglow.InstrumentId
import afterglow.Invitation
import afterglow.JourneyRow
import afterglow.Notice
import afterglow.Practice
import afterglow.Reader
import afterglow.Readers
import afterglow.ReminderKind
import afterglow.ReminderSwitch
import afterglow.RemindersScreen
import afterglow.Removed
import afterglow.ReplyId
import afterglow.ReplyLine
import afterglow.SafetyWords
import afterglow.Step
import afterglow.StepForm
import afterglow.StepProgress
import afterglow.StepsScreen
import afterglow.Suggestion
import afterglow.TherapistScreen
import afterglow.Wording
import afterglow.app.screens.SessionsState
import afterglow.app.screens.TherapistState
import java.time.Instant
import java.time.OffsetDateTime

// Steps, therapists and the account of the same person.

private val MOMENT = Instant.ofEpochMilli(1_795_000_000_000L)

internal val steps = StepsScreen(
    active = listOf(
        step("step-1", "Call her on Sundays", "every week", "1 of 1 this week", listOf(true, false, false, false, false, false, false), fromEntry = quietEntry.id),
        step("step-2", "A walk to the river before breakfast", "every day", "2 of 7 this week", listOf(true, true, false, false, false, false, false)),
    ),
    habits = listOf(step("step-3", "No phone after ten", "every day", "Has become part of your days.", emptyList(), StepProgress.HABIT)),
    ended = listOf(step("step-4", "Write to Rook", "once", "Let go on Monday. That is a way of keeping it, too.", emptyList(), StepProgress.LET_GO)),
    suggestions = listOf(
        Suggestion(
            id = EntryId("suggestion-1"),
            text = "Rest for half an hour after lunch",
            cadence = CadenceForm(Every.DAY),
            cadenceText = "every day",
            said = "$THERAPIST suggests this. You decide, and can word it your way.",
        ),
    ),
)

internal val newStep = StepForm("Call her", cadence = CadenceForm(Every.WEEK, times = 1u), status = StepProgress.ACTIVE)

private fun step(
    id: String,
    text: String,
    cadenceText: String,
    said: String,
    week: List<Boolean>,
    progress: StepProgress = StepProgress.ACTIVE,
    fromEntry: EntryId? = null,
) = Step(
    id = EntryId(id),
    text = text,
    progress = progress,
    cadence = null,
    cadenceText = cadenceText,
    today = false,
    waitsToday = false,
    said = said,
    week = week,
    doneOn = emptyList(),
    weeksWith = 1u,
    fromEntry = fromEntry,
    sourceText = fromEntry?.let { "From what you wrote yesterday" },
    fromText = null,
    habitQuestion = null,
    shared = false,
)

internal val noTherapist = TherapistState(therapistOf(emptyList()), emptyMap(), emptySet())

internal val therapist = TherapistState(
    therapistOf(
        listOf(
            Access(
                care = care,
                purposeText = null,
                sinceText = "since November 2, 2026",
                shared = 3u,
                sharedText = "You share 3 entries.",
                rule = emptyList(),
                ruleText = "Nothing is shared by itself.",
            ),
        ),
        replies = listOf(
            ReplyLine(
                id = ReplyId("reply-1"),
                entry = sharedEntry.id,
                about = "I dreamt of my grandmother’s garden.",
                therapist = THERAPIST,
                text = "Thank you for this. What did she hum?",
                whenText = "on Wednesday, 4:30 PM",
                fresh = true,
            ),
        ),
    ),
    mapOf(care.id to SafetyWords(1u, listOf("river", "stone", "window", "apple"))),
    emptySet(),
)

private fun therapistOf(access: List<Access>, replies: List<ReplyLine> = emptyList()) = TherapistScreen(
    care = access,
    replies = replies,
    noReplies = if (replies.isEmpty()) "No replies yet." else null,
    assigned = if (access.isEmpty()) emptyList() else listOf(Assigned(AssignmentId("assignment-2"), "$THERAPIST asks", null, InstrumentId("phq-9"), "by Friday")),
    appointments = if (access.isEmpty()) emptyList() else listOf(Appointment(EntryId("meeting-1"), "Integration on Thursday, 4:30 PM", AppointmentPurpose.INTEGRATION, OffsetDateTime.parse("2026-11-26T16:30:00-07:00"), MOMENT)),
    practice = if (access.isEmpty()) {
        emptyList()
    } else {
        listOf(Practice("River Practice", "+1 555 0199", "Outside of these hours: 988", "I read on weekdays until six.", "Do not drive today."))
    },
    purposes = emptyList(),
    shareable = listOf(Choice("reflection", "Entries"), Choice("check_in", "Check-ins")),
)

private val reader = Reader(
    care = care.id,
    name = THERAPIST,
    sinceText = "since November 2, 2026",
    since = MOMENT,
    recent = true,
    key = 1u,
    keyText = "key 1, not compared yet",
    compared = false,
    ended = false,
    alarms = emptyList(),
)

internal val readers = Readers(
    question = null,
    checked = "Everything up to 12:04",
    checkedAt = MOMENT,
    alarms = emptyList(),
    missing = 0u,
    readers = listOf(reader),
    renewedText = null,
    restorations = emptyList(),
    restoredText = null,
)

/** On a new phone, and with entries that the server no longer has. */
internal val readersToConfirm = readers.copy(
    question = "Is this who may read what you share?",
    alarms = listOf("2 entries are missing on the server. Somebody may have deleted them there."),
    missing = 2u,
)

internal val removed = listOf(
    Removed(EntryId("removed-1"), care.id, THERAPIST, EntryKind.REPLY, "Thank you for this. What did she hum?", MOMENT),
)

internal val account = Account("a marsh wren", "https://journal.example", signedIn = true, recoveryKept = false)

internal val devices = listOf(
    Device(DeviceId("device-1"), "This phone", MOMENT, MOMENT, "Afterglow on Android", current = true),
    Device(DeviceId("device-2"), "The old phone", MOMENT, MOMENT, null, current = false),
)

internal val invitation = Invitation(
    therapist = THERAPIST,
    practice = "River Practice",
    purpose = CarePurpose.CARE,
    purposeText = null,
    consentTitle = "$THERAPIST reads what I share",
    consentText = "$THERAPIST sees the entries that I choose, and nothing else. I can take back each of them, and stop at any time.",
    anotherKeyText = null,
    expiresAt = MOMENT,
)

/** A second therapist of the same person. */
internal val nextCare = Care(CareId("care-2"), "R. Lind", "Harbour Practice", CarePurpose.CARE, since = MOMENT, ended = false)

internal val sessions = SessionsState(
    journey.rows.filterIsInstance<JourneyRow.Session>(),
    HopesScreen(intentions = listOf(intention), goals = emptyList(), concerns = emptyList(), nextSession = 3u, bring = "A blanket, and something to drink."),
)

internal val reminders = RemindersScreen(
    notices = listOf(
        Notice(
            id = "notice-1",
            moment = MOMENT,
            at = OffsetDateTime.parse("2026-11-26T09:00:00-07:00"),
            title = "A quiet moment",
            reasons = emptyList(),
            whenText = "tomorrow, 9:00 AM",
        ),
    ),
    nextText = "Next: tomorrow, 9:00 AM",
    quietText = "Quiet from 10 PM to 8 AM",
    switches = ReminderKind.known.map { ReminderSwitch(it, on = it != ReminderKind.STEP) },
)

internal val withdrawnConsent = Consent(
    Wording(ConsentPurpose.SHARING, care.id, "$THERAPIST reads what I share", "$THERAPIST sees the entries that I choose, and nothing else.", "2"),
    agreed = false,
    said = "Withdrawn on November 20, 2026",
    changed = false,
)
