package afterglow

import java.time.OffsetDateTime

// Shorthands of the journal's calls for one form each.

/** Writes a reflection with the current time. Returns its id. */
public suspend fun Journal.write(writing: Writing): EntryId = write(EntryForm.Reflection(writing))

/** The content of a reflection, for editing it. */
public suspend fun Journal.writing(id: EntryId): Writing =
    checkNotNull((form(id) as? EntryForm.Reflection)?.writing) { "not a reflection" }

/** Edits a reflection and its shared copies. */
public suspend fun Journal.edit(id: EntryId, writing: Writing): Unit = edit(id, EntryForm.Reflection(writing))

/** Saves the draft of a reflection, at every pause. */
public suspend fun Journal.saveDraft(writing: Writing, id: EntryId? = null): EntryId =
    saveDraft(id, EntryForm.Reflection(writing))

/** Writes a check-in with the current time. Returns its id. */
public suspend fun Journal.checkIn(form: CheckIn): EntryId = write(EntryForm.CheckIn(form))

/** Writes a side-effect check with the current time. Returns its id. */
public suspend fun Journal.checkEffects(form: SideEffects): EntryId = write(EntryForm.Effects(form))

/** Writes a dosing session. Returns its id. */
public suspend fun Journal.writeSession(form: SessionForm): EntryId = write(EntryForm.Session(form))

/** Writes an intention, for the [session] of this number if one is given. Returns its id. */
public suspend fun Journal.writeIntention(text: String, session: Int? = null): EntryId =
    write(EntryForm.Intention(IntentionForm(text, session?.toUInt())))

/** Writes a goal for the series. Returns its id. */
public suspend fun Journal.writeGoal(text: String): EntryId = write(EntryForm.Goal(GoalForm(text, GoalProgress.OPEN)))

/** Writes a concern. Returns its id. */
public suspend fun Journal.writeConcern(text: String): EntryId = write(EntryForm.Concern(ConcernForm(text, GoalProgress.OPEN)))

/**
 * Writes a step, optionally based on an entry. Without a [cadence] it can be done at any time. Returns its id.
 */
public suspend fun Journal.writeStep(text: String, fromEntry: EntryId? = null, cadence: CadenceForm? = null): EntryId =
    write(EntryForm.Step(StepForm(text = text, cadence = cadence, fromEntry = fromEntry, status = StepProgress.ACTIVE)))

/** Writes an appointment. Returns its id. */
public suspend fun Journal.writeAppointment(purpose: AppointmentPurpose, at: OffsetDateTime): EntryId =
    write(EntryForm.Appointment(AppointmentForm(purpose, at)))

/** The content of a reflection's draft; null for a draft of another form. */
public val Draft.writing: Writing? get() = (form as? EntryForm.Reflection)?.writing
