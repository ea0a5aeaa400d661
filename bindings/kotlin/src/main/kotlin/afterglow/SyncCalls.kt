package afterglow

/** Sync and where it stands. */
public sealed interface SyncCalls : Asks {
    /**
     * Brings what was written here to the server and what is new there to this phone, whole. It may be cancelled
     * anywhere; the next one goes on from there.
     */
    public suspend fun sync(): Status = ask { sync() }

    /**
     * Keeps this phone in sync as long as it runs: at once, after every write here, and whenever something moves on
     * the server. Run it while the app is in the foreground, and cancel it afterwards. It ends only with an error
     * that does not pass by itself, such as being signed out.
     */
    public suspend fun stayInSync(): Unit = ask { stayInSync() }

    /** Where sync stands: "in sync" only when it is whole, otherwise why not yet. Needs no network. */
    public suspend fun status(): Status = ask { status() }
}
