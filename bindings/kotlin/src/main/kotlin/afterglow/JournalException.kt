package afterglow

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * An error. The subclasses are the cases in which an app acts differently.
 *
 * @property code stable; for logs and tests.
 * @property sentence for the person: what happened, what is safe, what to do.
 */
public sealed class JournalException(
    public val code: String,
    public val sentence: String,
    cause: Throwable,
) : Exception("$code: $sentence", cause) {
    /** Temporary: retry automatically, after [wait] if the server requests that. Nothing was lost. */
    public class Later internal constructor(
        code: String,
        sentence: String,
        public val wait: Duration?,
        cause: Throwable,
    ) : JournalException(code, sentence, cause)

    /** Show the sign-in screen. */
    public class SignIn internal constructor(code: String, sentence: String, cause: Throwable) :
        JournalException(code, sentence, cause)

    /** The app is too old. */
    public class Upgrade internal constructor(code: String, sentence: String, cause: Throwable) :
        JournalException(code, sentence, cause)

    /** An error of the store on this phone: full, locked or damaged. The call has written nothing. */
    public class Storage internal constructor(code: String, sentence: String, cause: Throwable) :
        JournalException(code, sentence, cause)

    /** Permanent: show the sentence, because the same call will fail again. */
    public class Refused internal constructor(code: String, sentence: String, cause: Throwable) :
        JournalException(code, sentence, cause)

    /** A bug in the app. */
    public class Fault internal constructor(cause: Throwable) :
        JournalException("fault", "Something went wrong in the app. Nothing was lost.", cause)
}

/** Runs a call of the core, and converts its errors. */
internal inline fun <T> translated(call: () -> T): T =
    try {
        call()
    } catch (error: CoreException) {
        throw when (error) {
            is CoreException.Later ->
                JournalException.Later(error.code, error.sentence, error.seconds?.toLong()?.seconds, error)
            is CoreException.SignIn -> JournalException.SignIn(error.code, error.sentence, error)
            is CoreException.Upgrade -> JournalException.Upgrade(error.code, error.sentence, error)
            is CoreException.Storage -> JournalException.Storage(error.code, error.sentence, error)
            is CoreException.Tell -> JournalException.Refused(error.code, error.sentence, error)
        }
    } catch (error: InternalException) {
        throw JournalException.Fault(error)
    }
