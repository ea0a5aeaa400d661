package afterglow

import java.io.File
import java.time.OffsetDateTime
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** From the first entry to the therapist's desk and back, with the real server. */
class JourneyTest {
    private val world = World

    @Test
    fun `the therapist reads what a client shares, nothing else, and not what is taken back`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()

            // Without an account.
            val private = journal.write(Writing("a private magnolia", mood = 4u))
            assertEquals(SyncReason.NO_ACCOUNT, journal.status().reasons.first().code)

            val wren = World.somebody()
            val code = journal.register(world.server.url, wren, PASSWORD)
            assertEquals(15, code.split(" ").size)
            assertEquals(code, journal.recoveryCode())
            val kit = File(phone.home, "kit.pdf")
            journal.recoveryKit(kit)
            assertEquals("%PDF", kit.readText(Charsets.ISO_8859_1).take(4))
            journal.confirmRecoveryCode(code)
            assertNull(journal.recoveryCode())
            assertEquals(Account(wren, world.server.url, signedIn = true, recoveryKept = true), journal.account())

            val link = world.therapist.invite("Wren")
            val invitation = journal.readInvitation(link)
            assertEquals("M. Osei" to "Harbour Street Practice", invitation.therapist to invitation.practice)
            val care = journal.join(link, "Wren")
            assertEquals(listOf(care), journal.care())
            assertFalse(care.ended)

            val words = Writing("a shared kingfisher", phase = Phase.INTEGRATION, mood = 7u, themes = listOf("insight"))
            val shared = journal.write(words.copy(wantsToTalk = true))
            val preview = journal.preview(shared)
            assertEquals("a shared kingfisher", preview.entry.text)
            assertFalse("magnolia" in preview.json)
            journal.share(shared)
            assertEquals(listOf(care.id), journal.show(shared).sharedWith)
            assertTrue(journal.sync().inSync)

            val seen = checkNotNull(world.therapist.client(care))
            assertEquals("Wren", seen.name)
            assertEquals(listOf("a shared kingfisher"), seen.texts)
            assertFalse("magnolia" in seen.toString(), "private words reached the desk")
            val said = journal.safetyWords(care.id)
            assertEquals(said.key to said.words, seen.key to seen.safetyWords)
            assertEquals(4, seen.safetyWords.size)

            // The therapist replies, and an edit of a shared entry is shared without a second confirmation.
            world.therapist.reply(care, shared, "Tell me more about the bird.")
            world.therapist.review(care, shared)
            journal.sync()
            val entry = journal.show(shared)
            assertEquals(Reading.REVIEWED, entry.reading)
            assertEquals(listOf("Tell me more about the bird."), entry.replies.map { it.text })
            journal.edit(shared, journal.writing(shared).copy(text = "a shared kingfisher, at dusk"))
            journal.sync()
            assertEquals(listOf("a shared kingfisher, at dusk"), world.therapist.client(care)?.texts)

            journal.takeBack(shared)
            assertTrue(journal.sync().inSync)
            val afterwards = checkNotNull(world.therapist.client(care))
            assertEquals(emptyList<String>(), afterwards.texts)
            assertFalse("kingfisher" in afterwards.toString(), "words that were taken back are still on the desk")
            assertEquals(listOf("a shared kingfisher, at dusk", "a private magnolia"), journal.texts())
            assertEquals("a private magnolia", journal.show(private).text)

