package afterglow.desktop

import afterglow.SessionForm
import afterglow.app.Place
import afterglow.writeIntention
import afterglow.writeSession
import org.junit.Test

/** Every form is a draft. The page to write on has its own tests, because leaving it makes an entry. */
class FormsTest {
    /** A field of a form: how to get to it from its place, and its tag. */
    private class Form(val place: Place, val field: String, val open: Hand.() -> Unit = {})

    private val forms = listOf(
        Form(Place.CheckIn, "few-words"),
        Form(Place.SessionOf(1), "first-words"),
        Form(Place.Prepare, "intention"),
        Form(Place.NewStep(), "step"),
        Form(Place.CrisisPlan, "signs"),
        Form(Place.Sessions, "answer") { tap(app.words.whatCameUp) },
    )

    @Test
    fun `what is typed into any form is there again after help, Back, the lock and a kill`() = onPhone {
        asked {
            writeIntention("To be gentle", 1)
            writeSession(SessionForm(number = 1u, at = "2026-11-02T14:00:00-07:00"))
            setPin("2468")
        }
        for ((number, form) in forms.withIndex()) {
            val typed = "a kingfisher $number"
            val before = asked { drafts() }.size
            go(form.place)
            form.open(this)
            type(form.field, typed)
            until("${form.place} is a draft") { asked { drafts() }.size == before + 1 }
            tapTag("help")
            at(Place.Help)
            tap(app.words.close)
            see(typed)
            asked { lock() }
            see(app.words.lockedText)
            unlock("2468")
            see(typed)
            go(Place.Today)
            go(form.place)
            see(typed)
            phone.kill()
            until("the app is open again") { phone.app != null }
            see(app.words.lockedText)
            unlock("2468")
            go(form.place)
            see(typed)
        }
    }
}
