package afterglow.android

import afterglow.SecretStore
import afterglow.app.Album
import afterglow.app.Biometrics
import afterglow.app.Bringer
import afterglow.app.Camera
import afterglow.app.Platform
import afterglow.app.Player
import afterglow.app.Recorder
import afterglow.app.Reminders
import afterglow.app.Scanner
import afterglow.app.Settings
import afterglow.app.ShareSheet
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.view.WindowManager
import androidx.activity.ComponentActivity
import kotlinx.coroutines.flow.Flow

/** What Android does for the screens. Made in `onCreate`: what asks other apps must be known before the start. */
class AndroidPlatform(private val activity: ComponentActivity) : Platform {
    private val application = AfterglowApplication.of(activity)

    override val secrets: SecretStore get() = application.secrets
    override val device: String get() = application.device
    override val settings: Settings = Preferences(activity)
    override val biometrics: Biometrics = FaceOrFinger(activity, Prompt(activity, settings))
    override val shareSheet: ShareSheet = Handover(activity)
    override val scanner: Scanner = CodeScanner(activity)
    override val camera: Camera = PhotoTaker(activity)
    override val album: Album = PhotoPicker(activity)
    override val recorder: Recorder = VoiceRecorder(activity)
    override val player: Player = VoicePlayer()
    override val bringer: Bringer = FilePicker(activity)
    override val reminders: Reminders = NoticePlan(activity)
    override val network: Flow<Boolean> = networkOf(activity)

    /** Into the dialler: the call is the person's own. */
    override fun call(number: String) = start(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    override fun open(link: String) = start(Intent(Intent.ACTION_VIEW, Uri.parse(link)))

    override fun keepOutOfSight(yes: Boolean) {
        if (yes) {
            activity.window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        } else {
            activity.window.clearFlags(WindowManager.LayoutParams.FLAG_SECURE)
        }
    }

    override fun syncSoon() = SyncWorker.soon(activity)

    /** A tablet without a telephone shows the number all the same: the screen has it. */
    private fun start(intent: Intent) {
        try {
            activity.startActivity(intent)
        } catch (_: ActivityNotFoundException) {
        }
    }
}

private class Preferences(context: Context) : Settings {
    private val kept = context.getSharedPreferences("look", Context.MODE_PRIVATE)

    override fun get(name: String): String? = kept.getString(name, null)

    override fun set(name: String, value: String) = kept.edit().putString(name, value).apply()
}
