package afterglow.app.parts

import afterglow.app.LocalDim
import afterglow.app.LocalWords
import afterglow.app.horizon
import afterglow.app.horizonAt
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp

/**
 * The position in the series: sessions as numbered dots, the horizon up to today, dots for planned sessions. A screen reader
 * reads [said] instead.
 */
@Composable
fun SeriesStrip(done: Int, planned: Int?, said: String) {
    val all = maxOf(planned ?: 0, done)
    // Not for a single dot, nor for more dots than fit in a row.
    if (all !in 2..MOST) return
    val words = LocalWords.current
    val colours = MaterialTheme.colorScheme
    val dim = LocalDim.current
    // Today is between the last session and the next one.
    val today = if (done in 1..<all) (done - 0.5f) / (all - 1) else if (done == 0) 0f else 1f
    BoxWithConstraints(
        Modifier.fillMaxWidth().height(DOT + 8.dp)
            .clearAndSetSemantics { contentDescription = "${words.series(done, planned)}. $said" },
        Alignment.CenterStart,
    ) {
        val room = maxWidth - DOT
        Canvas(Modifier.fillMaxWidth().height(DOT + 8.dp)) {
            val (from, to) = Offset(DOT.toPx() / 2, size.height / 2) to Offset(size.width - DOT.toPx() / 2, size.height / 2)
            val here = Offset(from.x + (to.x - from.x) * today, from.y)
            drawLine(colours.outline, here, to, 4.dp.toPx(), StrokeCap.Round, PathEffect.dashPathEffect(floatArrayOf(0.1f, 9.dp.toPx())))
            if (done > 0) {
                if (dim) drawLine(colours.primary, from, here, 4.dp.toPx()) else drawLine(horizon(size.width), from, here, 4.dp.toPx())
            }
            if (done in 1..<all) drawLine(colours.onSurface, Offset(here.x, 2.dp.toPx()), Offset(here.x, size.height - 2.dp.toPx()), 2.5.dp.toPx(), StrokeCap.Round)
        }
        // The numbers must not grow beyond their dots.
        CompositionLocalProvider(LocalDensity provides Density(LocalDensity.current.density, LocalDensity.current.fontScale.coerceAtMost(1.1f))) {
            for (number in 1..all) {
                val place = (number - 1f) / (all - 1)
                val past = number <= done
                // White needs a dark background: the horizon's second half is too bright.
                val ground = if (!past || dim) colours.background else horizonAt(place * 0.5f)
                val edge = if (past && !dim) Color.Transparent else if (past) colours.primary else colours.outline
                Box(
                    Modifier.offset(room * place).size(DOT).background(ground, CircleShape).border(1.5.dp, edge, CircleShape),
                    Alignment.Center,
                ) {
                    Text("$number", color = if (past && !dim) Color.White else colours.onSurface, style = MaterialTheme.typography.labelMedium)
                }
            }
        }
    }
}

private const val MOST = 12
private val DOT = 26.dp
