package afterglow.android

import afterglow.BiometricsChanged
import afterglow.BiometricsRefused
import afterglow.app.Biometrics
import android.content.Context
import android.hardware.biometrics.BiometricManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import java.io.File
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** Asks the person, and returns the cipher if it may be used; null if not recognized or cancelled. */
fun interface Asks {
    /** Called off the main thread; waits for the person. */
    fun toUse(cipher: Cipher): Cipher?
}

/**
 * The journal's key in a file, sealed with a keystore key that works only right after the person was recognized, and is
 * invalidated when faces or fingerprints change.
 */
class FaceOrFinger(
    private val context: Context,
    private val person: Asks,
    private val keys: BiometricKeys = BiometricKeysOfThisPhone,
) : Biometrics {
    private val file get() = File(context.noBackupFilesDir, "face-or-finger")

    override val available: Boolean
        get() {
            val manager = context.getSystemService(BiometricManager::class.java) ?: return false
            val answer = when {
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.R -> manager.canAuthenticate(BiometricManager.Authenticators.BIOMETRIC_STRONG)
                else -> @Suppress("DEPRECATION") manager.canAuthenticate()
            }
            return answer == BiometricManager.BIOMETRIC_SUCCESS
        }

    override fun keep(secret: ByteArray) {
        val cipher = Cipher.getInstance(ALGORITHM).apply { init(Cipher.ENCRYPT_MODE, keys.fresh()) }
        val allowed = person.toUse(cipher) ?: throw BiometricsRefused()
        val fresh = File.createTempFile("face-or-finger", null, context.noBackupFilesDir)
        fresh.writeBytes(allowed.iv + allowed.doFinal(secret))
        check(fresh.renameTo(file)) { "the secret could not be put in its place" }
    }

    override fun release(): ByteArray = try {
        val sealed = file.readBytes()
        val cipher = Cipher.getInstance(ALGORITHM)
        cipher.init(Cipher.DECRYPT_MODE, keys.kept() ?: throw BiometricsChanged(), GCMParameterSpec(TAG_BITS, sealed, 0, NONCE))
        val allowed = person.toUse(cipher) ?: throw BiometricsRefused()
        allowed.doFinal(sealed, NONCE, sealed.size - NONCE)
    } catch (error: KeyPermanentlyInvalidatedException) {
        throw BiometricsChanged(error)
    }

    override fun forget() {
        file.delete()
        keys.forget()
    }

    private companion object {
        const val ALGORITHM = "AES/GCM/NoPadding"
        const val TAG_BITS = 128
        const val NONCE = 12
    }
}

/** The key that requires the person's biometrics. */
interface BiometricKeys {
    /** Creates a new one and replaces the old. */
    fun fresh(): SecretKey

    fun kept(): SecretKey?

    fun forget()
}

/** The key in the phone's keystore. */
private object BiometricKeysOfThisPhone : BiometricKeys {
    private const val STORE = "AndroidKeyStore"
    private const val ALIAS = "afterglow-face-or-finger"
    private val store get() = KeyStore.getInstance(STORE).apply { load(null) }

    override fun fresh(): SecretKey {
        val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .setUserAuthenticationRequired(true)
            .setInvalidatedByBiometricEnrollment(true)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).apply { init(spec) }.generateKey()
    }

    override fun kept(): SecretKey? = store.getKey(ALIAS, null) as? SecretKey

    override fun forget() = store.deleteEntry(ALIAS)
}
