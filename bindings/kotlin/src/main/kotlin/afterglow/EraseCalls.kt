package afterglow

/** Deleting everything. */
public sealed interface EraseCalls : Asks {
    /** The data that deleting this phone's journal would lose: show it before. */
    public suspend fun whatWouldBeLost(): Loss = ask { whatWouldBeLost() }

    /** Deletes everything on this phone. Open the journal again afterwards. */
    public suspend fun erasePhone(): Erased = ask { erasePhone() }

    /**
     * Deletes everything on this phone while it is locked, for a person who has forgotten the PIN. Data that was only
     * on this phone is lost. Open the journal again afterwards, and sign in to get back the synced data.
     */
    public suspend fun eraseLocked(): Erased = ask { eraseLocked() }

    /**
     * Deletes everything: the account with all its data on the server, then this phone's journal and keys. Cannot be
     * undone. With a wrong password, or without a network, nothing is deleted.
     */
    public suspend fun eraseEverything(password: String): Erased = ask { eraseEverything(password) }
}
