package afterglow

import afterglow.core.SecretException

/**
 * Keeps small secrets for this app alone: an app implements it over the platform's keystore.
 *
 * It is called from the core's own call while the journal opens. An implementation must not call back into the journal
 * from here, or both wait for each other. What it throws stays on this side: the core learns only that the store is
 * locked ([SecretsLocked]) or does not answer (anything else).
 */
public interface SecretStore {
    /** The secret of this [name], if there is one. */
    public fun load(name: String): ByteArray?

    /** Keeps a [secret], in place of an older one of the same [name]. */
    public fun save(name: String, secret: ByteArray)

    /** Forgets a secret. It is no error if there is none. */
    public fun forget(name: String)
}

/** The device is locked, or the person has not said yes: the journal can be opened later. */
public class SecretsLocked(cause: Throwable? = null) : Exception("the key store is locked", cause)

/** The platform's key store as the core calls it. */
internal class Secrets(private val store: SecretStore) : afterglow.core.SecretStore {
    override fun load(name: String): ByteArray? = told { store.load(name) }

    override fun save(name: String, secret: ByteArray) = told { store.save(name, secret) }

    override fun forget(name: String) = told { store.forget(name) }

    /** A foreign error's text may carry private words or a stack trace: only its kind crosses the border. */
    private inline fun <T> told(call: () -> T): T =
        try {
            call()
        } catch (_: SecretsLocked) {
            throw SecretException.Locked()
        } catch (_: Exception) {
            throw SecretException.Failed()
        }
}
