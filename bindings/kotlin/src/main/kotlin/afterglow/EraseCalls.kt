package afterglow

/** Deleting everything. */
public sealed interface EraseCalls : Asks {
    /** What would be lost if this phone's journal were deleted now: to be shown before it is. */
    public suspend fun whatWouldBeLost(): Loss = ask { whatWouldBeLost() }

    /** Deletes everything on this phone. Open the journal anew afterwards. */
    public suspend fun erasePhone(): Erased = ask { erasePhone() }

    /**
     * Deletes everything: the account with all that it has on the server, then this phone's journal and keys. Cannot
     * be undone. With a wrong password, or without the network, nothing is gone.
     */
    public suspend fun eraseEverything(password: String): Erased = ask { eraseEverything(password) }
}
