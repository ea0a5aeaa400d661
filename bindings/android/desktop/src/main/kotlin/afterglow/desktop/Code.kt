package afterglow.desktop

import com.google.zxing.BinaryBitmap
import com.google.zxing.MultiFormatReader
import com.google.zxing.NotFoundException
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import javax.imageio.ImageIO

/** The content of the QR code in a picture, if there is one. */
fun readCode(picture: ByteArray): String? {
    val image = ImageIO.read(picture.inputStream()) ?: return null
    val pixels = image.getRGB(0, 0, image.width, image.height, null, 0, image.width)
    val source = RGBLuminanceSource(image.width, image.height, pixels)
    return try {
        MultiFormatReader().decode(BinaryBitmap(HybridBinarizer(source))).text
    } catch (_: NotFoundException) {
        null
    }
}
