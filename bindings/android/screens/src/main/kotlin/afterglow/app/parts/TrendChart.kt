package afterglow.app.parts

import afterglow.TrendPoint
import afterglow.app.LocalWords
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
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
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.testTag
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp

/**
 * A value of each day from 0 to 10: a bar from the day's lowest to its highest, a line for the median of seven days,
 * and a mark for each session. Gaps stay gaps. A screen reader reads [said] instead.
 */
@Composable
fun TrendChart(points: List<TrendPoint>, low: String, high: String, said: String) {
    val words = LocalWords.current
    val colours = MaterialTheme.colorScheme
    val measurer = rememberTextMeasurer()
    val density = LocalDensity.current
    val small = MaterialTheme.typography.labelSmall.copy(color = colours.onSurfaceVariant)
    Column(Modifier.fillMaxWidth().clearAndSetSemantics { contentDescription = said; testTag = "chart" }) {
        Text("10 · $high", color = colours.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
        CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(1.3f))) {
            Canvas(Modifier.fillMaxWidth().height(HEIGHT).padding(vertical = 2.dp)) {
                // The numbers of sessions are above the chart.
                val top = 18.dp.toPx()
                val place = Frame(Offset(0f, top), size.width, size.height - top, points.size)
                grid(place, colours.outlineVariant, colours.outline)
                points.forEachIndexed { day, point ->
                    point.session?.let { number ->
                        val x = place.x(day)
                        drawLine(colours.onSurfaceVariant, Offset(x, top), Offset(x, size.height), 1.5.dp.toPx(), pathEffect = DASHES)
                        val text = measurer.measure("$number", small)
                        drawText(text, topLeft = Offset((x - text.size.width / 2).coerceIn(0f, size.width - text.size.width), 0f))
                    }
                }
                bars(place, points, colours.primary.copy(alpha = 0.45f))
                middle(place, points, colours.primary)
            }
        }
        Row(Modifier.fillMaxWidth(), Arrangement.SpaceBetween) {
            Text("0 · $low", color = colours.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
        }
        if (points.isNotEmpty()) {
            Row(Modifier.fillMaxWidth(), Arrangement.SpaceBetween, Alignment.Top) {
                Text(words.shortDay(points.first().date), color = colours.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
                Text(words.shortDay(points.last().date), color = colours.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
            }
        }
    }
}

/** The position of a day and a value in the chart. */
private class Frame(val origin: Offset, val width: Float, val height: Float, private val days: Int) {
    fun x(day: Int): Float = origin.x + width * (day + 0.5f) / days.coerceAtLeast(1)

    fun y(value: Float): Float = origin.y + height * (1f - value / HIGHEST)

    val step: Float get() = width / days.coerceAtLeast(1)
}

private fun DrawScope.grid(place: Frame, faint: Color, axis: Color) {
    for (value in listOf(10f, 5f)) drawLine(faint, Offset(0f, place.y(value)), Offset(size.width, place.y(value)), 1.dp.toPx())
    drawLine(axis, Offset(0f, place.y(0f)), Offset(size.width, place.y(0f)), 1.5.dp.toPx())
}

private fun DrawScope.bars(place: Frame, points: List<TrendPoint>, colour: Color) {
    val width = (place.step * 0.6f).coerceIn(3.dp.toPx(), 10.dp.toPx())
    points.forEachIndexed { day, point ->
        val from = point.low?.toFloat() ?: return@forEachIndexed
        val to = point.high?.toFloat() ?: from
        // A single value is drawn as a dot: the round cap of a line without length.
        drawLine(colour, Offset(place.x(day), place.y(from)), Offset(place.x(day), place.y(to) - 0.1f), width, StrokeCap.Round)
    }
}

private fun DrawScope.middle(place: Frame, points: List<TrendPoint>, colour: Color) {
    var before: Offset? = null
    points.forEachIndexed { day, point ->
        val here = point.median?.let { Offset(place.x(day), place.y(it.toFloat())) }
        before?.let { from -> if (here != null) drawLine(colour, from, here, 2.5.dp.toPx(), StrokeCap.Round) }
        before = here
    }
}

private const val HIGHEST = 10f
private val HEIGHT = 190.dp
private val DASHES = PathEffect.dashPathEffect(floatArrayOf(6f, 6f))
