package afterglow.app

import android.graphics.BitmapFactory
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap

/** As many pixels as a screen can use: a photo of 50 megapixels would not fit into memory. */
private const val LONGEST = 4_096

/** A picture of a file's bytes; null if this cannot be read here. The desktop has one of its own. */
internal fun decoded(bytes: ByteArray): ImageBitmap? {
    val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(bytes, 0, bytes.size, size)
    val options = BitmapFactory.Options().apply {
        inSampleSize = generateSequence(1) { it * 2 }.first { maxOf(size.outWidth, size.outHeight) / it <= LONGEST }
    }
    return BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options)?.asImageBitmap()
}
