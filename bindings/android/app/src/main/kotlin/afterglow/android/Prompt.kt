package afterglow.android

import afterglow.app.Look
import afterglow.app.Settings
import afterglow.app.textsIn
import android.hardware.biometrics.BiometricPrompt
import android.os.CancellationSignal
import androidx.activity.ComponentActivity
import java.util.concurrent.CompletableFuture
import javax.crypto.Cipher

/** The platform's biometric dialog. */
class Prompt(private val activity: ComponentActivity, private val settings: Settings) : Asks {
    override fun toUse(cipher: Cipher): Cipher? {
        val answer = CompletableFuture<Cipher?>()
        activity.runOnUiThread { show(cipher, answer) }
        return answer.get()
    }

    private fun show(cipher: Cipher, answer: CompletableFuture<Cipher?>) {
        val words = Look(settings, textsIn(activity)).words
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

                // After an unknown fingerprint the dialog allows another attempt, so only its end counts.
                override fun onAuthenticationError(code: Int, words: CharSequence) {
                    answer.complete(null)
                }
            },
        )
    }
}
