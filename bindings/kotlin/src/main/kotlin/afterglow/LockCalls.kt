package afterglow

/** The lock: PIN, face or fingerprint, auto-lock, quick exit. */
public sealed interface LockCalls : Asks {
    /** Sets how this platform asks for face or fingerprint. Call it before unlocking. */
    public suspend fun useBiometrics(biometrics: Biometrics): Unit =
        ask { useBiometrics(BiometricsAtTheBorder(biometrics)) }

    /** The state of the lock. */
    public suspend fun lockView(): Lock = ask { lockView() }

    /**
     * Whether the journal is locked: every call that needs it then fails with the code `locked`. Locks it if auto-lock
     * is due.
     */
    public suspend fun isLocked(): Boolean = ask { isLocked() }

    /**
     * Locks at once: the key leaves the process. Returns whether a PIN locks the journal; without a PIN it is not
     * locked, and a quick exit ends the app.
     */
    public suspend fun lock(): Boolean = ask { lock() }

    /** Restarts the time until auto-lock. Call it when the screen is touched. */
    public suspend fun touch(): Unit = ask { touch() }

    /** The app leaves the screen. Save the draft before this. */
    public suspend fun leaveScreen(): Unit = ask { leaveScreen() }

    /** Sets the seconds without a touch until it locks; 0: whenever the app leaves the screen; absent: never. */
    public suspend fun setAutoLock(seconds: Int? = null): Unit = ask { setAutoLock(seconds?.toUInt()) }

    /** Turns off unlocking by face or fingerprint. */
    public suspend fun disableBiometrics(): Unit = ask { disableBiometrics() }

    /** Sets a PIN of at least four characters, or replaces `old`. */
    public suspend fun setPin(pin: String, old: String? = null): Unit = ask { setPin(pin, old) }

    /** Removes the PIN. */
    public suspend fun removePin(pin: String): Unit = ask { removePin(pin) }

    /** Unlocks the journal. Fails with `pin_wrong`, or with `pin_wait` and the time to wait. */
    public suspend fun unlock(pin: String): Unit = ask { unlock(pin) }

    /**
     * Sets the number of wrong PINs in a row after which everything on this phone is deleted, at least five; absent:
     * never. Show `whatWouldBeLost` before.
     */
    public suspend fun setWipeAfter(failures: Int?, pin: String): Unit = ask { setWipeAfter(failures?.toUInt(), pin) }

    /** Turns on unlocking by face or fingerprint in addition to the PIN. */
    public suspend fun enableBiometrics(pin: String): Unit = ask { enableBiometrics(pin) }

    /** Unlocks the journal with face or fingerprint. */
    public suspend fun unlockWithBiometrics(): Unit = ask { unlockWithBiometrics() }
}
