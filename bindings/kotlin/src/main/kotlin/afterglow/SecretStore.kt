package afterglow

/**
 * Stores small secrets for this app alone. An app implements it with the platform's keystore.
 *
 * The core calls it while the journal opens. An implementation must not call the journal, because both would wait for
 * each other. The core learns only whether the store is locked ([SecretsLocked]) or unavailable (any other
 * exception).
 */
public interface SecretStore {
    /** The secret of this [name], if there is one. */
    public fun load(name: String): ByteArray?

    /** Stores a [secret] and replaces an older one of the same [name]. */
    public fun save(name: String, secret: ByteArray)

    /** Deletes a secret. It is not an error if there is none. */
    public fun forget(name: String)
}

/** The device is locked, or the person has not confirmed. The journal can be opened later. */
public class SecretsLocked(cause: Throwable? = null) : Exception("the key store is locked", cause)

/** Adapts the platform's keystore for the core. */
internal class Secrets(private val store: SecretStore) : CoreSecretStore {
    override fun load(name: String): ByteArray? = told { store.load(name) }

    override fun save(name: String, secret: ByteArray) = told { store.save(name, secret) }

    override fun forget(name: String) = told { store.forget(name) }

    /** An error's text may contain private words or a stack trace, so only its kind is passed to the core. */
    private inline fun <T> told(call: () -> T): T =
        try {
            call()
        } catch (_: SecretsLocked) {
            throw SecretException.Locked()
        } catch (_: Exception) {
            throw SecretException.Failed()
        }
}
