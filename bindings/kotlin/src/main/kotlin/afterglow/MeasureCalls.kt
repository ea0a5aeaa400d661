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

    /** The measure becomes an entry, complete or not: its result. Nobody sees it until it is shared. */
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
}
