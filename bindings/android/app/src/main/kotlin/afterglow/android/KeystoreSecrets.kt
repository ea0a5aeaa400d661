package afterglow.android

import afterglow.SecretStore
import afterglow.SecretsLocked
import android.content.Context
import android.os.UserManager
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import java.io.File
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Secrets as files, each sealed with a key that never leaves the phone's keystore. The name is authenticated too, so
 * swapped files do not open.
 */
class KeystoreSecrets(
    private val context: Context,
    private val key: () -> SecretKey = ::keyOfThisPhone,
) : SecretStore {
    private val folder get() = File(context.noBackupFilesDir, "secrets")

    override fun load(name: String): ByteArray? {
        val file = File(folder, name).takeIf(File::isFile) ?: return null
        return unlocked {
            val sealed = file.readBytes()
            val cipher = Cipher.getInstance(ALGORITHM)
            cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(TAG_BITS, sealed, 0, NONCE))
            cipher.updateAAD(name.toByteArray())
            cipher.doFinal(sealed, NONCE, sealed.size - NONCE)
        }
    }

    override fun save(name: String, secret: ByteArray) = unlocked {
        val cipher = Cipher.getInstance(ALGORITHM)
        // The keystore chooses the nonce.
        cipher.init(Cipher.ENCRYPT_MODE, key())
        cipher.updateAAD(name.toByteArray())
        val sealed = cipher.iv + cipher.doFinal(secret)
        folder.mkdirs()
        val fresh = File.createTempFile(name, null, folder)
        fresh.writeBytes(sealed)
        check(fresh.renameTo(File(folder, name))) { "the secret could not be put in its place" }
    }

    override fun forget(name: String) {
        File(folder, name).delete()
    }

    private inline fun <T> unlocked(call: () -> T): T {
        val user = context.getSystemService(UserManager::class.java)
        if (user != null && !user.isUserUnlocked) throw SecretsLocked()
        return try {
            call()
        } catch (error: UserNotAuthenticatedException) {
            throw SecretsLocked(error)
        }
    }

    private companion object {
        const val ALGORITHM = "AES/GCM/NoPadding"
        const val TAG_BITS = 128
        const val NONCE = 12
    }
}

private const val STORE = "AndroidKeyStore"
private const val ALIAS = "afterglow"

private fun keyOfThisPhone(): SecretKey {
    val store = KeyStore.getInstance(STORE).apply { load(null) }
    (store.getKey(ALIAS, null) as? SecretKey)?.let { return it }
    val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        .setKeySize(256)
        .build()
    return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).apply { init(spec) }.generateKey()
}
