package afterglow.app.previews

import afterglow.ContactForm
import afterglow.EffectLevel
import afterglow.EffectOption
import afterglow.EffectsAdvice
import afterglow.EffectsAnswerScreen
import afterglow.EffectsScreen
import afterglow.EntryId
import afterglow.PlanForm
import afterglow.PlanPartOf
import afterglow.PlanScreen
import afterglow.PlanSection
import afterglow.Severity
import afterglow.ShareOffer
import afterglow.SideEffect
import afterglow.SideEffects
import afterglow.app.parts.Exits
import afterglow.app.parts.Page
import afterglow.app.screens.AnswerActions
import afterglow.app.screens.Answered
import afterglow.app.screens.EffectsContent
import afterglow.app.screens.PlanActions
import afterglow.app.screens.PlanForming
import afterglow.app.screens.PlanReading
import afterglow.app.screens.Red
import androidx.compose.runtime.Composable

// Side effects after a session, and the crisis plan.

@OnPhone
@Composable
internal fun EffectsPreview() = Previewed {
    EffectsContent(Exits({}), effects, SideEffects(any = true, items = listOf(SideEffect("headache", severity = 1u))), changed = true, {}, {}, red = {})
}

@OnPhone
@Composable
internal fun EffectsRedPreview() = Previewed {
    EffectsContent(Exits({}), effects, SideEffects(any = true, items = listOf(SideEffect("chest"))), changed = true, {}, {}) { Red(redAdvice) {} }
}

@OnPhone
@Composable
internal fun EffectsAnswerPreview() = Previewed {
    Page(Exits({}), redAdvice.title, closes = true) { Answered(effectsAnswer, Nobody, AnswerActions()) }
}

@OnPhone
@Composable
internal fun CrisisPlanPreview() = Previewed { PlanReading(Exits({}), planPage, PlanActions()) }

@OnPhone
@Composable
internal fun CrisisPlanFormPreview() = Previewed { PlanForming(Exits({}), planPage, planPage.form, changed = true, kept = true, {}, {}) }

private val effects = EffectsScreen(
    title = "Side effects",
    lead = "This is no emergency service.",
    question = "Is anything bothering you since the session?",
    no = "No",
    yes = "Yes",
    session = 2u,
    slot = null,
    again = false,
    which = "What is it?",
    effects = listOf(
        EffectOption("headache", "Headache", atOnce = false, worded = false),
        EffectOption("chest", "Chest pain, or short of breath", atOnce = true, worded = false),
        EffectOption("other", "Something else", atOnce = false, worded = true),
    ),
    how = "How strong is it?",
    severities = listOf(Severity(1u, "Mild", "it bothers me little"), Severity(2u, "Moderate", "it bothers me in what I do")),
    still = "Is it still there?",
    before = "Did you have it before the session?",
    otherHint = "A few words about it",
    drove = null,
    suicidal = null,
    notWatched = "Nobody is watching. This is not a way to reach help quickly.",
)

private val redAdvice = EffectsAdvice(EffectLevel.RED, "Please call somebody about this now", "A doctor should look at this today.")

private val effectsAnswer = EffectsAnswerScreen(
    id = EntryId("effects-1"),
    said = redAdvice,
    marked = listOf("Chest pain, or short of breath"),
    emergency = help.emergency,
    practice = help.practice,
    practiceWords = emptyList(),
    lines = emptyList(),
    sharing = "Nobody sees this unless you share it.",
    share = listOf(ShareOffer(care.id, "Let $THERAPIST see this", "It may be days before it is read.", shared = false, seen = "")),
    event = null,
    offer = null,
)

private val planPage = PlanScreen(
    form = PlanForm(
        signs = listOf("I stop answering messages"),
        coping = listOf("A slow walk to the river"),
        people = listOf(ContactForm("Rook", "+1 555 0100", "sister")),
    ),
    parts = listOf(
        PlanPartOf(PlanSection.SIGNS, "Signs that a crisis may be coming", "What you notice first."),
        PlanPartOf(PlanSection.COPING, "What helps when I am alone", "Small things count."),
        PlanPartOf(PlanSection.PEOPLE, "People who help", "With a number to call."),
    ),
    made = "Made with $THERAPIST on November 12, 2026",
    review = null,
    share = listOf(ShareOffer(care.id, "Share my plan with $THERAPIST", "", shared = true, seen = "$THERAPIST can read your plan.")),
    proposals = emptyList(),
    id = EntryId("plan-1"),
)
