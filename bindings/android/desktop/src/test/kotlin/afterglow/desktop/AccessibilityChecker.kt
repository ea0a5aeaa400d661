package afterglow.desktop

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.luminance
import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.text.TextLayoutResult
import java.io.File
import javax.imageio.ImageIO

/** Checks the accessibility of a screen: clipped text, contrast, touch targets and reading order. */
internal class AccessibilityChecker(private val ui: SkikoComposeUiTest, private val density: Float) {
    private val picture: ImageBitmap by lazy { ui.captureToImage() }
    private val pixels by lazy { picture.toPixelMap() }

    fun violations(): List<String> {
        val nodes = visibleRoots(unmerged = true).flatMap(::within).filter { it.layoutInfo.isPlaced && !it.boundsInRoot.isEmpty && !isCovered(it) }
        return nodes.flatMap { node -> clipped(node) + lowContrast(node) } + smallTouchTargets() + wrongReadingOrder()
    }

    /** The visible roots. Behind a dialog nothing can be read or tapped. */
    private fun visibleRoots(unmerged: Boolean = false): List<SemanticsNode> {
        val roots = ui.onAllNodes(isRoot(), useUnmergedTree = unmerged).fetchSemanticsNodes()
        return roots.filter { root -> within(root).any { SemanticsProperties.IsDialog in it.config } }.ifEmpty { roots }
    }

    private fun within(node: SemanticsNode): List<SemanticsNode> = listOf(node) + node.children.flatMap(::within)

    /** Nodes under the help overlay are not visible. */
    private fun isCovered(node: SemanticsNode): Boolean =
        generateSequence(node) { it.parent }.any { it.config.getOrNull(SemanticsProperties.TestTag) == "covered" }

    private fun layoutOf(node: SemanticsNode): TextLayoutResult? {
        val found = mutableListOf<TextLayoutResult>()
        node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(found)
        return found.firstOrNull()
    }

    private fun name(node: SemanticsNode): String =
        node.config.getOrNull(SemanticsProperties.Text)?.joinToString { it.text }?.take(40)
            ?: node.config.getOrNull(SemanticsProperties.ContentDescription)?.joinToString()
            ?: node.config.getOrNull(SemanticsProperties.TestTag)
            ?: "?"

    /** Texts that are clipped unintentionally. */
    private fun clipped(node: SemanticsNode): List<String> {
        if (SemanticsProperties.Text !in node.config) return emptyList()
        val layout = layoutOf(node) ?: return emptyList()
        val shortened = layout.layoutInput.maxLines != Int.MAX_VALUE
        val wide = (0 until layout.lineCount).maxOf { layout.getLineRight(it) - layout.getLineLeft(it) }
        val over = layout.multiParagraph.height > node.size.height + 1 || wide > node.size.width + 1
        val brokenWord = (0 until layout.lineCount - 1).any { line ->
            // A word that is broken inside, because it does not fit.
            val end = layout.getLineEnd(line)
            val text = layout.layoutInput.text.text
            end in 1 until text.length && text[end - 1].isLetter() && text[end].isLetter()
        }
        return buildList {
            if (over && !shortened) add("clipped: ${name(node)}")
            if (brokenWord) add("word broken: ${name(node)}")
        }
    }

    /** Texts with a contrast under 4.5:1. */
    private fun lowContrast(node: SemanticsNode): List<String> {
        if (SemanticsProperties.Text !in node.config || isDisabled(node)) return emptyList()
        val layout = layoutOf(node) ?: return emptyList()
        val colour = layout.layoutInput.style.color.takeIf { it != Color.Unspecified } ?: return emptyList()
        // On a gradient the text colour may be the most common one.
        val behind = mostCommon(node.boundsInRoot, besides = colour)
        // Scrolled almost out of view, only text pixels may be left.
        if (behind == null) return if (node.boundsInRoot.height > 8) listOf("invisible: ${name(node)}") else emptyList()
        val ratio = contrast(colour, behind)
        return if (ratio < MIN_CONTRAST) listOf("low contrast (%.1f): ${name(node)}".format(ratio)) else emptyList()
    }

    private fun isDisabled(node: SemanticsNode): Boolean =
        generateSequence(node) { it.parent }.any { SemanticsProperties.Disabled in it.config }

    private fun mostCommon(bounds: Rect, besides: Color): Color? {
        val counts = HashMap<Color, Int>()
        for (y in bounds.top.toInt().coerceAtLeast(0) until bounds.bottom.toInt().coerceAtMost(picture.height) step 2) {
            for (x in bounds.left.toInt().coerceAtLeast(0) until bounds.right.toInt().coerceAtMost(picture.width) step 2) {
                pixels[x, y].takeIf { it != besides }?.let { counts.merge(it, 1, Int::plus) }
            }
        }
        return counts.maxByOrNull { it.value }?.key
    }

    /** Touch targets of less than 48 by 48, including their extended touch area. */
    private fun smallTouchTargets(): List<String> {
        return visibleRoots().flatMap(::within)
            .filter { SemanticsActions.OnClick in it.config && it.layoutInfo.isPlaced && !it.boundsInRoot.isEmpty }
            // Scrolled half out of view, it is clipped by the screen.
            .filter { it.boundsInRoot.height * 1.01f >= it.size.height && it.boundsInRoot.width * 1.01f >= it.size.width }
            .filter { it.touchBoundsInRoot.width < MIN_TARGET_DP * density - 1 || it.touchBoundsInRoot.height < MIN_TARGET_DP * density - 1 }
            .map { "small (${it.touchBoundsInRoot.width.toInt()}×${it.touchBoundsInRoot.height.toInt()}): ${name(it)}" }
    }

    /** Reading order: a screen reader must not jump back up. */
    private fun wrongReadingOrder(): List<String> {
        val read = visibleRoots().flatMap(::within)
            .filter { it.layoutInfo.isPlaced && !it.boundsInRoot.isEmpty }
            .filter { SemanticsProperties.Text in it.config || SemanticsProperties.ContentDescription in it.config }
        return read.zipWithNext().filter { (before, after) ->
            val (upper, lower) = after.boundsInRoot to before.boundsInRoot
            // Nodes side by side are read by column. A node that is scrolled half out of view extends further up or
            // down than is visible, so floating elements count as beside it.
            lower.height * 1.01f >= before.size.height && upper.bottom <= lower.top + 1 && upper.left < lower.right && lower.left < upper.right
        }.map { (before, after) -> "read upwards: ${name(before)}, then ${name(after)}" }
    }

    companion object {
        const val MIN_CONTRAST = 4.5
        const val MIN_TARGET_DP = 48

        fun contrast(one: Color, other: Color): Double {
            val (dark, light) = listOf(one.luminance(), other.luminance()).sorted()
            return (light + 0.05) / (dark + 0.05)
        }
    }
}

/** Saves a screenshot, with `-Dshots=FOLDER`. */
internal fun saveScreenshot(ui: SkikoComposeUiTest, folder: String, name: String) {
    val shots = System.getProperty("shots")?.takeIf(String::isNotBlank) ?: return
    val file = File(shots, "$folder/$name.png")
    file.parentFile.mkdirs()
    ImageIO.write(ui.captureToImage().toAwtImage(), "png", file)
}
