package afterglow.app.parts

import afterglow.app.LocalWords
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.pager.HorizontalPager
import androidx.compose.foundation.pager.rememberPagerState
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.rotate
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import kotlinx.coroutines.launch

/** One of several questions, with the control that answers it. */
class Card(val question: String, val content: @Composable ColumnScope.() -> Unit)

/**
 * A few questions, one per card: swiped, or turned by the buttons below them. No order is required, and every card can
 * be the last one: [done] is on each of them once there is something to keep.
 */
@Composable
fun CardsPage(
    exits: Exits,
    title: String,
    cards: List<Card>,
    done: String,
    canFinish: Boolean,
    onDone: () -> Unit,
    doneTag: String = "done",
    status: String? = null,
    closes: Boolean = false,
) {
    val words = LocalWords.current
    val pager = rememberPagerState { cards.size }
    val scope = rememberCoroutineScope()
    val moves = LocalMotion.current
    val focus = LocalFocusManager.current
    // Text that is typed next belongs to the visible card.
    LaunchedEffect(pager.settledPage) { if (pager.settledPage > 0) focus.clearFocus() }

    fun turn(by: Int) {
        scope.launch { pager.turnTo((pager.currentPage + by).coerceIn(0, cards.lastIndex), moves) }
    }
    val last = pager.currentPage == cards.lastIndex
    Column(Modifier.fillMaxSize().imePadding(), horizontalAlignment = Alignment.CenterHorizontally) {
        Bar(exits, title, closes = closes, status = status)
        HorizontalPager(pager, Modifier.weight(1f).fillMaxWidth().testTag("cards"), verticalAlignment = Alignment.Top) { number ->
            Column(Modifier.fillMaxSize().verticalScroll(rememberScrollState()), horizontalAlignment = Alignment.CenterHorizontally) {
                Column(
                    Modifier.widthIn(max = column).fillMaxWidth().padding(horizontal = 20.dp, vertical = 12.dp),
                    Arrangement.spacedBy(14.dp),
                ) {
                    Text(cards[number].question, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineSmall)
                    cards[number].content(this)
                }
            }
        }
        Column(
            Modifier.widthIn(max = column).fillMaxWidth().padding(start = 20.dp, end = 20.dp, top = 10.dp, bottom = 14.dp),
            Arrangement.spacedBy(4.dp),
        ) {
            Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp), Alignment.CenterVertically) {
                if (pager.currentPage > 0) {
                    RoundButton(Symbols.Next, words.previousCard, Modifier.testTag("previous").rotate(180f)) { turn(-1) }
                }
                Text(
                    words.cardOf(pager.currentPage + 1, cards.size),
                    Modifier.weight(1f).semantics { liveRegion = LiveRegionMode.Polite },
                    MaterialTheme.colorScheme.onSurfaceVariant,
                    style = MaterialTheme.typography.bodySmall,
                )
                if (!last && !cramped()) FinishButton(done, canFinish, doneTag, onDone)
                if (!last) {
                    MainButton(onClick = { turn(1) }, Modifier.testTag("next")) { Text(words.next) }
                } else if (!cramped()) {
                    MainButton(onDone, Modifier.testTag(doneTag), enabled = canFinish) { Text(done) }
                }
            }
            // Large text needs its own line.
            if (cramped()) {
                if (last) {
                    MainButton(onDone, Modifier.fillMaxWidth().testTag(doneTag), enabled = canFinish) { Text(done) }
                } else {
                    FinishButton(done, canFinish, doneTag, onDone)
                }
            }
        }
    }
}

@Composable
private fun FinishButton(done: String, canFinish: Boolean, tag: String, onDone: () -> Unit) {
    if (canFinish) TextButton(onDone, Modifier.testTag(tag)) { Text(done) }
}
