package afterglow

/** Joining a therapist, and ending it. */
public sealed interface CareCalls : Asks {
    /** Reads an invitation without accepting it. `link` is the content of the QR code. Works without an account. */
    public suspend fun readInvitation(link: String): Invitation = ask { readInvitation(link) }

    /**
     * Accepts an invitation. `name` is how the person wants to be called by this therapist.
     *
     * If the answer is lost, call it again with the same link.
     */
    public suspend fun join(link: String, name: String? = null): Care = ask { join(link, name) }

    /** The care relationships, ended ones included. */
    public suspend fun care(): List<Care> = ask { care() }

    /**
     * Safety words to compare with the therapist, by voice: equal exactly if there is no one in the middle. Show them
     * as "key 2: four words". Takes most of a second: not on the main thread.
     */
    public suspend fun safetyWords(care: String): SafetyWords = ask { safetyWords(care) }

    /** Records that the person compared the safety words and found them equal. */
    public suspend fun wordsCompared(care: String): Unit = ask { wordsCompared(care) }

    /** "Who can read this": the readers, what was verified, and warnings. */
    public suspend fun readers(): Readers = ask { readers() }

    /** The person confirms the readers on a new phone. Nothing is shared from it before. */
    public suspend fun confirmReaders(): Unit = ask { confirmReaders() }

    /** Pushes missing records to the server again. */
    public suspend fun pushMissing(): Unit = ask { pushMissing() }

    /** Deletes missing records here as well. */
    public suspend fun deleteMissing(): Unit = ask { deleteMissing() }

    /** Texts by therapists that the server no longer has, without proof that they deleted them. */
    public suspend fun recentlyRemoved(): List<Removed> = ask { recentlyRemoved() }

    /** Saves removed text as a private entry. Returns the entry's id. */
    public suspend fun restoreRemoved(id: String): String = ask { restoreRemoved(id) }

    /** Sets how the person wants to be called by this therapist. */
    public suspend fun setName(care: String, name: String): Unit = ask { setName(care, name) }

    /** Ends a relationship: the server removes the therapist, who can read nothing more. */
    public suspend fun endCare(care: String): Unit = ask { endCare(care) }
}