            for (words in listOf("magnolia", "kingfisher", "Tell me more")) {
                assertFalse(world.server.keeps(words), "$words stands in the server's files")
                assertFalse(phone.keeps(words), "$words stands in the phone's files")
            }
        }
    }

    @Test
    fun `two phones of one person hold one journal`() = story {
        PhoneInHand().use { first ->
            PhoneInHand().use { second ->
                val wren = World.somebody()
                val one = first.journal()
                one.register(world.server.url, wren, PASSWORD)
                val id = one.write(Writing("written on the first phone", mood = 3u))
                one.sync()

                val two = second.journal()
                two.write(Writing("written before signing in"))
                two.signIn(world.server.url, wren, PASSWORD)
                assertTrue(two.sync().inSync)
                assertEquals(setOf("written on the first phone", "written before signing in"), two.texts().toSet())
                assertEquals(2, one.devices().size)

                // Both phones change the same entry offline: neither change is lost.
                one.edit(id, one.writing(id).copy(mood = 8u))
                two.edit(id, two.writing(id).copy(text = "written on the first phone, ended on the second"))
                one.sync()
                two.sync()
                one.sync()
                for (journal in listOf(one, two)) {
                    val entry = journal.show(id)
                    assertEquals("written on the first phone, ended on the second", entry.text)
                    assertEquals(8.toUByte(), entry.mood)
                }

                two.delete(id)
                two.sync()
                one.sync()
                assertEquals(listOf("written before signing in"), one.texts())

                // A lost phone is signed out from the other phone.
                val lost = one.devices().single { !it.current }
                assertThrows<JournalException.Refused>("wrong_credentials") { one.removeDevice(lost.id, "a short walk") }
                two.sync()
                one.removeDevice(lost.id, PASSWORD)
                assertThrows<JournalException.SignIn>("signed_out") { two.sync() }
                assertEquals(listOf("written before signing in"), two.texts(), "what is here stays here")
            }
        }
    }

    @Test
    fun `a person who lost the phone comes back with the recovery code`() = story {
        val wren = World.somebody()
        val code = PhoneInHand().use { lost ->
            val journal = lost.journal()
            val code = journal.register(world.server.url, wren, PASSWORD)
            journal.write(Writing("kept for later"))
            journal.sync()
            code
        }
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.recover(world.server.url, wren, code, "another long walk")
            assertTrue(journal.sync().inSync)
            assertEquals(listOf("kept for later"), journal.texts())
        }
    }

    @Test
    fun `everything but sync works without an account or a network`() = story {
        PhoneInHand().use { phone ->
            var journal = phone.journal()
            val at = OffsetDateTime.parse("2026-11-02T14:00:00-07:00")
            journal.writeSession(SessionForm(number = 1u, at = at, route = "lozenge", music = "a slow cello"))
            val insight = journal.write(Writing("the garden was my mother's"))
            journal.checkIn(CheckIn(mood = 6u, sleep = 4u))
            journal.writeIntention("to listen", session = 2)
            val step = journal.writeStep("call her on Sundays", fromEntry = insight)
            journal.markStep(step)
            journal.setStep(step, StepProgress.DONE)
            val meeting = journal.writeAppointment(AppointmentPurpose.INTEGRATION, OffsetDateTime.parse("2030-01-07T10:00:00+01:00"))
            val file = journal.appointmentFile(meeting)
            assertTrue("DTSTART:20300107T090000Z" in file && "integration" !in file.lowercase())
            val draft = journal.saveDraft(Writing("half a sent"))
            journal.saveDraft(Writing("half a sentence"), draft)

            journal = phone.restarted()
            assertEquals("half a sentence", journal.draft(draft)?.writing?.text)
            assertEquals(draft, journal.finishDraft(draft))
            assertEquals(emptyList<Draft>(), journal.drafts())
            assertEquals(StepStatus.DONE to insight, journal.show(step).let { it.step to it.fromEntry })
            assertEquals(1, journal.show(step).doneOn.size)
            assertEquals(listOf("half a sentence"), journal.search("sent").map { it.entry.text })
            assertEquals(listOf(EntryKind.CHECK_IN), journal.list(kinds = listOf(EntryKind.CHECK_IN)).map { it.kind })
            val session = journal.timeline().sections.firstNotNullOf { it.session }
            assertEquals("a slow cello", session.setting.single { it.part == SettingPart.MUSIC }.text)
            assertTrue("the garden was my mother's" in journal.exportJson())

            val newest = journal.list(limit = 1).single()
            assertFalse(newest.id in journal.list(before = newest.id).map { it.id })
        }
    }
}
