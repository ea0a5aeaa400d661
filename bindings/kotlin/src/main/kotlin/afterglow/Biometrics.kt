package afterglow

import afterglow.core.BiometricException

/**
 * Keeps one secret that only the person's face or finger gives back: a key of the Android Keystore with
 * `setUserAuthenticationRequired`. Whatever it throws and does not name counts as not available.
 */
public interface Biometrics {
    /** Keeps the secret in place of an older one. The platform may ask the person. */
    public fun keep(secret: ByteArray)

    /** Asks the person and gives the secret back. May take as long as they do; never called on the main thread. */
    public fun release(): ByteArray

    /** Forgets the secret. It is no error if there is none. */
    public fun forget()
}

/** Not recognised, or the person said no. */
public class BiometricsRefused(cause: Throwable? = null) : Exception("not recognised", cause)

/** Faces or fingers were added or removed since: the platform has dropped the key. */
public class BiometricsChanged(cause: Throwable? = null) : Exception("faces or fingers have changed", cause)

/** What the platform throws stays on its side of the border. */
internal class BiometricsAtTheBorder(private val own: Biometrics) : afterglow.core.Biometrics {
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
