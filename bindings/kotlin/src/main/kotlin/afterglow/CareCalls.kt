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

    /** Four words to compare with the therapist, by voice: equal exactly when nobody stands between. */
    public suspend fun safetyWords(care: String): List<String> = ask { safetyWords(care) }

    /** How the person wants to be called by this therapist. */
    public suspend fun setName(care: String, name: String): Unit = ask { setName(care, name) }

    /** Ends a relationship: the therapist is removed at once and reads nothing more. */
    public suspend fun endCare(care: String): Unit = ask { endCare(care) }
}
