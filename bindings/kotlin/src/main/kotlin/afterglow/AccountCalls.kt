package afterglow

/** Signing in and out, the recovery kit, devices, keys and password. */
public sealed interface AccountCalls : Asks {
    /** The account on this phone, if there is one. */
    public suspend fun account(): Account? = ask { account() }

    /**
     * Registers an account, which includes entries written before. Returns the recovery code, fifteen words: show them,
     * let the person keep them, and ask for them with `confirmRecoveryCode`.
     *
     * Most servers require a therapist's `invitation`: its link, which is accepted with `join` afterwards. Without an
     * account everything stays on this phone.
     *
     * If the answer is lost, call it again with the same name and password.
     */
    public suspend fun register(server: String, handle: String, password: String, invitation: String? = null): String =
        ask { register(server, handle, password, invitation) }

    /** Signs in with the password, on another phone of the same person or again on this one. */
    public suspend fun signIn(server: String, handle: String, password: String): Unit =
        ask { signIn(server, handle, password) }

    /** Signs in with the recovery code, and sets a new password. All other devices are signed out. */
    public suspend fun recover(server: String, handle: String, code: String, newPassword: String): Unit =
        ask { recover(server, handle, code, newPassword) }

    /** The recovery code, until the person has confirmed that they keep it. */
    public suspend fun recoveryCode(): String? = ask { recoveryCode() }

    /** Writes the recovery code as a page to print: its numbered words, and a QR code. Only until it was confirmed. */
    public suspend fun recoveryKit(to: String): Unit = ask { recoveryKit(to) }

    /** The person types the code again. Only then does it count as kept, and is deleted from this phone. */
    public suspend fun confirmRecoveryCode(code: String): Unit = ask { confirmRecoveryCode(code) }

    /** Replaces the password. */
    public suspend fun changePassword(password: String, newPassword: String): Unit =
        ask { changePassword(password, newPassword) }

    /**
     * Renewal after a phone was lost: replaces password, recovery code, keys and identity in one operation, and signs
     * out all other phones, which sign in again with the new password. Returns the new recovery code, as `register`
     * does; the old one is invalid. Without `code` (lost, or never confirmed) every relationship ends, and each
     * therapist has to invite again.
     *
     * If the response is lost, the next sync detects it, and `recoveryCode` returns the code.
     */
    public suspend fun lostPhone(password: String, newPassword: String, code: String? = null): String =
        ask { lostPhone(password, newPassword, code) }

    /** Ends this device's session. The journal stays on the phone. */
    public suspend fun signOut(): Unit = ask { signOut() }

    /** The account's devices. */
    public suspend fun devices(): List<Device> = ask { devices() }

    /**
     * Signs out another device, which needs the account's password: a phone that was sold or given away. For a lost one
     * see `lostPhone`.
     */
    public suspend fun removeDevice(device: String, password: String): Unit = ask { removeDevice(device, password) }
}
