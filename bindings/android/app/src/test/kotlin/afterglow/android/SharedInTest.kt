package afterglow.android

import android.content.Intent
import android.net.Uri
import androidx.test.core.app.ApplicationProvider
import java.io.ByteArrayInputStream
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

/** What other apps share: nothing of this app's own, and nothing too large. */
@RunWith(RobolectricTestRunner::class)
class SharedInTest {
    private val application = ApplicationProvider.getApplicationContext<AfterglowApplication>()

    @Test
    fun `a text and a picture of another app are taken in`() {
        val address = Uri.parse("content://elsewhere/picture")
        shadowOf(application.contentResolver).registerInputStream(address, ByteArrayInputStream("a picture".toByteArray()))
        val arrived = checkNotNull(arrived(intent(address).putExtra(Intent.EXTRA_TEXT, "a line from a book")))
        assertEquals("a line from a book", arrived.text)
        assertEquals(listOf("a picture"), arrived.pictures.map { it.content.decodeToString() })
    }

    @Test
    fun `the app's own files and plain paths are not taken in`() {
        for (address in listOf("content://afterglow.android.files/handed-over/journal.json", "file:///data/data/afterglow.android/files/journal")) {
            assertNull(address, arrived(intent(Uri.parse(address))))
        }
    }

    @Test
    fun `a text that is too long is refused`() {
        assertNull(arrived(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "a".repeat(100_001))))
    }

    private fun intent(address: Uri) = Intent(Intent.ACTION_SEND).setType("image/png").putExtra(Intent.EXTRA_STREAM, address)

    private fun arrived(intent: Intent) = runBlocking { arrivedBy(application, intent) }
}
