package afterglow.android

import afterglow.SecretStore
import afterglow.app.Album
import afterglow.app.Biometrics
import afterglow.app.Bringer
import afterglow.app.Camera
import afterglow.app.Notice
import afterglow.app.Platform
import afterglow.app.Player
import afterglow.app.Recorder
import afterglow.app.Reminders
import afterglow.app.Scanner
import afterglow.app.Settings
import afterglow.app.ShareSheet
import android.Manifest
import android.app.NotificationManager
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.provider.Settings.Global
import android.telephony.TelephonyManager
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.result.contract.ActivityResultContracts
import kotlinx.coroutines.flow.Flow

/** The Android implementation of [Platform]. Created in `onCreate`, because activity results must be registered before the start. */
class AndroidPlatform(private val activity: ComponentActivity) : Platform {
    private val application = AfterglowApplication.of(activity)
    private val hasCamera = activity.packageManager.hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY)

    override val secrets: SecretStore get() = application.secrets
    override val device: String get() = application.device
    override val settings: Settings = Preferences(activity)
    override val biometrics: Biometrics = FaceOrFinger(activity, Prompt(activity, settings))
    override val shareSheet: ShareSheet = Handover(activity)
    override val scanner: Scanner? = if (hasCamera) CodeScanner(activity) else null
    override val camera: Camera? = if (hasCamera) PhotoTaker(activity) else null
    override val album: Album = PhotoPicker(activity)
    override val recorder: Recorder = VoiceRecorder(activity)
    override val player: Player = VoicePlayer()
    override val bringer: Bringer = FilePicker(activity)
    override val reminders: Reminders = AskedNotices(activity, settings)
    override val network: Flow<Boolean> = networkOf(activity)

    /** Opens the dialler. The person makes the call. */
    override fun call(number: String) = start(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    override fun open(link: String) = start(Intent(Intent.ACTION_VIEW, Uri.parse(link)))

    override fun keepOutOfSight(yes: Boolean) {
        if (yes) {
            activity.window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        } else {
            activity.window.clearFlags(WindowManager.LayoutParams.FLAG_SECURE)
        }
    }

    /** The network's country, or that of the SIM without a network. */
    override val country: String
        get() = activity.getSystemService(TelephonyManager::class.java)
            ?.run { networkCountryIso.ifEmpty { simCountryIso } }.orEmpty()

    /** "Remove animations" in the system's accessibility settings sets this scale to 0. */
    override val reducedMotion: Boolean get() = Global.getFloat(activity.contentResolver, Global.ANIMATOR_DURATION_SCALE, 1f) == 0f

    override fun syncSoon() = SyncWorker.soon(activity)

    /** A tablet without telephony still shows the number on the screen. */
    private fun start(intent: Intent) {
        try {
            activity.startActivity(intent)
        } catch (_: ActivityNotFoundException) {
        }
    }
}

/** Asks for permission when the first notification is scheduled, because its purpose is clear then. */
private class AskedNotices(private val activity: ComponentActivity, private val settings: Settings) : Reminders {
    private val plan = NoticePlan(activity)
    private val ask = activity.registerForActivityResult(ActivityResultContracts.RequestPermission()) {}

    override val allowed: Boolean get() = activity.getSystemService(NotificationManager::class.java).areNotificationsEnabled()

    override fun plan(notices: List<Notice>) {
        plan.plan(notices)
        if (notices.isEmpty() || allowed || Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || settings[ASKED] != null) return
        settings[ASKED] = "yes"
        ask.launch(Manifest.permission.POST_NOTIFICATIONS)
    }

    private companion object {
        const val ASKED = "asked-for-notices"
    }
}

private class Preferences(context: Context) : Settings {
    private val kept = context.getSharedPreferences("look", Context.MODE_PRIVATE)

    override fun get(name: String): String? = kept.getString(name, null)

    override fun set(name: String, value: String) = kept.edit().putString(name, value).apply()
}
