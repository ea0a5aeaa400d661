package afterglow

import java.io.File
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.withContext

/**
 * A person's journal on this phone. Open it once while the app runs.
 *
 * Every function suspends and may be called from any thread, including the main thread. Errors are
 * [JournalException]s. A call on a closed journal is cancelled ([kotlinx.coroutines.CancellationException]): its
 * coroutine ends, without a failure. The functions of the core are in [JournalCalls].
 *
 * Calls that use the network ([register], [signIn], [recover], [join], [sync] and so on) may be cancelled: the running
 * request is dropped, and every stored operation stays complete. All others use the encrypted store on this phone and
 * work without a network.
 */
public class Journal private constructor(
    access: CoreAccess,
    private val changes: Changes,
) : JournalCalls(access),
    AutoCloseable {
    public companion object {
        /**
         * Opens the journal in the folder [home], or creates one. It works without an account.
         *
         * @param device the name of this phone in the list of devices.
         * @param secrets stores the key of the encrypted store.
         * @param zone returns the time zone, if the platform knows it better than the core.
         * @param dispatcher runs calls that wait for the store and the network.
         */
        public suspend fun open(
            home: File,
            device: String,
            secrets: SecretStore,
            zone: (() -> String)? = null,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): Journal =
            withContext(dispatcher) {
                val core = translated { PhoneCore.open(home.path, device, Secrets(secrets), zone?.let(::Zone)) }
                val changes = Changes()
                core.observe(changes)
                Journal(CoreAccess(core, dispatcher), changes)
            }
    }

    /** Closes the journal. Running calls still finish, later ones are cancelled. */
    override fun close(): Unit = access.close()

    /**
     * Emits the result of [load] now, and again whenever one of these views has changed and the result differs. Several
     * changes may be loaded as one.
     */
    public fun <T> watch(part: Part, vararg others: Part, load: suspend Journal.() -> T): Flow<T> =
        changes.of(setOf(part, *others)).map { load() }.distinctUntilChanged()
}

/** Adapts the platform's time zone. If it fails, the core uses its own. */
private class Zone(private val name: () -> String) : ZoneSource {
    override fun zone(): String = runCatching(name).getOrDefault("")
}
