package afterglow

// The same as the journal's own calls for one form each, in fewer words.

/** Writes a reflection, now. Returns its id. */
public suspend fun Journal.write(writing: Writing): String = write(ReflectionEntry(writing))

/** What the editor shows of a reflection, for changing it. */
public suspend fun Journal.writing(id: String): Writing =
    checkNotNull((form(id) as? ReflectionEntry)?.writing) { "not a reflection" }

/** Changes a reflection, and its shared copies with it. */
public suspend fun Journal.edit(id: String, writing: Writing): Unit = edit(id, ReflectionEntry(writing))

/** Saves what the editor of a reflection holds, at every pause. */
public suspend fun Journal.saveDraft(writing: Writing, id: String? = null): String =
    saveDraft(id, ReflectionEntry(writing))

/** Writes a check-in, now. Returns its id. */
public suspend fun Journal.checkIn(form: CheckIn): String = write(CheckInEntry(form))

/** Writes a dosing session, as the clinic recorded it. Returns its id. */
public suspend fun Journal.writeSession(form: SessionForm): String = write(SessionEntry(form))

/** Writes an intention, for the [session] of this number if one is given. Returns its id. */
public suspend fun Journal.writeIntention(text: String, session: Int? = null): String =
    write(IntentionEntry(IntentionForm(text, session?.toUInt())))

/** Writes a goal for the series. Returns its id. */
public suspend fun Journal.writeGoal(text: String): String = write(GoalEntry(GoalForm(text, GoalProgress.OPEN)))

/** Writes a concern. Returns its id. */
public suspend fun Journal.writeConcern(text: String): String = write(ConcernEntry(ConcernForm(text, GoalProgress.OPEN)))

/**
 * Writes a step, out of the entry from which it came if one is given. Without a [cadence] it is done whenever it fits.
 * Returns its id.
 */
public suspend fun Journal.writeStep(text: String, fromEntry: String? = null, cadence: CadenceForm? = null): String =
    write(StepEntry(StepForm(text = text, cadence = cadence, fromEntry = fromEntry, status = StepProgress.ACTIVE)))

/** Writes an appointment: what for (`preparation`, `dosing`, `integration`) and when, RFC 3339 with an offset. */
public suspend fun Journal.writeAppointment(purpose: String, at: String): String =
    write(AppointmentEntry(AppointmentForm(purpose, at)))

/** What the editor of a reflection holds; null for a draft of another form. */
public val Draft.writing: Writing? get() = (form as? ReflectionEntry)?.writing
