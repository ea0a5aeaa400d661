package afterglow

/** Sharing, taking back, who has access, replies, consent. */
public sealed interface ShareCalls : Asks {
    /**
     * What the therapist would see if the entry were shared now, exactly. `care` may be left out when there is only
     * one relationship.
     */
    public suspend fun preview(id: String, care: String? = null): SharePreview = ask { preview(id, care) }

    /** The same for several entries, with what is said above them. */
    public suspend fun shareView(ids: List<String>, care: String? = null): ShareScreen = ask { shareView(ids, care) }

    /** Shares an entry with a therapist, with its later changes. */
    public suspend fun share(id: String, care: String? = null): Unit = ask { share(id, care) }

    /** Shares several entries at once: all of them, or none. */
    public suspend fun shareSeveral(ids: List<String>, care: String? = null): Unit = ask { shareSeveral(ids, care) }

    /**
     * What is shared with a therapist, also where the relationship has ended: for `share_view` and `share_several` with
     * another one, so that it goes along.
     */
    public suspend fun sharedWith(care: String): List<String> = ask { sharedWith(care) }

    /**
     * Takes an entry back, from everybody if `care` is left out: with the next sync it is gone from the server and
     * from the therapist's view. Returns what that means now, in a sentence: whether it was read before.
     */
    public suspend fun takeBack(id: String, care: String? = null): String = ask { takeBack(id, care) }

    /** "I want to talk about this": said of an entry, or taken back. */
    public suspend fun markToTalk(id: String, marked: Boolean = true): Unit = ask { markToTalk(id, marked) }

    /** What is said before "share from now on" is chosen for these kinds. */
    public suspend fun shareRuleQuestion(kinds: List<String>): String = ask { shareRuleQuestion(kinds) }

    /**
     * From now on, each new entry of these kinds is shared as soon as it is written. Only by the person's explicit
     * choice.
     */
    public suspend fun shareFromNowOn(kinds: List<String>, care: String? = null): Unit =
        ask { shareFromNowOn(kinds, care) }

    /** Nothing new is shared by itself any more; with everybody, if `care` is left out. */
    public suspend fun stopSharingFromNowOn(care: String? = null): Unit = ask { stopSharingFromNowOn(care) }

    /** Who has access, and to how much. */
    public suspend fun access(): List<Access> = ask { access() }

    /** The therapist's screen: replies, what is assigned, meetings, access, the practice. */
    public suspend fun therapist(): TherapistScreen = ask { therapist() }

    /** The person has looked at the replies: none is new any more. */
    public suspend fun markRepliesSeen(): Unit = ask { markRepliesSeen() }

    /** What there is to agree to, and what was agreed, in which version. */
    public suspend fun consents(): List<Consent> = ask { consents() }

    /** The person agrees to a wording as it stands now. */
    public suspend fun agree(purpose: String, care: String? = null): Unit = ask { agree(purpose, care) }

    /** The person takes an agreement back. */
    public suspend fun withdrawConsent(purpose: String, care: String? = null): Unit =
        ask { withdrawConsent(purpose, care) }
}
