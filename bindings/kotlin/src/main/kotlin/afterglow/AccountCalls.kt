package afterglow

/** Signing in and out, the recovery kit, devices, keys and password. */
public sealed interface AccountCalls : Asks {
    /** Who is on this phone, if anybody. */
    public suspend fun account(): Account? = ask { account() }

    /**
     * Makes an account and takes what was written before it along. Returns the recovery code, fifteen words: show
     * them, let the person keep them, and ask for them back with `confirm_recovery_code`.
     *
     * Most servers ask for a therapist's [invitation]: its link, which is then answered with `join`. Without an account
     * everything is written and kept on this phone.
     *
     * Should the answer get lost on the way, call it again with the same name and password.
     */
    public suspend fun register(server: String, handle: String, password: String, invitation: String? = null): String =
        ask { register(server, handle, password, invitation) }

    /** Signs in with the password: on another phone of the same person, or again on this one. */
    public suspend fun signIn(server: String, handle: String, password: String): Unit =
        ask { signIn(server, handle, password) }

    /** Lets somebody in who has the recovery code, and sets a new password. All other devices are signed out. */
    public suspend fun recover(server: String, handle: String, code: String, newPassword: String): Unit =
        ask { recover(server, handle, code, newPassword) }

    /** The recovery code, until the person has confirmed that it is kept. */
    public suspend fun recoveryCode(): String? = ask { recoveryCode() }

    /** The person types the code back. Only then it counts as kept, and this phone forgets it. */
    public suspend fun confirmRecoveryCode(code: String): Unit = ask { confirmRecoveryCode(code) }

    /** Sets a new password in place of the one before. */
    public suspend fun changePassword(password: String, newPassword: String): Unit =
        ask { changePassword(password, newPassword) }

    /**
     * A phone was lost: exchanges password, recovery code, keys and identity, and signs out all other phones. Returns the
     * new recovery code. Without [code] every relationship ends, and each therapist invites again.
     *
     * Should the answer get lost on the way, the next sync finds out, and `recoveryCode` has the code.
     */
    public suspend fun lostPhone(password: String, newPassword: String, code: String? = null): String =
        ask { lostPhone(password, newPassword, code) }

    /** Ends this device's session. The journal stays on the phone. */
    public suspend fun signOut(): Unit = ask { signOut() }

    /** The account's devices. */
    public suspend fun devices(): List<Device> = ask { devices() }

    /**
     * Signs another device out, for the account's password: a phone that was sold or given away. For one that was lost
     * see [lostPhone].
     */
    public suspend fun removeDevice(device: String, password: String): Unit = ask { removeDevice(device, password) }
}
