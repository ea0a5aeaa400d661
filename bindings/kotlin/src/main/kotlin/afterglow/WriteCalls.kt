package afterglow

/** Writing: forms, drafts, prompts, earlier versions, the crisis plan. */
public sealed interface WriteCalls : Asks {
    /** What the editor offers now: prompts, drafts, what can be tapped. */
    public suspend fun writeView(): WriteScreen = ask { writeView() }

    /**
     * The prompts that fit now, those that look through a lens (a theme) first. A lens that no prompt looks through
     * changes nothing.
     */
    public suspend fun prompts(lens: String? = null): List<Prompt> = ask { prompts(lens) }

    /** The person does not want this prompt: it is not offered again soon, and nobody asks why. */
    public suspend fun skipPrompt(id: String): Unit = ask { skipPrompt(id) }

    /** The words of a prompt that an entry answered; absent for one that is not known here. */
    public suspend fun promptWords(id: String): String? = ask { promptWords(id) }

    /**
     * Writes an entry of any kind that has a form. Returns its id. Should the person have chosen to share this kind
     * from now on, it is shared in the same step.
     */
    public suspend fun write(form: EntryForm): String = ask { write(form) }

    /** What the screen shows of an entry, for changing it. */
    public suspend fun form(id: String): EntryForm = ask { form(id) }

    /** Changes an entry. Its shared copies change with it, and its earlier version is kept. */
    public suspend fun edit(id: String, form: EntryForm): Unit = ask { edit(id, form) }

    /** Deletes an entry, its shared copies, its versions and its draft. */
    public suspend fun delete(id: String): Unit = ask { delete(id) }

    /**
     * Saves what a screen holds, at every pause. Without an id a new draft begins; with an entry's id a change of
     * that entry begins or goes on. Returns the draft's id, which is or becomes the entry's.
     */
    public suspend fun saveDraft(id: String?, form: EntryForm): String = ask { saveDraft(id, form) }

    /** All drafts, the last saved first. */
    public suspend fun drafts(): List<Draft> = ask { drafts() }

    /** One draft. */
    public suspend fun draft(id: String): Draft? = ask { draft(id) }

    /** The draft becomes the entry, or the change of it. Returns the entry's id. */
    public suspend fun finishDraft(id: String): String = ask { finishDraft(id) }

    /** Throws a draft away. The entry that it would have changed stays as it is. */
    public suspend fun discardDraft(id: String): Unit = ask { discardDraft(id) }

    /** What an entry was, newest first; what stands now comes first. */
    public suspend fun history(id: String): List<Version> = ask { history(id) }

    /** Brings an earlier version of an entry back. What stands now becomes a version itself. */
    public suspend fun restore(id: String, version: String): Unit = ask { restore(id, version) }

    /** Entries that two phones changed at once, until the person has looked at them. */
    public suspend fun conflicts(): List<Conflict> = ask { conflicts() }

    /**
     * Says what stays of a field that two phones changed at once. What is overwritten is kept as an earlier version.
     */
    public suspend fun resolve(id: String, field: String, keep: Keep): Unit = ask { resolve(id, field, keep) }

    /**
     * Keeps everything as it stands in an entry that two phones changed at once: the other versions are dropped.
     */
    public suspend fun dismissAlternatives(id: String): Unit = ask { dismissAlternatives(id) }

    /** The plan for hard hours, if one was made. */
    public suspend fun crisisPlan(): PlanForm? = ask { crisisPlan() }

    /**
     * Keeps the plan: there is one, and its earlier versions are kept. It can be read while the journal is locked.
     */
    public suspend fun saveCrisisPlan(plan: PlanForm): String = ask { saveCrisisPlan(plan) }
}
