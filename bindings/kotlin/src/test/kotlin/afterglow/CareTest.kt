package afterglow

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Client and therapist: sharing several entries, sharing rules, taking back, replies and access. */
class CareTest {
    private val world = World

    @Test
    fun `several are shared at once, exactly as previewed, and taken back in plain words`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.register(world.server.url, World.somebody(), PASSWORD)
            val care = journal.join(world.therapist.invite("Wren"), "Wren")
            assertEquals(false, journal.readers().readers.single().compared)
            journal.wordsCompared(care.id)
            val readers = journal.readers()
            assertEquals(Triple(care.id, true, 0u), readers.readers.single().let { Triple(it.care, it.compared, readers.missing) })
            journal.confirmReaders()
            assertEquals(null, journal.readers().question)
            // The server has everything, so there is nothing to push, to delete or to restore.
            journal.pushMissing()
            journal.deleteMissing()
            assertTrue(journal.recentlyRemoved().isEmpty())
            assertThrows<JournalException.Refused>("no_entry") { journal.restoreRemoved(EntryId(care.id.value)) }
            val lake = journal.write(Writing("the lake"))
            val low = journal.checkIn(CheckIn(mood = 3u, text = "low"))
            val view = journal.shareView(listOf(lake, low))
            assertEquals(listOf("the lake", "low"), view.previews.map { it.entry.text })
            journal.shareSeveral(listOf(lake, low))
            assertEquals(setOf(lake, low), journal.sharedWith(care.id).toSet())
            journal.markToTalk(lake)
            journal.sync()
            assertEquals(2u, journal.access().single().shared)
            world.therapist.reply(care, lake, "Tell me about the lake.")
            world.therapist.review(care, lake)
            journal.sync()
            val screen = journal.therapist()
            assertEquals("Tell me about the lake." to lake, screen.replies.single().let { it.text to it.entry })
            assertTrue(screen.replies.single().fresh)
            journal.markRepliesSeen()
            // A new reader is shown for a week.
            assertEquals(listOf(NewsKind.READER), journal.today().news.map { it.kind })
            assertTrue("cannot be undone" in journal.takeBack(lake))
            assertTrue("may still open it" in journal.takeBack(low))
            assertFalse(journal.takenBack(low).single().confirmed)
            assertTrue(journal.show(low).leaving)
            journal.sync()
            assertTrue(journal.takenBack(low).single().let { it.confirmed && "It was not read." in it.said })
            assertFalse(journal.show(low).leaving)

            assertTrue("stays private" in journal.shareRuleQuestion(listOf(EntryKind.CHECK_IN)))
            journal.shareFromNowOn(listOf(EntryKind.CHECK_IN))
            val shared = journal.checkIn(CheckIn(mood = 8u))
            assertEquals(listOf(care.id), journal.show(shared).sharedWith)
            journal.stopSharingFromNowOn()
            assertTrue(journal.show(journal.checkIn(CheckIn(mood = 9u))).sharedWith.isEmpty())
            assertEquals(listOf(ConsentPurpose.JOURNAL, ConsentPurpose.SHARING), journal.consents().map { it.wording.purpose })
            // Joining was consent. Withdrawn, nothing is shared before it is given again.
            assertTrue(journal.consents().single { it.wording.care == care.id }.agreed)
            journal.withdrawConsent(ConsentPurpose.SHARING, care.id)
            assertThrows<JournalException.Refused>("consent_first") { journal.share(lake) }
            journal.agree(ConsentPurpose.SHARING, care.id)

            // The therapist sees one answer and nothing else of the questionnaire.
            val page = journal.openMeasure(InstrumentId("phq-9"))
            assertThrows<JournalException.Refused>("wrong_kind") { journal.agreeMeasure(page.draft, 0, true) }
            val raised = journal.answerMeasure(page.draft, 8, 1.0) as MeasureNext.Safety
            journal.shareSafety(raised.safety.event, care.id)
            assertTrue(journal.safetyPage(raised.safety.event).share.single().shared)
            journal.settleSafety(raised.safety.event)
            val kept = journal.finishMeasure(page.draft)
            journal.keepMeasurePrivate(kept.id)
            assertTrue(journal.show(kept.id).sharedWith.isEmpty())
            val nobody = runCatching { journal.acceptSuggestion(lake) }.exceptionOrNull() as JournalException
            assertEquals("no_entry", nobody.code)
            assertThrows<JournalException.Refused>("no_entry") { journal.declineSuggestion(lake) }
            assertTrue(journal.sessionRecords(care.id).isEmpty())
            journal.endCare(care.id)

            // Entries of one relationship are shared with the next one if the person decides so.
            journal.sync()
            val had = journal.sharedWith(care.id)
            assertEquals(listOf(shared), had)
            val invitation = world.therapist.invite("Wren", CarePurpose.HANDOVER)
            assertTrue("M. Osei reads what I share" in journal.readInvitation(invitation).consentText)
            assertEquals("M. Osei is to take your care over", journal.readInvitation(invitation).purposeText?.substringBefore(" from"))
            val next = journal.join(invitation, "Wren")
            assertEquals(CarePurpose.HANDOVER, next.purpose)
            assertEquals(emptyList<String>(), journal.sharedWith(next.id))
            assertEquals(had, journal.shareView(had, next.id).previews.map { it.entry.id })
            journal.shareSeveral(had, next.id)
            assertEquals(had, journal.sharedWith(next.id))
        }
    }
}
