package afterglow.android

import afterglow.KeysInMemory
import afterglow.Writing
import afterglow.app.Language
import afterglow.app.Notice
import afterglow.app.Words
import afterglow.app.textsIn
import afterglow.write
import android.Manifest
import android.app.AlarmManager
import android.app.Application
import android.app.Notification
import android.app.NotificationManager
import android.appwidget.AppWidgetManager
import android.content.Intent
import android.content.pm.PackageManager
import android.net.ConnectivityManager
import android.net.Uri
import android.provider.Settings.Global
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import androidx.activity.ComponentActivity
import androidx.test.core.app.ApplicationProvider
import androidx.work.NetworkType
import androidx.work.WorkInfo
import androidx.work.WorkManager
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** Tests the Android implementation of [Platform]. */
@RunWith(RobolectricTestRunner::class)
class PlatformTest {
    private val application = ApplicationProvider.getApplicationContext<AfterglowApplication>()
    private val alarms = application.getSystemService(AlarmManager::class.java)
    private val plan = NoticePlan(application)

    @Before
    fun keys() {
        application.secrets = KeysInMemory()
    }

    @Test
    fun `a plan replaces the one before, and outlives a start of the phone`() {
        plan.plan(listOf(Notice("a", 1_000, "A quiet moment"), Notice("b", 2_000, "A day on")))
        assertEquals(listOf(1_000L, 2_000L), shadowOf(alarms).scheduledAlarms.map { it.triggerAtMs }.sorted())
        plan.plan(listOf(Notice("c", 9_000, "A week on")))
        assertEquals(listOf(9_000L), shadowOf(alarms).scheduledAlarms.map { it.triggerAtMs })

        shadowOf(alarms).scheduledAlarms.toList().forEach { alarms.cancel(it.operation!!) }
        NoticePlan(application).planAgain(now = 5_000)
        assertEquals(listOf(9_000L), shadowOf(alarms).scheduledAlarms.map { it.triggerAtMs })
        NoticePlan(application).planAgain(now = 10_000)
        assertEquals(emptyList<Notice>(), plan.planned())
    }

    @Test
    fun `a notice shows its title, no words, and is told once`() {
        plan.plan(listOf(Notice("a", 1_000, "A quiet moment")))
        val fired = shadowOf(shadowOf(alarms).scheduledAlarms.single().operation!!).savedIntent
        NoticeReceiver().onReceive(application, fired)
        val manager = application.getSystemService(NotificationManager::class.java)
        val shown = shadowOf(manager).allNotifications.single()
        assertEquals("A quiet moment", shown.extras.getString(Notification.EXTRA_TITLE))
        assertNull(shown.extras.getString(Notification.EXTRA_TEXT))
        assertEquals(Notification.VISIBILITY_PRIVATE, shown.visibility)
        assertEquals(emptyList<Notice>(), plan.planned())
    }

