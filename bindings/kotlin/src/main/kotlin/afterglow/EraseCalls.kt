package afterglow

/** Deleting everything. */
public sealed interface EraseCalls : Asks {
    /** What deleting this phone's journal now would lose: show it before. */
    public suspend fun whatWouldBeLost(): Loss = ask { whatWouldBeLost() }

    /** Deletes everything on this phone. Open the journal again afterwards. */
    public suspend fun erasePhone(): Erased = ask { erasePhone() }

    /**
     * Deletes everything on this phone while it is locked, for somebody who has forgotten the PIN: what was only here is
     * lost. Open the journal anew afterwards, and sign in to get back what was synced.
     */
    public suspend fun eraseLocked(): Erased = ask { eraseLocked() }

    /**
     * Deletes everything: the account with all that it has on the server, then this phone's journal and keys. Cannot
     * be undone. With a wrong password, or without the network, nothing is gone.
     */
    public suspend fun eraseEverything(password: String): Erased = ask { eraseEverything(password) }
}
