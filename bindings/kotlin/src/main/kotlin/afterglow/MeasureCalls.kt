package afterglow

/** Measures, one question per page; the safety page; help now. */
public sealed interface MeasureCalls : Asks {
    /** Due, begun and available measures, and results. */
    public suspend fun measures(): MeasuresScreen = ask { measures() }

    /** Begins a measure, or continues its draft, at the next question. */
    public suspend fun openMeasure(instrument: String, assignment: String? = null): MeasurePage =
        ask { openMeasure(instrument, assignment) }

    /** One question of a measure in progress, counted from 0. */
    public suspend fun measurePage(draft: String, item: Int): MeasurePage = ask { measurePage(draft, item.toUInt()) }

    /**
     * Saves one answer (absent: the question is skipped) and returns the next page. A safety page comes first, even if
     * the measure is never finished or shared.
     */
    public suspend fun answerMeasure(draft: String, item: Int, answer: Double? = null): MeasureNext =
        ask { answerMeasure(draft, item.toUInt(), answer) }

    /**
     * On the first question of an assigned measure: whether its therapist gets the answers on finishing. Returns the
     * same question again.
     */
    public suspend fun agreeMeasure(draft: String, item: Int, agreed: Boolean): MeasurePage =
        ask { agreeMeasure(draft, item.toUInt(), agreed) }

    /** Keeps the answers to an assigned measure private. The person is not asked again. */
    public suspend fun keepMeasurePrivate(id: String): Unit = ask { keepMeasurePrivate(id) }

    /**
     * "Let X see this answer": shares the event with the answer that raised it, even if the measure was not finished.
     */
    public suspend fun shareSafety(event: String, care: String? = null): Unit = ask { shareSafety(event, care) }

    /** "I am all right for now": removes the card from Today. */
    public suspend fun settleSafety(event: String): Unit = ask { settleSafety(event) }

    /**
     * Finishes a measure, complete or not, and returns its result. It is shared with the therapist who assigned it if
     * the person agreed to that; otherwise it is private.
     */
    public suspend fun finishMeasure(draft: String): MeasureResult = ask { finishMeasure(draft) }

    /** The result of an entry. */
    public suspend fun measureResult(id: String): MeasureResult = ask { measureResult(id) }

    /** The safety page of an event, to open it again. */
    public suspend fun safetyPage(event: String): SafetyScreen = ask { safetyPage(event) }

    /** Records the person's choice on the safety page. */
    public suspend fun chooseSafety(event: String, choice: SafetyChoice): Unit = ask { chooseSafety(event, choice) }

    /**
     * Help now: the crisis plan, the person's own contacts, the practice, numbers by region. Works without a network
     * and while the journal is locked.
     */
    public suspend fun help(): HelpScreen = ask { help() }

    /** Help now with the numbers of another region. */
    public suspend fun helpIn(region: String): HelpScreen = ask { helpIn(region) }

    /**
     * Help after harm by a practitioner: what the person can do, and whom they can talk to. Works while the journal is
     * locked; opening it is not recorded.
     */
    public suspend fun harm(): HarmScreen = ask { harm() }

    /** The line shown after a mood of 0 or 1; absent for a higher one. */
    public suspend fun lowMoodLine(mood: UByte?): String? = ask { lowMoodLine(mood) }

    /** The crisis plan's page. */
    public suspend fun planPage(): PlanScreen = ask { planPage() }

    /** Records that the person reviewed the plan; with whom, if they did it together. */
    public suspend fun reviewPlan(togetherWith: String? = null): Unit = ask { reviewPlan(togetherWith) }

    /** Accepts (in the person's own words, if given) or declines a line that a therapist suggests for the plan. */
    public suspend fun settleProposal(id: String, taken: String? = null): Unit = ask { settleProposal(id, taken) }
}
