package afterglow

import afterglow.core.PhoneCore
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
 * Every function suspends and may be called from any thread, the main thread included. What goes wrong is a
 * [JournalException], except for calls on a closed journal, which are a mistake of the caller's
 * ([IllegalStateException]). Ids are strings, as the views carry them.
 *
 * Calls that name the network's side ([register], [signIn], [recover], [join], [sync] and so on) may be cancelled: the
 * request under way is dropped, and nothing is left half done. All others read or write the encrypted store on this
 * phone and work without a network.
 */
public class Journal private constructor(
    override val way: Asks.Way,
    private val changes: Changes,
) : AutoCloseable,
    AccountCalls,
    CareCalls,
    TodayCalls,
    WriteCalls,
    ArcCalls,
    MeasureCalls,
    ShareCalls,
    JourneyCalls,
    SettingsCalls,
    LockCalls,
    AttachCalls,
    TransferCalls,
    EraseCalls,
    SyncCalls {
    public companion object {
        /**
         * Opens the journal in the folder [home], or begins one: it can be written without an account.
         *
         * @param device what the person reads in the list of devices.
         * @param secrets keeps the key that opens the encrypted store.
         * @param zone names the time zone in which the device is, where the platform knows it better than the core.
         * @param dispatcher where calls wait for the store and the network.
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
                Journal(Asks.Way(core, dispatcher), changes)
            }
    }

    /** Ends the use of the journal. A call that is under way still ends as it would have. */
    override fun close(): Unit = way.core.close()

    /**
     * What [load] returns: now, and again whenever one of these parts has changed and the result differs. Several
     * changes may be loaded as one.
     */
    public fun <T> watch(part: Part, vararg others: Part, load: suspend Journal.() -> T): Flow<T> =
        changes.of(setOf(part, *others)).map { load() }.distinctUntilChanged()

    /** What became of a damaged journal, if this opening found one: say so to the person. */
    public suspend fun salvaged(): Salvaged? = ask { salvaged() }
}

/** The platform's zone, as the core asks for it. A platform that fails to say it leaves it to the core. */
private class Zone(private val name: () -> String) : afterglow.core.ZoneSource {
    override fun zone(): String = runCatching(name).getOrDefault("")
}
