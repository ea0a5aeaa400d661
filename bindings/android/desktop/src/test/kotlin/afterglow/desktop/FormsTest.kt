package afterglow.desktop

import afterglow.EntryForm
import afterglow.JournalException
import afterglow.PhoneInHand
import afterglow.SessionForm
import afterglow.StepForm
import afterglow.StepProgress
import afterglow.app.FormDraft
import afterglow.app.Place
import afterglow.writeIntention
import afterglow.writeSession
import java.time.OffsetDateTime
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test

/** Every form is a draft. The page to write on has its own tests, because leaving it makes an entry. */
class FormsTest {
    /** A field of a form: how to get to it from its place, and its tag. */
    private class Form(val place: Place, val field: String, val open: AppRobot.() -> Unit = {})

    private val forms = listOf(
        Form(Place.CheckIn, "few-words"),
        Form(Place.SessionOf(1), "first-words"),
        Form(Place.Prepare, "intention"),
        Form(Place.NewStep(), "step"),
        Form(Place.CrisisPlan, "signs"),
        Form(Place.Sessions, "answer") { tap(app.words.whatCameUp) },
    )

    @Test
    fun `a form that could not be saved says why until it is`() = runBlocking {
        val scope = this
        PhoneInHand().use { hand ->
            val journal = hand.journal()
            journal.setPin("2468")
            var problem: JournalException? = null
            val draft = FormDraft<StepForm>(journal, scope, { EntryForm.Step(it) }, { (it as? EntryForm.Step)?.step }, onProblem = { problem = it })
            draft.load(StepForm("", status = StepProgress.ACTIVE))
            journal.lock()
            draft.change(StepForm("Walk to the river", status = StepProgress.ACTIVE))
            draft.save()
            assertEquals("locked", problem?.code)
            journal.unlock("2468")
            draft.save()
            assertNull(problem)
            assertEquals("Walk to the river", (journal.drafts().single().form as EntryForm.Step).step.text)
        }
    }

    @Test
    fun `a form that is opened again at once has what was typed`() = onPhone {
        go(Place.NewStep())
        type("step", "a kingfisher")
        phone.hand.calls.hold()
        ui.runOnIdle { app.navigator.back() }
        ui.runOnIdle { app.go(Place.NewStep()) }
        ui.waitForIdle()
        phone.hand.calls.release()
        see("a kingfisher")
        until("there is one draft") { core { drafts() }.size == 1 }
    }

    @Test
    fun `what is typed into any form is there again after help, Back, the lock and a kill`() = onPhone {
        core {
            writeIntention("To be gentle", 1)
            writeSession(SessionForm(number = 1u, at = OffsetDateTime.parse("2026-11-02T14:00:00-07:00")))
            setPin("2468")
        }
        for ((number, form) in forms.withIndex()) {
            val typed = "a kingfisher $number"
            val before = core { drafts() }.size
            go(form.place)
            form.open(this)
            type(form.field, typed)
            until("${form.place} is a draft") { core { drafts() }.size == before + 1 }
            tapTag("help")
            at(Place.Help)
            tap(app.words.close)
            see(typed)
            core { lock() }
            see(app.words.lockedText)
            unlock("2468")
            see(typed)
            go(Place.Today)
            go(form.place)
            see(typed)
            kill()
            see(app.words.lockedText)
            unlock("2468")
            go(form.place)
            see(typed)
        }
    }
}
