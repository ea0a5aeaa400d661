package afterglow

// Shorthands of the journal's calls for one form each.

/** Writes a reflection with the current time. Returns its id. */
public suspend fun Journal.write(writing: Writing): String = write(ReflectionEntry(writing))

/** The content of a reflection, for editing it. */
public suspend fun Journal.writing(id: String): Writing =
    checkNotNull((form(id) as? ReflectionEntry)?.writing) { "not a reflection" }

/** Edits a reflection and its shared copies. */
public suspend fun Journal.edit(id: String, writing: Writing): Unit = edit(id, ReflectionEntry(writing))

/** Saves the draft of a reflection, at every pause. */
public suspend fun Journal.saveDraft(writing: Writing, id: String? = null): String =
    saveDraft(id, ReflectionEntry(writing))

/** Writes a check-in with the current time. Returns its id. */
public suspend fun Journal.checkIn(form: CheckIn): String = write(CheckInEntry(form))

/** Writes a side-effect check with the current time. Returns its id. */
public suspend fun Journal.checkEffects(form: SideEffects): String = write(SideEffectsEntry(form))

/** Writes a dosing session. Returns its id. */
public suspend fun Journal.writeSession(form: SessionForm): String = write(SessionEntry(form))

/** Writes an intention, for the [session] of this number if one is given. Returns its id. */
public suspend fun Journal.writeIntention(text: String, session: Int? = null): String =
    write(IntentionEntry(IntentionForm(text, session?.toUInt())))

/** Writes a goal for the series. Returns its id. */
public suspend fun Journal.writeGoal(text: String): String = write(GoalEntry(GoalForm(text, GoalProgress.OPEN)))

/** Writes a concern. Returns its id. */
public suspend fun Journal.writeConcern(text: String): String = write(ConcernEntry(ConcernForm(text, GoalProgress.OPEN)))

/**
 * Writes a step, optionally based on an entry. Without a [cadence] it can be done at any time. Returns its id.
 */
public suspend fun Journal.writeStep(text: String, fromEntry: String? = null, cadence: CadenceForm? = null): String =
    write(StepEntry(StepForm(text = text, cadence = cadence, fromEntry = fromEntry, status = StepProgress.ACTIVE)))

/** Writes an appointment; the time is RFC 3339 with an offset. Returns its id. */
public suspend fun Journal.writeAppointment(purpose: AppointmentPurpose, at: String): String =
    write(AppointmentEntry(AppointmentForm(purpose, at)))

/** The content of a reflection's draft; null for a draft of another form. */
public val Draft.writing: Writing? get() = (form as? ReflectionEntry)?.writing
