package afterglow

/** Welcome, reminders, settings. */
public sealed interface SettingsCalls : Asks {
    /**
     * The welcome screen: what stays on the phone, who can read, that nobody reads entries live; and the state of
     * onboarding.
     */
    public suspend fun welcome(): WelcomeScreen = ask { welcome() }

    /** The next reminders, for the platform to schedule. Their titles are safe for a lock screen. */
    public suspend fun reminders(): RemindersScreen = ask { reminders() }

    /** "Not today": no reminders, and no requests on Today, until tomorrow. */
    public suspend fun notToday(): Unit = ask { notToday() }

    /** The settings screen. */
    public suspend fun settings(): SettingsScreen = ask { settings() }

    /** The preferences. */
    public suspend fun preferences(): Preferences = ask { preferences() }

    /** Saves the preferences, for all phones of the person. */
    public suspend fun setPreferences(preferences: Preferences): Unit = ask { setPreferences(preferences) }

    /**
     * Sets the platform's language and region as BCP 47, such as `de-AT`: the default without a preference. Call it at
     * every start.
     */
    public suspend fun setPlatform(tag: String): Unit = ask { setPlatform(tag) }

    /** Sets the country of the phone according to its network; empty without one. Help now shows its numbers. */
    public suspend fun setCountry(country: String): Unit = ask { setCountry(country) }

    /**
     * The text that was typed into forms that make no record, by the name of the field: the name of an account, the link of
     * an invitation.
     */
    public suspend fun typed(): Map<String, String> = ask { typed() }

    /**
     * Keeps these fields instead of the earlier ones, on this phone only; none: nothing is kept. They survive the end of
     * the app's process. Never pass a password or a recovery code.
     */
    public suspend fun keepTyped(fields: Map<String, String>): Unit = ask { keepTyped(fields) }

    /** The app's language. */
    public suspend fun language(): Language = ask { language() }
}
