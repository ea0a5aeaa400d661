package afterglow.android

import afterglow.SecretsLocked
import android.content.Context
import android.os.UserManager
import androidx.test.core.app.ApplicationProvider
import java.io.File
import javax.crypto.AEADBadTagException
import javax.crypto.KeyGenerator
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

/** Tests the sealed files. The platform's key is replaced by one of the JVM. */
@RunWith(RobolectricTestRunner::class)
class KeystoreTest {
    private val context = ApplicationProvider.getApplicationContext<Context>()
    private val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
    private val secrets = KeystoreSecrets(context) { key }
    private val folder = File(context.noBackupFilesDir, "secrets")

    @Test
    fun `a secret comes back, is replaced, and is forgotten`() {
        assertNull(secrets.load("journal-key"))
        secrets.save("journal-key", byteArrayOf(1, 2, 3))
        assertArrayEquals(byteArrayOf(1, 2, 3), secrets.load("journal-key"))
        secrets.save("journal-key", byteArrayOf(4))
        assertArrayEquals(byteArrayOf(4), secrets.load("journal-key"))
        secrets.forget("journal-key")
        assertNull(secrets.load("journal-key"))
        secrets.forget("journal-key")
    }

    @Test
    fun `nothing of a secret stands in its file, and another's file does not open`() {
        val secret = "a long walk home".toByteArray()
        secrets.save("one", secret)
        secrets.save("two", byteArrayOf(9))
        assertFalse("walk" in File(folder, "one").readBytes().toString(Charsets.ISO_8859_1))
        File(folder, "two").copyTo(File(folder, "one"), overwrite = true)
        assertThrows(AEADBadTagException::class.java) { secrets.load("one") }
    }

    @Test
    fun `before the first unlock after a start the store is locked, and says so`() {
        secrets.save("journal-key", byteArrayOf(1))
        shadowOf(context.getSystemService(UserManager::class.java)).setUserUnlocked(false)
        assertThrows(SecretsLocked::class.java) { secrets.load("journal-key") }
    }
}
