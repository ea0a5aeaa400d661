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
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.text.TextLayoutResult
import java.io.File
import javax.imageio.ImageIO

/** Looks at a screen as somebody with weak eyes or a trembling hand would, or hears it read, and says what is wrong with it. */
internal class Eye(private val ui: SkikoComposeUiTest, private val density: Float) {
    private val picture: ImageBitmap by lazy { ui.captureToImage() }
    private val pixels by lazy { picture.toPixelMap() }

    fun complaints(): List<String> {
        val nodes = onTop(unmerged = true).flatMap(::within).filter { it.layoutInfo.isPlaced && !it.boundsInRoot.isEmpty }
        return nodes.flatMap { node -> clipped(node) + faint(node) } + touched() + readUpwards()
    }

    /** What can be read and tapped: behind a dialog nothing is, and it is dimmed. */
    private fun onTop(unmerged: Boolean = false): List<SemanticsNode> {
        val roots = ui.onAllNodes(isRoot(), useUnmergedTree = unmerged).fetchSemanticsNodes()
        return roots.filter { root -> within(root).any { SemanticsProperties.IsDialog in it.config } }.ifEmpty { roots }
    }

    private fun within(node: SemanticsNode): List<SemanticsNode> = listOf(node) + node.children.flatMap(::within)

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

    /** Words that are longer than their place, where nobody meant them to be. */
    private fun clipped(node: SemanticsNode): List<String> {
        if (SemanticsProperties.Text !in node.config) return emptyList()
        val layout = layoutOf(node) ?: return emptyList()
        val shortened = layout.layoutInput.maxLines != Int.MAX_VALUE
        val wide = (0 until layout.lineCount).maxOf { layout.getLineRight(it) - layout.getLineLeft(it) }
        val over = layout.multiParagraph.height > node.size.height + 1 || wide > node.size.width + 1
        val torn = (0 until layout.lineCount - 1).any { line ->
            // A word that is broken between two letters: there was no room for it.
            val end = layout.getLineEnd(line)
            val text = layout.layoutInput.text.text
            end in 1 until text.length && text[end - 1].isLetter() && text[end].isLetter()
        }
        return buildList {
            if (over && !shortened) add("clipped: ${name(node)}")
            if (torn) add("torn: ${name(node)}")
        }
    }

    /** Words whose colour is too near to what lies behind them: under 4.5 to 1. */
    private fun faint(node: SemanticsNode): List<String> {
        if (SemanticsProperties.Text !in node.config || disabled(node)) return emptyList()
        val layout = layoutOf(node) ?: return emptyList()
        val colour = layout.layoutInput.style.color.takeIf { it != Color.Unspecified } ?: return emptyList()
        val behind = mostCommon(node.boundsInRoot) ?: return emptyList()
        val ratio = contrast(colour, behind)
        return if (ratio < CONTRAST) listOf("faint (%.1f): ${name(node)}".format(ratio)) else emptyList()
    }

    private fun disabled(node: SemanticsNode): Boolean =
        generateSequence(node) { it.parent }.any { SemanticsProperties.Disabled in it.config }

    private fun mostCommon(bounds: Rect): Color? {
        val counts = HashMap<Color, Int>()
        for (y in bounds.top.toInt().coerceAtLeast(0) until bounds.bottom.toInt().coerceAtMost(picture.height) step 2) {
            for (x in bounds.left.toInt().coerceAtLeast(0) until bounds.right.toInt().coerceAtMost(picture.width) step 2) {
                counts.merge(pixels[x, y], 1, Int::plus)
            }
        }
        return counts.maxByOrNull { it.value }?.key
    }

    /** What is tapped needs room for a finger: 48 by 48, its surroundings that count for it included. */
    private fun touched(): List<String> {
        return onTop().flatMap(::within)
            .filter { SemanticsActions.OnClick in it.config && it.layoutInfo.isPlaced && !it.boundsInRoot.isEmpty }
            // Scrolled half out of sight, it is cut by the screen and not by us.
            .filter { it.boundsInRoot.height * 1.01f >= it.size.height && it.boundsInRoot.width * 1.01f >= it.size.width }
            .filter { it.touchBoundsInRoot.width < FINGER * density - 1 || it.touchBoundsInRoot.height < FINGER * density - 1 }
            .map { "small (${it.touchBoundsInRoot.width.toInt()}×${it.touchBoundsInRoot.height.toInt()}): ${name(it)}" }
    }

    /** A reader goes from node to node: never back up to what stands above what was read already. */
    private fun readUpwards(): List<String> {
        val read = onTop().flatMap(::within)
            .filter { it.layoutInfo.isPlaced && !it.boundsInRoot.isEmpty }
            .filter { SemanticsProperties.Text in it.config || SemanticsProperties.ContentDescription in it.config }
        return read.zipWithNext().filter { (before, after) ->
            val (upper, lower) = after.boundsInRoot to before.boundsInRoot
            // What stands beside each other is read column by column. What is scrolled half out of sight reaches further up or
            // down than is seen: what floats over the list stands beside it.
            lower.height * 1.01f >= before.size.height && upper.bottom <= lower.top + 1 && upper.left < lower.right && lower.left < upper.right
        }.map { (before, after) -> "read upwards: ${name(before)}, then ${name(after)}" }
    }

    companion object {
        const val CONTRAST = 4.5
        const val FINGER = 48

        fun contrast(one: Color, other: Color): Double {
            val (dark, light) = listOf(one.luminance(), other.luminance()).sorted()
            return (light + 0.05) / (dark + 0.05)
        }
    }
}

/** Keeps what is seen as a picture, where pictures are wanted: `-Dshots=FOLDER`. */
internal fun keep(ui: SkikoComposeUiTest, folder: String, name: String) {
    val shots = System.getProperty("shots")?.takeIf(String::isNotBlank) ?: return
    val file = File(shots, "$folder/$name.png")
    file.parentFile.mkdirs()
    ImageIO.write(ui.captureToImage().toAwtImage(), "png", file)
}
