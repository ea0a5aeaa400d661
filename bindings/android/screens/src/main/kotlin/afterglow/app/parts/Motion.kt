package afterglow.app.parts

import androidx.compose.animation.core.Animatable
import androidx.compose.animation.core.animateFloatAsState
import androidx.compose.animation.core.tween
import androidx.compose.foundation.interaction.InteractionSource
import androidx.compose.foundation.interaction.collectIsPressedAsState
import androidx.compose.foundation.pager.PagerState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.snapshotFlow
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.graphicsLayer
import androidx.compose.ui.hapticfeedback.HapticFeedbackType
import androidx.compose.ui.platform.LocalHapticFeedback
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kotlinx.coroutines.flow.drop

// All motion of the app, and the confirmation that a hand feels. bindings/DESIGN.md says where each is used.

/** A control under a finger. */
const val PRESS_MS = 120

/** A page that opens, and a card that is turned. */
const val PAGE_MS = 240

/** An entry that settles into the journal. */
const val SETTLE_MS = 400

/** Whether anything may move: not with reduced motion. */
val LocalMotion: ProvidableCompositionLocal<Boolean> = staticCompositionLocalOf { false }

/** Shrinks a control a little while it is pressed. */
@Composable
internal fun Modifier.pressed(presses: InteractionSource): Modifier {
    if (!LocalMotion.current) return this
    val down by presses.collectIsPressedAsState()
    val scale by animateFloatAsState(if (down) PRESSED else 1f, tween(PRESS_MS))
    return graphicsLayer {
        scaleX = scale
        scaleY = scale
    }
}

/**
 * Fades in each new [page], which rises a little. The previous page is removed at once: two live pages would be two owners of
 * one draft. The first page does not move, so that it can be used immediately.
 */
@Composable
internal fun Modifier.opening(page: Any): Modifier {
    if (!LocalMotion.current) return this
    val before = remember { Before() }
    val progress = remember(page) { Animatable(if (before.any) 0f else 1f).also { before.any = true } }
    LaunchedEffect(progress) { if (progress.value < 1f) progress.animateTo(1f, tween(PAGE_MS)) }
    return coming(progress, PAGE_RISE)
}

/** Whether a page was shown before. */
private class Before(var any: Boolean = false)

/** Lets the entry that was kept last ([now]) settle into its list; then calls [onSettled], so that it happens once. */
@Composable
internal fun Modifier.settling(now: Boolean, onSettled: () -> Unit): Modifier {
    if (!now) return this
    val moves = LocalMotion.current
    val settled by rememberUpdatedState(onSettled)
    val progress = remember { Animatable(if (moves) 0f else 1f) }
    LaunchedEffect(Unit) {
        if (moves) progress.animateTo(1f, tween(SETTLE_MS))
        settled()
    }
    return if (moves) coming(progress, -SETTLE_FALL) else this
}

/** Fades in while it moves to its place from [below]. */
private fun Modifier.coming(progress: Animatable<Float, *>, below: Dp): Modifier = graphicsLayer {
    alpha = progress.value
    translationY = (1f - progress.value) * below.toPx()
}

/** Turns to another card. */
internal suspend fun PagerState.turnTo(page: Int, moves: Boolean) =
    if (moves) animateScrollToPage(page, animationSpec = tween(PAGE_MS)) else scrollToPage(page)

/** A soft confirmation whenever something was kept. Besides it only the stops of a scale are felt. */
@Composable
internal fun Confirming(kept: () -> Int) {
    val haptics = LocalHapticFeedback.current
    LaunchedEffect(haptics) { snapshotFlow(kept).drop(1).collect { haptics.performHapticFeedback(HapticFeedbackType.Confirm) } }
}

private const val PRESSED = 0.97f
private val PAGE_RISE = 12.dp
private val SETTLE_FALL = 16.dp
