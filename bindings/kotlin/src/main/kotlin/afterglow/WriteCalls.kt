package afterglow

/** Writing: forms, drafts, prompts, earlier versions, the crisis plan. */
public sealed interface WriteCalls : Asks {
    /** The content of the editor: prompts, drafts, choices to tap. */
    public suspend fun writeView(): WriteScreen = ask { writeView() }

    /** The prompts for now, those with a lens (a theme) first if one is given. */
    public suspend fun prompts(lens: String? = null): List<Prompt> = ask { prompts(lens) }

    /** Skips a prompt: it is not offered again soon. */
    public suspend fun skipPrompt(id: String): Unit = ask { skipPrompt(id) }

    /** The text of a prompt that an entry answered; absent for an unknown one. */
    public suspend fun promptWords(id: String): String? = ask { promptWords(id) }

    /**
     * Writes an entry of any kind that has a form. Returns its id. If a sharing rule covers the kind, it is shared in
     * the same transaction.
     */
    public suspend fun write(form: EntryForm): String = ask { write(form) }

    /** The form of an entry, for editing it. */
    public suspend fun form(id: String): EntryForm = ask { form(id) }

    /** Edits an entry and its shared copies. The earlier version is kept. */
    public suspend fun edit(id: String, form: EntryForm): Unit = ask { edit(id, form) }

    /** Deletes an entry, its shared copies, its versions and its draft. */
    public suspend fun delete(id: String): Unit = ask { delete(id) }

    /**
     * Saves a form, at every pause. Without an id a new draft begins; with an entry's id, a draft that edits it.
     * Returns the draft's id, which is or becomes the entry's.
     */
    public suspend fun saveDraft(id: String?, form: EntryForm): String = ask { saveDraft(id, form) }

    /** All drafts, the last saved first. */
    public suspend fun drafts(): List<Draft> = ask { drafts() }

    /** The draft of this id, if there is one. */
    public suspend fun draft(id: String): Draft? = ask { draft(id) }

    /** Turns a draft into the entry, or into the edit of it. Returns the entry's id. */
    public suspend fun finishDraft(id: String): String = ask { finishDraft(id) }

    /** Discards a draft. The entry that it edits does not change. */
    public suspend fun discardDraft(id: String): Unit = ask { discardDraft(id) }

    /** The versions of an entry, newest first, beginning with the current one. */
    public suspend fun history(id: String): List<Version> = ask { history(id) }

    /** Restores an earlier version of an entry. The current state becomes a version. */
    public suspend fun restore(id: String, version: String): Unit = ask { restore(id, version) }

    /** Entries that two phones changed at once, until the person has looked at them. */
    public suspend fun conflicts(): List<Conflict> = ask { conflicts() }

    /**
     * Chooses the value of a field that two phones changed at once. The overwritten value is kept as an earlier
     * version.
     */
    public suspend fun resolve(id: String, field: String, keep: Keep): Unit = ask { resolve(id, field, keep) }

    /** Keeps the current state of an entry that two phones changed at once: the alternatives are dropped. */
    public suspend fun dismissAlternatives(id: String): Unit = ask { dismissAlternatives(id) }

    /** The crisis plan, if there is one. */
    public suspend fun crisisPlan(): PlanForm? = ask { crisisPlan() }

    /** Saves the crisis plan and keeps its earlier version. It can be read while the journal is locked. */
    public suspend fun saveCrisisPlan(plan: PlanForm): String = ask { saveCrisisPlan(plan) }
}
