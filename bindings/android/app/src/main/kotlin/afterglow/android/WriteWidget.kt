package afterglow.android

import android.app.PendingIntent
import android.appwidget.AppWidgetManager
import android.appwidget.AppWidgetProvider
import android.content.Context
import android.content.Intent
import android.widget.RemoteViews

/** A button on the home screen that opens a new page. It shows nothing of the journal, whose lock still applies. */
class WriteWidget : AppWidgetProvider() {
    override fun onUpdate(context: Context, manager: AppWidgetManager, widgets: IntArray) {
        val button = RemoteViews(context.packageName, R.layout.write_widget)
        button.setOnClickPendingIntent(R.id.write_widget, page(context))
        manager.updateAppWidget(widgets, button)
    }

    companion object {
        /** Opens the page. Immutable: the launcher can send it, but not change it. */
        internal fun page(context: Context): PendingIntent {
            val write = Intent(context, MainActivity::class.java).setAction(MainActivity.WRITE).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
            return PendingIntent.getActivity(context, 0, write, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
        }
    }
}
