package afterglow

/** Today, and what is said everywhere. */
public sealed interface TodayCalls : Asks {
    /** Today: where one is, the one thing that fits now, what one set out with. */
    public suspend fun today(): TodayScreen = ask { today() }

    /**
     * The fixed words of buttons, titles and hints in the language that the app speaks, by name: `save`, `share`.
     */
    public suspend fun labels(): Map<String, String> = ask { labels() }
}
