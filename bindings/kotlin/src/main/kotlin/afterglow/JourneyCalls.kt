package afterglow

/** The journey page by page, one entry, look back, search. */
public sealed interface JourneyCalls : Asks {
    /**
     * A page of the journey, newest first: at most `limit` rows after the row `before`. A filter may leave a page
     * short or empty; the last page is the one without a `next`.
     */
    public suspend fun journey(
        filter: JourneyFilter = JourneyFilter(),
        before: String? = null,
        limit: Int = 50,
    ): JourneyPage = ask { journey(filter, before, limit.toUInt()) }

    /**
     * The whole journey at once: sessions as landmarks, and what was written between them, newest first. For what
     * wants all of it; a screen asks for pages.
     */
    public suspend fun timeline(): Timeline = ask { timeline() }

    /**
     * Entries, newest first: those of these kinds (all, if none are named), after the entry `before` if it is given.
     */
    public suspend fun list(kinds: List<String> = emptyList(), before: String? = null, limit: Int = 50): List<Entry> {
        require(limit >= 0) { "limit is negative" }
        return ask { list(kinds, before, limit.toUInt()) }
    }

    /** Looks back over the last `days` days: trends as points a day, what returns, what today recalls. */
    public suspend fun lookBack(days: Int): LookBackScreen = ask { lookBack(days.toUInt()) }

    /** "Do not show me this again": no day recalls this entry any more. It stays in the journey. */
    public suspend fun recallNoMore(entry: String): Unit = ask { recallNoMore(entry) }

    /** One entry, with what was answered to it. */
    public suspend fun show(id: String): Entry = ask { show(id) }

    /**
     * Finds entries by words and by what they are: kinds, themes, phase, dates. When no entry has a word as it was
     * typed, the closest words of the journal are tried in its place, and said.
     */
    public suspend fun find(form: SearchForm): Search = ask { find(form) }

    /**
     * Finds entries by the words in them and in the therapist's answers, as you type: every word must be there, the
     * last one may be unfinished. The best first.
     */
    public suspend fun search(query: String): List<Hit> = ask { search(query) }
}
