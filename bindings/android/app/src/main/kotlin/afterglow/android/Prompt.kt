package afterglow.android

import afterglow.app.Biometrics
import android.hardware.biometrics.BiometricManager
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import androidx.activity.ComponentActivity
import kotlin.coroutines.resume
import kotlinx.coroutines.suspendCancellableCoroutine

/** The platform's own dialog for a finger or a face. */
class Prompt(private val activity: ComponentActivity) : Biometrics {
    override val available: Boolean
        get() {
            val manager = activity.getSystemService(BiometricManager::class.java) ?: return false
            val answer = when {
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.R -> manager.canAuthenticate(BiometricManager.Authenticators.BIOMETRIC_STRONG)
                else -> @Suppress("DEPRECATION") manager.canAuthenticate()
            }
            return answer == BiometricManager.BIOMETRIC_SUCCESS
        }

    override suspend fun ask(title: String, cancel: String): Boolean = suspendCancellableCoroutine { waiting ->
        val signal = CancellationSignal()
        waiting.invokeOnCancellation { signal.cancel() }
        fun answer(yes: Boolean) {
            if (waiting.isActive) waiting.resume(yes)
        }
        val prompt = BiometricPrompt.Builder(activity)
            .setTitle(title)
            .setNegativeButton(cancel, activity.mainExecutor) { _, _ -> answer(false) }
            .build()
        prompt.authenticate(
            signal,
            activity.mainExecutor,
            object : BiometricPrompt.AuthenticationCallback() {
                override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) = answer(true)

                // A finger that is not known may be tried again; only an end of the dialog is an answer.
                override fun onAuthenticationError(code: Int, words: CharSequence) = answer(false)
            },
        )
    }
}
