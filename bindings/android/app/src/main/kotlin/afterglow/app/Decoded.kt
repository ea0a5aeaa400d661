package afterglow.app

import android.graphics.BitmapFactory
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap

/** Limited to the pixels of a screen, because a photo of 50 megapixels would not fit into memory. */
private const val LONGEST = 4_096

/** Decodes an image file; null if unsupported. The desktop has its own implementation. */
internal fun decoded(bytes: ByteArray): ImageBitmap? {
    val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(bytes, 0, bytes.size, size)
    val options = BitmapFactory.Options().apply {
        inSampleSize = generateSequence(1) { it * 2 }.first { maxOf(size.outWidth, size.outHeight) / it <= LONGEST }
    }
    return BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options)?.asImageBitmap()
}
