package afterglow.android

import android.app.PendingIntent
import android.content.Intent
import android.os.Build
import android.service.quicksettings.TileService

/** A quick settings tile that opens a new page. The device lock and the journal's lock still apply. */
class WriteTile : TileService() {
    override fun onClick() = unlockAndRun {
        val write = Intent(this, MainActivity::class.java).setAction(MainActivity.WRITE).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            startActivityAndCollapse(PendingIntent.getActivity(this, 0, write, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT))
        } else {
            @Suppress("DEPRECATION", "StartActivityAndCollapseDeprecated")
            startActivityAndCollapse(write)
        }
    }
}
