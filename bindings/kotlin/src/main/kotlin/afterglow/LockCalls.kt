package afterglow

/** The lock: PIN, face or finger, auto-lock, quick exit. */
public sealed interface LockCalls : Asks {
    /** How this platform asks for face or finger. Say it before unlocking. */
    public suspend fun useBiometrics(biometrics: Biometrics): Unit =
        ask { useBiometrics(BiometricsAtTheBorder(biometrics)) }

    /** How the lock stands. */
    public suspend fun lockView(): Lock = ask { lockView() }

    /**
     * Whether the journal is locked: every call that needs it then fails with the code `locked`. One that was left
     * alone for the chosen time is locked from this call on.
     */
    public suspend fun isLocked(): Boolean = ask { isLocked() }

    /**
     * Locks at once: the key leaves the process. Says whether a PIN keeps it locked; without one nothing is, and a
     * quick exit ends the app.
     */
    public suspend fun lock(): Boolean = ask { lock() }

    /** The screen was touched: the time until it locks by itself begins anew. */
    public suspend fun touch(): Unit = ask { touch() }

    /** The app leaves the screen. Save the draft before this. */
    public suspend fun leaveScreen(): Unit = ask { leaveScreen() }

    /**
     * After how many seconds without a touch it locks; 0: whenever the app leaves the screen; absent: never by
     * itself.
     */
    public suspend fun setAutoLock(seconds: Int? = null): Unit = ask { setAutoLock(seconds?.toUInt()) }

    /** Only the PIN opens it from now on. */
    public suspend fun disableBiometrics(): Unit = ask { disableBiometrics() }

    /** Sets a PIN of at least four signs, or another one in place of `old`. */
    public suspend fun setPin(pin: String, old: String? = null): Unit = ask { setPin(pin, old) }

    /** Removes the PIN. */
    public suspend fun removePin(pin: String): Unit = ask { removePin(pin) }

    /** Opens the journal. Fails with `pin_wrong`, or with `pin_wait` and how long to wait. */
    public suspend fun unlock(pin: String): Unit = ask { unlock(pin) }

    /**
     * Deletes everything on this phone after so many wrong PINs in a row, at least five; absent: never. Show
     * `what_would_be_lost` before it is chosen.
     */
    public suspend fun setWipeAfter(failures: Int?, pin: String): Unit = ask { setWipeAfter(failures?.toUInt(), pin) }

    /** Lets face or finger open the journal beside the PIN. */
    public suspend fun enableBiometrics(pin: String): Unit = ask { enableBiometrics(pin) }

    /** Opens the journal with face or finger. */
    public suspend fun unlockWithBiometrics(): Unit = ask { unlockWithBiometrics() }
}
