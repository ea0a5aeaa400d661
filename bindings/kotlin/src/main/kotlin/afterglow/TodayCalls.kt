package afterglow

/** The Today screen, and the fixed texts of all screens. */
public sealed interface TodayCalls : Asks {
    /** The Today screen: the position in the journey, the one thing to do now, intentions. */
    public suspend fun today(): TodayScreen = ask { today() }

    /** The fixed texts of buttons, titles and hints in the app's language, by name: `save`, `share`. */
    public suspend fun labels(): Map<String, String> = ask { labels() }
}
