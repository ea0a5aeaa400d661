package afterglow

/** Joining a therapist, and ending it. */
public sealed interface CareCalls : Asks {
    /** Reads who invites, without answering. `link` is what the QR code holds. Works before there is an account. */
    public suspend fun readInvitation(link: String): Invitation = ask { readInvitation(link) }

    /**
     * Answers an invitation. `name` is how the person wants to be called by this therapist.
     *
     * Should the answer get lost on the way, call it again with the same link.
     */
    public suspend fun join(link: String, name: String? = null): Care = ask { join(link, name) }

    /** The care relationships, ended ones included. */
    public suspend fun care(): List<Care> = ask { care() }

    /** Four words to compare with the therapist, by voice, with the number of their key: equal exactly when nobody stands between. */
    public suspend fun safetyWords(care: String): SafetyWords = ask { safetyWords(care) }

    /** The person has compared the safety words and found them the same. */
    public suspend fun wordsCompared(care: String): Unit = ask { wordsCompared(care) }

    /** "Who can read this", with what is known to be whole, what was refused and what is missing. */
    public suspend fun readers(): Readers = ask { readers() }

    /** The person says, on a new phone, that the readers are who may read. Nothing is shared from it before. */
    public suspend fun confirmReaders(): Unit = ask { confirmReaders() }

    /** Brings to the server again what it says it does not have. */
    public suspend fun bringAgain(): Unit = ask { bringAgain() }

    /** Removes here as well what the server says it does not have. */
    public suspend fun removeHere(): Unit = ask { removeHere() }

    /** What therapists had written and the server does not have any more, without proof that they deleted it. */
    public suspend fun recentlyRemoved(): List<Removed> = ask { recentlyRemoved() }

    /** Keeps the words of something that was removed as an own entry. Returns the entry's id. */
    public suspend fun restoreRemoved(id: String): String = ask { restoreRemoved(id) }

    /** How the person wants to be called by this therapist. */
    public suspend fun setName(care: String, name: String): Unit = ask { setName(care, name) }

    /** Ends a relationship: the therapist is removed at once and reads nothing more. */
    public suspend fun endCare(care: String): Unit = ask { endCare(care) }
}
