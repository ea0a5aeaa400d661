package afterglow

/** The journey page by page, one entry, look back, search. */
public sealed interface JourneyCalls : Asks {
    /**
     * A page of the journey, newest first: at most `limit` rows after the row `before`. A filter may leave a page short
     * or empty; the last page is the one without a `next`.
     */
    public suspend fun journey(
        filter: JourneyFilter = JourneyFilter(),
        before: String? = null,
        limit: Int = 50,
    ): JourneyPage = ask { journey(filter, before, limit.toUInt()) }

    /**
     * The whole journey at once: sessions and the entries between them, newest first. A screen loads pages instead.
     */
    public suspend fun timeline(): Timeline = ask { timeline() }

    /** Entries of these kinds (all, if empty), newest first, after the entry `before` if it is given. */
    public suspend fun list(kinds: List<EntryKind> = emptyList(), before: String? = null, limit: Int = 50): List<Entry> {
        require(limit >= 0) { "limit is negative" }
        return ask { list(kinds.map { it.code }, before, limit.toUInt()) }
    }

    /** Looks back over the last `days` days: trends with one point a day, recurring themes, memories of this day. */
    public suspend fun lookBack(days: Int): LookBackScreen = ask { lookBack(days.toUInt()) }

    /** "Do not show me this again": the entry is no longer a memory. It stays in the journey. */
    public suspend fun recallNoMore(entry: String): Unit = ask { recallNoMore(entry) }

    /** One entry with its replies. */
    public suspend fun show(id: String): Entry = ask { show(id) }

    /**
     * Finds entries by words and filters: kinds, themes, phase, dates. If no entry contains a word as typed, the
     * closest words of the journal are searched instead, and the result says so.
     */
    public suspend fun find(form: SearchForm): Search = ask { find(form) }

    /**
     * Finds entries by words in them and in the therapist's replies, while typing: every word must occur, the last one
     * may be unfinished. Best match first.
     */
    public suspend fun search(query: String): List<Hit> = ask { search(query) }
}
