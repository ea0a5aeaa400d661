package afterglow.android

import afterglow.NewAttachment
import afterglow.app.Arrived
import afterglow.app.Medium
import android.content.ContentResolver
import android.content.Context
import android.content.Intent
import android.net.Uri
import androidx.core.content.IntentCompat
import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** The content that another app shares by an intent; null if it is unsupported, or too large for memory. */
suspend fun arrivedBy(context: Context, intent: Intent): Arrived? = withContext(Dispatchers.IO) {
    val text = listOfNotNull(intent.getStringExtra(Intent.EXTRA_SUBJECT), intent.getStringExtra(Intent.EXTRA_TEXT)).joinToString("\n\n")
    val addresses = when (intent.action) {
        Intent.ACTION_SEND -> listOfNotNull(IntentCompat.getParcelableExtra(intent, Intent.EXTRA_STREAM, Uri::class.java))
        Intent.ACTION_SEND_MULTIPLE -> IntentCompat.getParcelableArrayListExtra(intent, Intent.EXTRA_STREAM, Uri::class.java).orEmpty()
        else -> return@withContext null
    }
    if (text.length > MOST_LETTERS) return@withContext null
    val pictures = addresses.take(MOST_PICTURES).filter(::isForeign).map { read(context.contentResolver, it) ?: return@withContext null }
    Arrived(text, pictures).takeIf { text.isNotBlank() || pictures.isNotEmpty() }
}

/** Whether an intent shares content. */
fun handsOver(intent: Intent?): Boolean = intent?.action == Intent.ACTION_SEND || intent?.action == Intent.ACTION_SEND_MULTIPLE

/** Only content URIs of other apps: never a path, which could point to a file of this app. */
private fun isForeign(address: Uri): Boolean = address.scheme == ContentResolver.SCHEME_CONTENT && address.authority != "afterglow.android.files"

private fun read(resolver: ContentResolver, address: Uri): Medium? = try {
    val content = resolver.openInputStream(address)?.use { stream -> stream.readNBytesAtMost(MOST_BYTES + 1) }
    content?.takeIf { it.size <= MOST_BYTES }?.let { Medium(it, NewAttachment(resolver.getType(address) ?: "image/jpeg")) }
} catch (_: IOException) {
    null
} catch (_: SecurityException) {
    // The other app has revoked its permission.
    null
}

private fun java.io.InputStream.readNBytesAtMost(most: Int): ByteArray {
    val out = java.io.ByteArrayOutputStream()
    val piece = ByteArray(64 * 1024)
    while (out.size() < most) {
        val count = read(piece, 0, minOf(piece.size, most - out.size()))
        if (count < 0) break
        out.write(piece, 0, count)
    }
    return out.toByteArray()
}

private const val MOST_LETTERS = 100_000
private const val MOST_PICTURES = 10
private const val MOST_BYTES = 40 * 1024 * 1024
