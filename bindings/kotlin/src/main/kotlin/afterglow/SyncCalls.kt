package afterglow

/** Sync and its status. */
public sealed interface SyncCalls : Asks {
    /** Pushes local changes and pulls new ones, until both sides are equal. Cancel safe: the next sync continues. */
    public suspend fun sync(): Status = ask { sync() }

    /**
     * Keeps this phone in sync while it runs: syncs at once, after every local write, and when the server announces a
     * change. Run it while the app is in the foreground, and cancel it afterwards. It ends only with a permanent error,
     * such as being signed out.
     */
    public suspend fun stayInSync(): Unit = ask { stayInSync() }

    /** The sync status: in sync, or the reasons why not. Needs no network. */
    public suspend fun status(): Status = ask { status() }
}
