package afterglow

/** Welcome, reminders, settings. */
public sealed interface SettingsCalls : Asks {
    /**
     * The first screen: what stays on the phone, who can read, that nobody is watching; and where one is on the way
     * in.
     */
    public suspend fun welcome(): WelcomeScreen = ask { welcome() }

    /** The next reminders, for the platform to schedule: their titles may stand on a lock screen. */
    public suspend fun reminders(): RemindersScreen = ask { reminders() }

    /** "Not today": nothing reminds, and the first page asks for nothing, until tomorrow. */
    public suspend fun notToday(): Unit = ask { notToday() }

    /** The settings. */
    public suspend fun settings(): SettingsScreen = ask { settings() }

    /** What the person set. */
    public suspend fun preferences(): Preferences = ask { preferences() }

    /** Keeps what the person set, on each of their phones. */
    public suspend fun setPreferences(preferences: Preferences): Unit = ask { setPreferences(preferences) }

    /**
     * The platform's language and region as BCP 47, such as `de-AT`: what counts while the person has set nothing
     * else. Say it at every start.
     */
    public suspend fun setPlatform(tag: String): Unit = ask { setPlatform(tag) }

    /** The language that the app speaks now. */
    public suspend fun language(): Language = ask { language() }
}
