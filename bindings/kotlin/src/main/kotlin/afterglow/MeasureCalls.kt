package afterglow

/** Measures, one question a page; the safety page; help now. */
public sealed interface MeasureCalls : Asks {
    /** What is due, what was begun, what can be answered, and the results. */
    public suspend fun measures(): MeasuresScreen = ask { measures() }

    /** Begins a measure, or goes on with the one that was begun, at the first question without an answer. */
    public suspend fun openMeasure(instrument: String, assignment: String? = null): MeasurePage =
        ask { openMeasure(instrument, assignment) }

    /** One question of a measure that was begun, counted from 0. */
    public suspend fun measurePage(draft: String, item: Int): MeasurePage = ask { measurePage(draft, item.toUInt()) }

    /**
     * Keeps one answer (absent: the question is left out) and says what follows. Safety comes first, always: it is
     * told on the phone, also when the measure is never finished and never sent.
     */
    public suspend fun answerMeasure(draft: String, item: Int, answer: Double? = null): MeasureNext =
        ask { answerMeasure(draft, item.toUInt(), answer) }

    /**
     * With the first question shown of an assigned measure: whether its therapist gets the answers on finishing. The same
     * question is shown again.
     */
    public suspend fun agreeMeasure(draft: String, item: Int, agreed: Boolean): MeasurePage =
        ask { agreeMeasure(draft, item.toUInt(), agreed) }

    /** The answers to an assigned measure stay private: the person has decided, and is not asked again. */
    public suspend fun keepMeasurePrivate(id: String): Unit = ask { keepMeasurePrivate(id) }

    /** "Let X see this answer": the event with the one answer that raised it, also when the form was left. */
    public suspend fun shareSafety(event: String, care: String? = null): Unit = ask { shareSafety(event, care) }

    /** "I am all right for now": the card on Today goes. */
    public suspend fun settleSafety(event: String): Unit = ask { settleSafety(event) }

    /** The measure becomes an entry, complete or not: its result. Shared with whoever asked, if that was agreed to. */
    public suspend fun finishMeasure(draft: String): MeasureResult = ask { finishMeasure(draft) }

    /** The result of an entry. */
    public suspend fun measureResult(id: String): MeasureResult = ask { measureResult(id) }

    /** The safety page of an event, should it have been left. */
    public suspend fun safetyPage(event: String): SafetyScreen = ask { safetyPage(event) }

    /** What the person chose on the safety page. */
    public suspend fun chooseSafety(event: String, choice: SafetyChoice): Unit = ask { chooseSafety(event, choice) }

    /**
     * Help now: the crisis plan, one's own people, the practice, numbers by region. Works without a network and
     * while the journal is locked.
     */
    public suspend fun help(): HelpScreen = ask { help() }

    /** Help now with the numbers of another place: where the person is. */
    public suspend fun helpIn(region: String): HelpScreen = ask { helpIn(region) }

    /** If something was done to the person: what can be done, and whom to talk to. Nothing is recorded by opening it. */
    public suspend fun harm(): HarmScreen = ask { harm() }

    /** The line that answers a mood of 0 or 1; absent for a higher one. */
    public suspend fun lowMoodLine(mood: UByte?): String? = ask { lowMoodLine(mood) }

    /** The crisis plan's page. */
    public suspend fun planPage(): PlanScreen = ask { planPage() }

    /** The person has looked at the plan and found it right; with whom, if they went through it together. */
    public suspend fun reviewPlan(togetherWith: String? = null): Unit = ask { reviewPlan(togetherWith) }

    /** A line that a therapist suggests for the plan is taken (in the person's own words, if given) or let be. */
    public suspend fun settleProposal(id: String, taken: String? = null): Unit = ask { settleProposal(id, taken) }
}
