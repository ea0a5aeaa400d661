package afterglow

/** Sharing, taking back, who has access, replies, consent. */
public sealed interface ShareCalls : Asks {
    /**
     * Exactly what the therapist would see if the entry were shared now. `care` is optional if there is only one
     * relationship.
     */
    public suspend fun preview(id: String, care: String? = null): SharePreview = ask { preview(id, care) }

    /** The preview of several entries, with the texts of the screen. */
    public suspend fun shareView(ids: List<String>, care: String? = null): ShareScreen = ask { shareView(ids, care) }

    /** Shares an entry and its later changes with a therapist. */
    public suspend fun share(id: String, care: String? = null): Unit = ask { share(id, care) }

    /** Shares several entries at once: all of them, or none. */
    public suspend fun shareSeveral(ids: List<String>, care: String? = null): Unit = ask { shareSeveral(ids, care) }

    /**
     * Entries that are shared with a therapist, also after the relationship has ended: to share them with another one
     * by `shareView` and `shareSeveral`.
     */
    public suspend fun sharedWith(care: String): List<String> = ask { sharedWith(care) }

    /**
     * Stops sharing an entry, with everybody if `care` is absent: the next sync removes it from the server and the
     * therapist's view. Returns a sentence on what that means, such as whether it was read before.
     */
    public suspend fun takeBack(id: String, care: String? = null): String = ask { takeBack(id, care) }

    /**
     * From whom an entry was taken back, and whether the server has confirmed it: until then the therapist may still
     * read it.
     */
    public suspend fun takenBack(id: String): List<TakenBack> = ask { takenBack(id) }

    /**
     * The clinic's records of sessions in a relationship, copied into the journal: to share them with the next therapist by
     * [shareView] and [shareSeveral]. Nothing is shared by this call.
     */
    public suspend fun sessionRecords(care: String): List<String> = ask { sessionRecords(care) }

    /** Sets or removes the mark "I want to talk about this". */
    public suspend fun markToTalk(id: String, marked: Boolean = true): Unit = ask { markToTalk(id, marked) }

    /** The text to confirm before sharing these kinds from now on. */
    public suspend fun shareRuleQuestion(kinds: List<EntryKind>): String = ask { shareRuleQuestion(kinds.map { it.code }) }

    /** Shares each new entry of these kinds as soon as it is written. Only by the person's explicit choice. */
    public suspend fun shareFromNowOn(kinds: List<EntryKind>, care: String? = null): Unit =
        ask { shareFromNowOn(kinds.map { it.code }, care) }

    /** Stops sharing new entries automatically; with everybody, if `care` is absent. */
    public suspend fun stopSharingFromNowOn(care: String? = null): Unit = ask { stopSharingFromNowOn(care) }

    /** Who has access, and how much is shared with each. */
    public suspend fun access(): List<Access> = ask { access() }

    /** The screen about the therapist: replies, assignments, appointments, access, the practice. */
    public suspend fun therapist(): TherapistScreen = ask { therapist() }

    /** An appointment as the text of an iCalendar file: with a neutral title, without name and purpose. */
    public suspend fun appointmentFile(id: String): String = ask { appointmentFile(id) }

    /** Marks all replies as seen. */
    public suspend fun markRepliesSeen(): Unit = ask { markRepliesSeen() }

    /** All consents: their wordings, and what was agreed to in which version. */
    public suspend fun consents(): List<Consent> = ask { consents() }

    /** Records consent to the current wording. */
    public suspend fun agree(purpose: ConsentPurpose, care: String? = null): Unit = ask { agree(purpose.code, care) }

    /** Withdraws a consent. */
    public suspend fun withdrawConsent(purpose: ConsentPurpose, care: String? = null): Unit =
        ask { withdrawConsent(purpose.code, care) }
}
