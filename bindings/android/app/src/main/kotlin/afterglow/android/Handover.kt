package afterglow.android

import afterglow.app.ShareSheet
import android.content.Intent
import androidx.activity.ComponentActivity
import androidx.core.content.FileProvider
import java.io.File

/** Passes a file to an app that the person chooses. Earlier files are deleted first. */
class Handover(private val activity: ComponentActivity) : ShareSheet {
    override suspend fun send(name: String, mediaType: String, write: suspend (File) -> Unit) {
        val folder = File(activity.cacheDir, "handed-over")
        folder.deleteRecursively()
        folder.mkdirs()
        val file = File(folder, name)
        try {
            write(file)
        } catch (error: Exception) {
            // Half a file is handed to nobody, and takes no space.
            folder.deleteRecursively()
            throw error
        }
        val address = FileProvider.getUriForFile(activity, "afterglow.android.files", file)
        val send = Intent(Intent.ACTION_SEND)
            .setType(mediaType)
            .putExtra(Intent.EXTRA_STREAM, address)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        activity.startActivity(Intent.createChooser(send, null))
    }
}
