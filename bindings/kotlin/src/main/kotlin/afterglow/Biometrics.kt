package afterglow

/**
 * Stores one secret that only the person's face or fingerprint releases, with a key of the Android Keystore that has
 * `setUserAuthenticationRequired`. Exceptions that are not listed here count as "not available".
 */
public interface Biometrics {
    /** Stores the secret and replaces an older one. The platform may ask the person. */
    public fun keep(secret: ByteArray)

    /** Asks the person and returns the secret. May wait for the person; never called on the main thread. */
    public fun release(): ByteArray

    /** Deletes the secret. It is not an error if there is none. */
    public fun forget()
}

/** Not recognized, or cancelled by the person. */
public class BiometricsRefused(cause: Throwable? = null) : Exception("not recognised", cause)

/** Faces or fingerprints were added or removed since, so the platform has deleted the key. */
public class BiometricsChanged(cause: Throwable? = null) : Exception("faces or fingers have changed", cause)

/** Converts exceptions of the platform, so that their texts do not reach the core. */
internal class BiometricsAtTheBorder(private val own: Biometrics) : CoreBiometrics {
    override fun keep(secret: ByteArray): Unit = told { own.keep(secret) }

    override fun release(): ByteArray = told { own.release() }

    override fun forget(): Unit = told { own.forget() }

    private inline fun <T> told(call: () -> T): T =
        try {
            call()
        } catch (_: BiometricsRefused) {
            throw BiometricException.Refused()
        } catch (_: BiometricsChanged) {
            throw BiometricException.Changed()
        } catch (_: Exception) {
            throw BiometricException.Unavailable()
        }
}
