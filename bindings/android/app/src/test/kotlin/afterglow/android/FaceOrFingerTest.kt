package afterglow.android

import afterglow.BiometricsChanged
import afterglow.BiometricsRefused
import android.content.Context
import android.security.keystore.KeyPermanentlyInvalidatedException
import androidx.test.core.app.ApplicationProvider
import java.io.File
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** Tests the sealed file. Keystore and dialog are replaced by the JVM's and by a fake. */
@RunWith(RobolectricTestRunner::class)
class FaceOrFingerTest {
    private val context = ApplicationProvider.getApplicationContext<Context>()
    private val secret = "the journal's key".toByteArray()
    private var recognised = true
    private var kept: SecretKey? = null
    private var changed = false
    private val biometrics = FaceOrFinger(
        context,
        { cipher -> cipher.takeIf { recognised } },
        object : BiometricKeys {
            override fun fresh(): SecretKey = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey().also { kept = it }

            override fun kept(): SecretKey? = if (changed) throw KeyPermanentlyInvalidatedException() else kept

            override fun forget() {
                kept = null
            }
        },
    )

    @Test
    fun `the secret comes back to the person, and nothing of it stands in the file`() {
        biometrics.keep(secret)
        assertArrayEquals(secret, biometrics.release())
        assertFalse("journal" in File(context.noBackupFilesDir, "face-or-finger").readBytes().toString(Charsets.ISO_8859_1))
    }

    @Test
    fun `somebody else gets nothing, and puts nothing in its place`() {
        biometrics.keep(secret)
        recognised = false
        assertThrows(BiometricsRefused::class.java) { biometrics.release() }
        assertThrows(BiometricsRefused::class.java) { biometrics.keep(byteArrayOf(1)) }
    }

    @Test
    fun `after other fingers, and after it was forgotten, the key is gone`() {
        biometrics.keep(secret)
        changed = true
        assertThrows(BiometricsChanged::class.java) { biometrics.release() }
        changed = false
        biometrics.forget()
        assertFalse(File(context.noBackupFilesDir, "face-or-finger").exists())
        biometrics.forget()
    }
}
