package afterglow.android

import afterglow.app.Look
import afterglow.app.Settings
import android.hardware.biometrics.BiometricPrompt
import android.os.CancellationSignal
import androidx.activity.ComponentActivity
import java.util.concurrent.CompletableFuture
import javax.crypto.Cipher

/** The platform's own dialog for a finger or a face. */
class Prompt(private val activity: ComponentActivity, private val settings: Settings) : Asks {
    override fun toUse(cipher: Cipher): Cipher? {
        val answer = CompletableFuture<Cipher?>()
        activity.runOnUiThread { show(cipher, answer) }
        return answer.get()
    }

    private fun show(cipher: Cipher, answer: CompletableFuture<Cipher?>) {
        val words = Look(settings).words
        val prompt = BiometricPrompt.Builder(activity)
            .setTitle(words.lockedText)
            .setNegativeButton(words.pin, activity.mainExecutor) { _, _ -> answer.complete(null) }
            .build()
        prompt.authenticate(
            BiometricPrompt.CryptoObject(cipher),
            CancellationSignal(),
            activity.mainExecutor,
            object : BiometricPrompt.AuthenticationCallback() {
                override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) {
                    answer.complete(result.cryptoObject?.cipher)
                }

                // A finger that is not known may be tried again; only an end of the dialog is an answer.
                override fun onAuthenticationError(code: Int, words: CharSequence) {
                    answer.complete(null)
                }
            },
        )
    }
}