    @Test
    fun `what is handed over lies in one place and is gone with the next`() {
        val activity = Robolectric.buildActivity(ComponentActivity::class.java).setup().get()
        val handover = Handover(activity)
        runBlocking { handover.send("journal.json", "application/json") { it.writeText("{}") } }
        val chooser = shadowOf(activity).nextStartedActivity
        val send = checkNotNull(chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java))
        assertEquals(Intent.ACTION_SEND, send.action)
        val address = checkNotNull(send.getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java))
        assertEquals("{}", application.contentResolver.openInputStream(address)!!.readBytes().decodeToString())
        runBlocking { handover.send("other.json", "application/json") { it.writeText("[]") } }
        assertEquals(listOf("other.json"), application.cacheDir.resolve("handed-over").list()!!.toList())
    }

    @Test
    fun `sync waits for a network, once, and with nobody signed in it ends well`() {
        // The scheduler outlives a test, and has the work that other tests have left.
        WorkManager.getInstance(application).cancelUniqueWork(SyncWorker.NAME).result.get()
        SyncWorker.soon(application)
        SyncWorker.soon(application)
        val waiting = WorkManager.getInstance(application).getWorkInfosForUniqueWork(SyncWorker.NAME).get()
        assertEquals(listOf(NetworkType.CONNECTED), waiting.filter { it.state == WorkInfo.State.ENQUEUED }.map { it.constraints.requiredNetworkType })
    }

    @Test
    fun `replies arrive without the app being opened, one sync every some hours`() {
        SyncWorker.nowAndThen(application)
        SyncWorker.nowAndThen(application)
        val planned = WorkManager.getInstance(application).getWorkInfosForUniqueWork(SyncWorker.PERIODIC).get().single()
        assertEquals(NetworkType.CONNECTED, planned.constraints.requiredNetworkType)
        assertEquals(WorkInfo.State.ENQUEUED, planned.state)
    }

    @Test
    fun `notifications are asked for with the first reminder, and only once`() {
        val activity = Robolectric.buildActivity(ComponentActivity::class.java).create().get()
        shadowOf(application.getSystemService(NotificationManager::class.java)).setNotificationsEnabled(false)
        val reminders = AndroidPlatform(activity).reminders
        assertFalse("a refusal is known", reminders.allowed)
        reminders.plan(emptyList())
        assertNull("nothing is planned", shadowOf(activity).lastRequestedPermission)
        reminders.plan(listOf(Notice("a", 1_000, "A quiet moment")))
        val asked = shadowOf(activity).lastRequestedPermission
        assertEquals(listOf(Manifest.permission.POST_NOTIFICATIONS), asked.requestedPermissions.toList())
        reminders.plan(listOf(Notice("b", 2_000, "A day on")))
        assertSame("once", asked, shadowOf(activity).lastRequestedPermission)
    }

    @Test
    fun `a network that goes and comes is told, and nobody listens any more afterwards`() = runBlocking {
        val manager = application.getSystemService(ConnectivityManager::class.java)
        val told = Channel<Boolean>(Channel.UNLIMITED)
        val listening = launch { networkOf(application).collect(told::send) }
        assertTrue(told.receive())
        val network = checkNotNull(manager.activeNetwork)
        shadowOf(manager).networkCallbacks.forEach { it.onLost(network) }
        assertFalse(told.receive())
        shadowOf(manager).networkCallbacks.forEach { it.onAvailable(network) }
        assertTrue(told.receive())
        listening.cancelAndJoin()
        assertEquals(0, shadowOf(manager).networkCallbacks.size)
    }

    @Test
    fun `the widget is a button that opens an empty page, and shows nothing of the journal`() {
        val widgets = shadowOf(AppWidgetManager.getInstance(application))
        runBlocking { application.journal().write(Writing("a private magnolia")) }
        val shown = widgets.getViewFor(widgets.createWidget(WriteWidget::class.java, R.layout.write_widget))
        assertEquals(listOf("Write"), textsIn(shown))
        assertTrue(shown.findViewById<View>(R.id.write_widget).hasOnClickListeners())
        val page = WriteWidget.page(application)
        assertTrue(page.isImmutable)
        val opened = shadowOf(page).savedIntent
        assertEquals(MainActivity.WRITE to MainActivity::class.java.name, opened.action to opened.component!!.className)
        assertNull(opened.extras)
    }

    private fun textsIn(view: View): List<String> = when (view) {
        is TextView -> listOf(view.text.toString())
        is ViewGroup -> (0 until view.childCount).flatMap { textsIn(view.getChildAt(it)) }
        else -> emptyList()
    }

    @Test
    fun `the texts are the app's resources, in the language of the app and not of the phone`() {
        for (phone in listOf("en", "de", "fr")) {
            RuntimeEnvironment.setQualifiers("+$phone")
            val texts = textsIn(application)
            val (english, german) = listOf(Language.ENGLISH, Language.GERMAN).map { Words(it, texts(it)) }
            assertEquals("Back" to "Zurück", english.back to german.back)
            assertEquals("Address of the practice's server", english.server)
            assertEquals("Mit Dr. Okafor teilen", german.shareWith("Dr. Okafor"))
            assertEquals(listOf("1 Antwort", "2 Antworten"), listOf(1, 2).map(german::answered))
            assertEquals(listOf("Once a week", "2 times a week"), listOf(1, 2).map(english::timesAWeek))
        }
    }

    @Test
    fun `nothing moves once the system's animations are off`() {
        val platform = AndroidPlatform(Robolectric.buildActivity(ComponentActivity::class.java).create().get())
        assertFalse(platform.reducedMotion)
        Global.putFloat(application.contentResolver, Global.ANIMATOR_DURATION_SCALE, 0f)
        assertTrue(platform.reducedMotion)
    }

    @Test
    fun `the manifest asks for what is used, backs nothing up and shows one door`() {
        val info = application.packageManager.getPackageInfo(
            application.packageName,
            PackageManager.GET_PERMISSIONS or PackageManager.GET_ACTIVITIES or PackageManager.GET_RECEIVERS or PackageManager.GET_PROVIDERS,
        )
        val own = info.requestedPermissions!!.filter { it.startsWith("android.") }.toSet()
        val used = setOf(
            Manifest.permission.INTERNET, Manifest.permission.ACCESS_NETWORK_STATE, Manifest.permission.POST_NOTIFICATIONS,
            Manifest.permission.RECEIVE_BOOT_COMPLETED, Manifest.permission.USE_BIOMETRIC, Manifest.permission.RECORD_AUDIO,
            // Components of the scanner and of WorkManager.
            Manifest.permission.CAMERA, Manifest.permission.WAKE_LOCK, Manifest.permission.FOREGROUND_SERVICE,
        )
        assertEquals(used, own)
        assertFalse(info.applicationInfo!!.flags and android.content.pm.ApplicationInfo.FLAG_ALLOW_BACKUP != 0)
        val doors = info.activities!!.filter { it.exported }.map { it.name }
        assertEquals(listOf(MainActivity::class.java.name), doors.filter { it.startsWith("afterglow") })
        assertTrue(info.providers!!.none { it.exported })
        val receivers = info.receivers!!.filter { it.name.startsWith("afterglow") }.associate { it.name.substringAfterLast('.') to it.exported }
        // The start of the phone is announced to exported receivers only; the widget needs just the system.
        assertEquals(mapOf("NoticeReceiver" to false, "PlanAgainReceiver" to true, "WriteWidget" to false), receivers)
        assertTrue(application is Application)
    }
}
