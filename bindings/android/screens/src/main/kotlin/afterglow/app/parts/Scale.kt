package afterglow.app.parts

import afterglow.app.DIM_BUTTON
import afterglow.app.LocalDim
import afterglow.app.LocalWords
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.focusable
import androidx.compose.foundation.gestures.detectHorizontalDragGestures
import androidx.compose.foundation.gestures.detectTapGestures
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.hapticfeedback.HapticFeedbackType
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalHapticFeedback
import androidx.compose.ui.semantics.ProgressBarRangeInfo
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.progressBarRangeInfo
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.setProgress
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import kotlin.math.roundToInt

/**
 * A value from 0 to 10 on one line, at any screen width, with the labels of both ends beside their numbers. It has no
 * value until it is touched; a second tap on the chosen stop removes the value. [asked]: the page shows the title
 * already.
 */
@Composable
fun Scale(title: String, value: Int?, low: String, high: String, asked: Boolean = false, onChange: (Int?) -> Unit) {
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(2.dp)) {
        if (!asked) Text(title, Modifier.clearAndSetSemantics {}, style = MaterialTheme.typography.titleSmall)
        Stops(title, value, low, high, onChange)
        // The control has its own description.
        Ends(listOf("0", low), listOf(high, "10"))
    }
}

/** The labels of both ends on one line, or on two if they do not fit: large text must not break into letters. */
@Composable
private fun Ends(low: List<String>, high: List<String>) {
    val colour = MaterialTheme.colorScheme.onSurfaceVariant
    Layout(
        content = {
            for (end in listOf(low, high))
                Text(end.filter(String::isNotBlank).joinToString(" · "), color = colour, style = MaterialTheme.typography.bodySmall)
        },
        modifier = Modifier.fillMaxWidth().clearAndSetSemantics {},
    ) { labels, constraints ->
        val (left, right) = labels.map { it.measure(constraints.copy(minWidth = 0)) }
        val beside = left.width + right.width + 16.dp.roundToPx() <= constraints.maxWidth
        val top = if (beside) 0 else left.height
        layout(constraints.maxWidth, maxOf(left.height, top + right.height)) {
            left.placeRelative(0, 0)
            right.placeRelative(constraints.maxWidth - right.width, top)
        }
    }
}

@Composable
private fun Stops(title: String, value: Int?, low: String, high: String, onChange: (Int?) -> Unit) {
    val words = LocalWords.current
    val colours = MaterialTheme.colorScheme
    val haptics = LocalHapticFeedback.current
    val current by rememberUpdatedState(value)
    val change by rememberUpdatedState(onChange)
    var focused by remember { mutableStateOf(false) }

    fun set(to: Int?) {
        if (to == current) return
        haptics.performHapticFeedback(HapticFeedbackType.SegmentTick)
        change(to)
    }

    BoxWithConstraints(
        Modifier.fillMaxWidth().height(48.dp)
            .onFocusChanged { focused = it.isFocused }
            .onKeyEvent { event ->
                val to = step(event.key, current)
                if (to == null || event.type != KeyEventType.KeyDown) return@onKeyEvent to != null
                set(to)
                true
            }
            .focusable()
            .semantics {
                contentDescription = words.scaleEnds(title, low, high)
                stateDescription = value?.let { words.ofTen(it) } ?: words.notSet
                progressBarRangeInfo = ProgressBarRangeInfo(value?.toFloat() ?: 0f, 0f..LAST.toFloat(), LAST - 1)
                setProgress { target ->
                    set(target.roundToInt().coerceIn(0, LAST))
                    true
                }
            }
            .pointerInput(Unit) {
                detectTapGestures { at ->
                    val stop = stopAt(at.x, size.width.toFloat())
                    set(stop.takeIf { it != current })
                }
            }
            .pointerInput(Unit) {
                detectHorizontalDragGestures { change, _ -> set(stopAt(change.position.x, size.width.toFloat())) }
            },
        Alignment.CenterStart,
    ) {
        val room = maxWidth - EDGE * 2
        Canvas(Modifier.fillMaxSize()) {
            val from = Offset(EDGE.toPx(), size.height / 2)
            val to = Offset(size.width - EDGE.toPx(), size.height / 2)
            drawLine(colours.outlineVariant, from, to, 4.dp.toPx())
            value?.let { drawLine(colours.primary, from, Offset(from.x + (to.x - from.x) * it / LAST, from.y), 4.dp.toPx()) }
            for (stop in 0..LAST) {
                val passed = value != null && stop <= value
                drawCircle(if (passed) colours.primary else colours.outline, 3.5.dp.toPx(), Offset(from.x + (to.x - from.x) * stop / LAST, from.y))
            }
        }
        val edge = if (focused) Modifier.border(2.dp, colours.onSurface, CircleShape) else Modifier
        if (value == null) {
            // The keyboard focus, before there is a value.
            if (focused) Box(Modifier.size(THUMB).then(edge))
            return@BoxWithConstraints
        }
        val dim = LocalDim.current
        // The number grows with the text, but not out of its circle.
        val density = LocalDensity.current
        Box(
            Modifier.offset(EDGE - THUMB / 2 + room * value / LAST).size(THUMB)
                .background(if (dim) DIM_BUTTON else colours.primary, CircleShape)
                .then(if (dim) Modifier.border(1.5.dp, colours.primary, CircleShape) else Modifier).then(edge),
            Alignment.Center,
        ) {
            androidx.compose.runtime.CompositionLocalProvider(
                LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(1.2f)),
            ) {
                Text(
                    "$value", Modifier.clearAndSetSemantics {}, if (dim) colours.primary else colours.onPrimary,
                    style = MaterialTheme.typography.labelLarge,
                )
            }
        }
    }
}

/** The value after a key: an arrow moves by one, Home and End go to the ends. Null for every other key. */
private fun step(key: Key, value: Int?): Int? = when (key) {
    Key.DirectionRight, Key.Plus -> ((value ?: -1) + 1).coerceAtMost(LAST)
    Key.DirectionLeft, Key.Minus -> ((value ?: 1) - 1).coerceAtLeast(0)
    Key.MoveHome -> 0
    Key.MoveEnd -> LAST
    else -> null
}

private fun androidx.compose.ui.input.pointer.PointerInputScope.stopAt(x: Float, width: Float): Int {
    val edge = EDGE.toPx()
    return ((x - edge) / (width - edge * 2) * LAST).roundToInt().coerceIn(0, LAST)
}

private const val LAST = 10
private val EDGE = 15.dp
private val THUMB = 30.dp
