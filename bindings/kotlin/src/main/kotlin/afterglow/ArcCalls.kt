package afterglow

/** The arc of the work: check-in, session, intentions, steps. */
public sealed interface ArcCalls : Asks {
    /** The check-in for now, ready to be filled in. Write it as `CheckInEntry`. */
    public suspend fun checkInView(): CheckInScreen = ask { checkInView() }

    /** The page of a session, by its number; with an empty form if it is not recorded yet. */
    public suspend fun sessionPage(number: Int): SessionScreen = ask { sessionPage(number.toUInt()) }

    /** "I am home": the session of this number has ended, and its check-ins count from now. */
    public suspend fun endSession(number: Int): Unit = ask { endSession(number.toUInt()) }

    /** The series, newest first. */
    public suspend fun series(): List<Series> = ask { series() }

    /** Intentions, goals and concerns. */
    public suspend fun hopes(): HopesScreen = ask { hopes() }

    /** Answers an intention, a goal or a concern. The answer is stored with it. */
    public suspend fun answerHope(id: String, words: String): Unit = ask { answerHope(id, words) }

    /** Copies an intention to another session. Returns the id of the copy. */
    public suspend fun carryForward(id: String, session: Int): String = ask { carryForward(id, session.toUInt()) }

    /** The steps, and what a therapist suggests. */
    public suspend fun steps(): StepsScreen = ask { steps() }

    /** The steps that came from an entry, oldest first. */
    public suspend fun thread(id: String): List<Step> = ask { thread(id) }

    /** Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or removes the mark. */
    public suspend fun markStep(id: String, day: String? = null, done: Boolean = true): Unit =
        ask { markStep(id, day, done) }

    /** Sets the progress of a step. */
    public suspend fun setStep(id: String, progress: StepProgress): Unit = ask { setStep(id, progress) }

    /** Accepts a suggestion as a step: unchanged or, with a form, in the person's own words. Returns the step's id. */
    public suspend fun acceptSuggestion(id: String, form: StepForm? = null): String = ask { acceptSuggestion(id, form) }

    /** Declines a suggestion. The therapist is not notified. */
    public suspend fun declineSuggestion(id: String): Unit = ask { declineSuggestion(id) }
}
