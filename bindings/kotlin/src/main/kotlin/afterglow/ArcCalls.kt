package afterglow

/** The arc of the work: check-in, session, intentions, steps. */
public sealed interface ArcCalls : Asks {
    /** The check-in that fits now, ready to be filled in. Write it as `CheckInEntry`. */
    public suspend fun checkInView(): CheckInScreen = ask { checkInView() }

    /** The page of a session, by its number; one that is not written yet comes with an empty form. */
    public suspend fun sessionPage(number: Int): SessionScreen = ask { sessionPage(number.toUInt()) }

    /** "I am home": the session of this number has ended, and its check-ins count from now. */
    public suspend fun endSession(number: Int): Unit = ask { endSession(number.toUInt()) }

    /** The series, newest first. */
    public suspend fun series(): List<Series> = ask { series() }

    /** Intentions, goals and concerns. */
    public suspend fun hopes(): HopesScreen = ask { hopes() }

    /** What came up against an intention, a goal or a concern: kept beside it. */
    public suspend fun answerHope(id: String, words: String): Unit = ask { answerHope(id, words) }

    /** Takes an intention along into another session. Returns the new one's id. */
    public suspend fun carryForward(id: String, session: Int): String = ask { carryForward(id, session.toUInt()) }

    /** The steps, and what a therapist suggests. */
    public suspend fun steps(): StepsScreen = ask { steps() }

    /** What came of an entry: the steps that came from it, oldest first. */
    public suspend fun thread(id: String): List<Step> = ask { thread(id) }

    /** Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or takes the mark back. */
    public suspend fun markStep(id: String, day: String? = null, done: Boolean = true): Unit =
        ask { markStep(id, day, done) }

    /** Says where a step stands. */
    public suspend fun setStep(id: String, progress: StepProgress): Unit = ask { setStep(id, progress) }

    /** Takes a suggestion as a step: as it is or, with a form, in the person's own words. Returns the step's id. */
    public suspend fun acceptSuggestion(id: String, form: StepForm? = null): String = ask { acceptSuggestion(id, form) }

    /** Lets a suggestion be. Nobody is told. */
    public suspend fun declineSuggestion(id: String): Unit = ask { declineSuggestion(id) }
}
