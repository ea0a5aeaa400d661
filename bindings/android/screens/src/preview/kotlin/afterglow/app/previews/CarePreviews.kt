package afterglow.app.previews

import afterglow.app.Dialler
import afterglow.app.Shown
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Exits
import afterglow.app.parts.Page
import afterglow.app.screens.Agreed
import afterglow.app.screens.Along
import afterglow.app.screens.Before
import afterglow.app.screens.ConsentContent
import afterglow.app.screens.Given
import afterglow.app.screens.GoAlongContent
import afterglow.app.screens.HelpContent
import afterglow.app.screens.HelpOf
import afterglow.app.screens.MeasuresContent
import afterglow.app.screens.NewStepContent
import afterglow.app.screens.PlanButton
import afterglow.app.screens.PrepareActions
import afterglow.app.screens.PrepareContent
import afterglow.app.screens.Preparing
import afterglow.app.screens.Question
import afterglow.app.screens.ReadersActions
import afterglow.app.screens.ReadersContent
import afterglow.app.screens.RecentlyRemovedContent
import afterglow.app.screens.RemindersActions
import afterglow.app.screens.RemindersContent
import afterglow.app.screens.RemindersState
import afterglow.app.screens.SessionContent
import afterglow.app.screens.SessionsContent
import afterglow.app.screens.ShareActions
import afterglow.app.screens.ShareContent
import afterglow.app.screens.SharedWithContent
import afterglow.app.screens.Sharing
import afterglow.app.screens.StepActions
import afterglow.app.screens.StepsContent
import afterglow.app.screens.TherapistActions
import afterglow.app.screens.TherapistContent
import afterglow.app.screens.TherapistState
import afterglow.app.screens.WhatIsSeen
import afterglow.app.screens.WhatThisIsContent
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable

// What belongs to the therapy: sessions, measures, sharing and help.

@OnPhone
@Composable
internal fun SessionPreview() = Previewed {
    SessionContent(Exits({}), session, session.form, canFinish = true, kept = false, {}, {}, {}) { Text(it.text) }
}

@OnPhone
@Composable
internal fun PreparePreview() = Previewed {
    val texts = mapOf(Before.INTENTION to "To be gentle with the one who hurries", Before.CONCERN to "", Before.GOAL to "")
    PrepareContent(Exits({}), sessions.hopes, Preparing(texts, kept = true), PrepareActions())
}

@OnPhone
@Composable
internal fun MeasuresPreview() = Previewed { MeasuresContent(Exits({}), Shown.Ready(measures), {}, {}) }

@OnPhone
@Composable
internal fun MeasureQuestionPreview() = Previewed {
    Page(Exits({}), question.title, status = question.progress) { Question(question, {}, {}, {}) }
}

@OnPhone
@Composable
internal fun ShareBeforePreview() = Previewed { ShareOf(Sharing(listOf(care), quietEntry, shareOf(quietEntry), consent = null, takenBack = null)) }

@OnPhone
@Composable
internal fun ShareAfterPreview() = Previewed { ShareOf(Sharing(listOf(care), sharedEntry, shareOf(sharedEntry), consent = null, takenBack = null)) }

@OnPhone
@Composable
internal fun ShareWithNobodyPreview() = Previewed { ShareOf(Sharing(emptyList(), quietEntry, view = null, consent = null, takenBack = null)) }

@Composable
private fun ShareOf(sharing: Sharing) = ShareContent(
    Exits({}), Shown.Ready(sharing), offline = false, {}, ShareActions(), readersFirst = {}, consent = {},
) { preview, therapist -> WhatIsSeen(preview, therapist) {} }

@OnPhone
@Composable
internal fun TherapistPreview() = Previewed { TherapistOf(therapist) }

@OnPhone
@Composable
internal fun TherapistNobodyPreview() = Previewed { TherapistOf(noTherapist) }

@Composable
private fun TherapistOf(state: TherapistState) =
    TherapistContent(Exits({}), Shown.Ready(state), offline = false, {}, TherapistActions(), readersFirst = {})

@OnPhone
@Composable
internal fun ReadersPreview() = Previewed { ReadersContent(Exits({}), Shown.Ready(readers), offline = false, {}, ReadersActions()) }

@OnPhone
@Composable
internal fun ReadersNewPhonePreview() = Previewed { ReadersContent(Exits({}), Shown.Ready(readersToConfirm), offline = true, {}, ReadersActions()) }

@OnPhone
@Composable
internal fun RecentlyRemovedPreview() = Previewed { RecentlyRemovedContent(Exits({}), Shown.Ready(removed), {}) {} }

@OnPhone
@Composable
internal fun StepsPreview() = Previewed { StepsContent(Exits({}), Shown.Ready(steps), {}, StepActions()) }

@OnPhone
@Composable
internal fun NewStepPreview() = Previewed { NewStepContent(Exits({}), newStep, {}) {} }

@OnPhone
@Composable
internal fun SessionsPreview() = Previewed { SessionsContent(Exits({}), Shown.Ready(sessions), {}, {}) { hope, _ -> Text(hope.text) } }

@OnPhone
@Composable
internal fun SharedWithPreview() = Previewed {
    val given = Given(therapist.view.care.single(), listOf(sharedEntry), more = false, others = listOf(nextCare))
    SharedWithContent(Exits({}), Shown.Ready(given), {}, {}, {}) { EntryCard(it, emptyList(), byDay = false) {} }
}

@OnPhone
@Composable
internal fun GoAlongPreview() = Previewed {
    val along = Along(listOf(nextCare), listOf(sharedEntry.id), shareOf(sharedEntry), consent = null)
    GoAlongContent(Exits({}), Shown.Ready(along), offline = false, {}, {}, { _, _ -> }, readersFirst = {}, consent = {}) { preview -> WhatIsSeen(preview, "R. Lind") {} }
}

@OnPhone
@Composable
internal fun RemindersPreview() = Previewed {
    RemindersContent(Exits({}), Shown.Ready(RemindersState(reminders, quietFrom = 22, quietUntil = null)), allowed = false, {}, RemindersActions())
}

@OnPhone
@Composable
internal fun WhatThisIsPreview() = Previewed {
    val agreed = Agreed(welcome.lines, listOf(withdrawnConsent), emptyMap())
    WhatThisIsContent(Exits({}), Shown.Ready(agreed), {}) { consent, _ -> ConsentContent(consent, shared = 2, {}, {}, {}) }
}

@OnPhone
@Composable
internal fun HelpPreview() = Previewed { HelpContent(Exits({}, onHelp = null)) { HelpOf(help, Nobody, {}, {}) { PlanButton {} } } }

/** Calls nobody. */
internal object Nobody : Dialler {
    override fun call(number: String) = Unit

    override fun open(link: String) = Unit
}
