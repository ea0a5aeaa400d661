package afterglow.android

import afterglow.app.Notice
import afterglow.app.Reminders
import android.app.AlarmManager
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.net.Uri

/**
 * The scheduled notifications, stored beside the alarms, which the system drops at a reboot. A notification has a discreet
 * title from the core and no body.
 */
class NoticePlan(private val context: Context) : Reminders {
    private val kept = context.getSharedPreferences("notices", Context.MODE_PRIVATE)
    private val alarms = context.getSystemService(AlarmManager::class.java)

    override fun plan(notices: List<Notice>) {
        for (old in planned()) alarms.cancel(intent(old))
        val edit = kept.edit().clear()
        for (notice in notices) edit.putString(notice.id, "${notice.at} ${notice.title}")
        edit.apply()
        for (notice in notices) set(notice)
    }

    fun planned(): List<Notice> = kept.all.map { (id, value) ->
        val (at, title) = value.toString().split(' ', limit = 2)
        Notice(id, at.toLong(), title)
    }

    /** After a reboot, an update, or a change of clock or time zone. Missed notifications are not shown late. */
    fun planAgain(now: Long = System.currentTimeMillis()) = plan(planned().filter { it.at > now })

    fun forget(id: String) = kept.edit().remove(id).apply()

    private fun set(notice: Notice) {
        // A few minutes of delay are acceptable, so no exact-alarm permission is needed.
        alarms.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, notice.at, intent(notice))
    }

    private fun intent(notice: Notice): PendingIntent {
        val intent = Intent(context, NoticeReceiver::class.java)
            .setData(Uri.fromParts("notice", notice.id, null))
            .putExtra(TITLE, notice.title)
        return PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
    }

    companion object {
        const val TITLE = "title"
        const val CHANNEL = "reminders"
    }
}

/** Shows the notification. */
class NoticeReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val id = intent.data?.schemeSpecificPart ?: return
        val title = intent.getStringExtra(NoticePlan.TITLE) ?: return
        NoticePlan(context).forget(id)
        val manager = context.getSystemService(NotificationManager::class.java)
        val name = context.getString(R.string.reminders)
        manager.createNotificationChannel(NotificationChannel(NoticePlan.CHANNEL, name, NotificationManager.IMPORTANCE_LOW))
        val open = Intent(context, MainActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        val notice = Notification.Builder(context, NoticePlan.CHANNEL)
            .setSmallIcon(R.drawable.notice)
            .setContentTitle(title)
            .setContentIntent(PendingIntent.getActivity(context, 0, open, PendingIntent.FLAG_IMMUTABLE))
            .setAutoCancel(true)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .build()
        manager.notify(id.hashCode(), notice)
    }
}

/** Schedules the alarms again after the system has dropped them or the clock has changed. */
class PlanAgainReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) = NoticePlan(context).planAgain()
}
