package afterglow.app.parts

import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.clickable
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.wrapContentWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalWindowInfo
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** The line length at which text is easiest to read, on any screen. */
internal val column = 680.dp

/** The ways out of a page: Back, if there is a page below it, and help, except on help itself. */
@Immutable
class Exits(val onBack: (() -> Unit)? = null, val onHelp: (() -> Unit)? = {})

/** The ways out of the current page. A place of the navigation bar has no Back, also while help is above it. */
@Composable
fun AppState.exits(canGoBack: Boolean = navigator.canGoBack): Exits {
    val helps = navigator.here != Place.Help
    return remember(this, canGoBack, helps) {
        Exits(if (canGoBack) ({ navigator.back() }) else null, if (helps) ({ go(Place.Help) }) else null)
    }
}

/** The page of a place. */
@Composable
fun Page(
    app: AppState,
    title: String,
    onBack: (() -> Unit)? = app.exits().onBack,
    backLabel: String = app.words.back,
    closes: Boolean = false,
    status: String? = null,
    bottom: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Page(Exits(onBack, app.exits().onHelp), title, backLabel, closes, status, bottom = bottom, content = content)
}

/** A screen with title, Back, help and content. [bottom] stays at the lower edge. */
@Composable
fun Page(
    exits: Exits,
    title: String,
    backLabel: String = LocalWords.current.back,
    closes: Boolean = false,
    status: String? = null,
    action: (@Composable () -> Unit)? = null,
    bottom: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Column(Modifier.fillMaxSize().imePadding(), horizontalAlignment = Alignment.CenterHorizontally) {
        Bar(exits, title, backLabel, closes, status, action)
        Column(
            Modifier.weight(1f).fillMaxWidth().verticalScroll(rememberScrollState()),
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            Column(
                Modifier.widthIn(max = column).fillMaxWidth().padding(horizontal = 20.dp).padding(bottom = 32.dp),
                verticalArrangement = Arrangement.spacedBy(14.dp),
                content = content,
            )
        }
        if (bottom != null) {
            Column(
                Modifier.widthIn(max = column).fillMaxWidth().padding(start = 20.dp, end = 20.dp, top = 10.dp, bottom = 14.dp),
                Arrangement.spacedBy(10.dp),
                content = bottom,
            )
        }
    }
}

/** A screen with a long list. */
@Composable
fun ListPage(
    exits: Exits,
    title: String,
    above: @Composable ColumnScope.() -> Unit = {},
    content: LazyListScope.() -> Unit,
) {
    Column(Modifier.fillMaxSize().imePadding()) {
        Bar(exits, title)
        Column(Modifier.fillMaxSize(), horizontalAlignment = Alignment.CenterHorizontally) {
            Column(Modifier.widthIn(max = column).fillMaxWidth()) {
                Column(Modifier.padding(horizontal = 20.dp), Arrangement.spacedBy(12.dp), content = above)
                LazyColumn(
                    Modifier.fillMaxSize().testTag("list"),
                    contentPadding = PaddingValues(start = 20.dp, end = 20.dp, top = 8.dp, bottom = 32.dp),
                    content = content,
                )
            }
        }
    }
}

/**
 * Back, title and help. A place of the navigation bar has a large title. With large text the title has its own line, because
 * it does not fit beside the buttons.
 */
@Composable
internal fun Bar(
    exits: Exits,
    title: String,
    backLabel: String = LocalWords.current.back,
    closes: Boolean = false,
    status: String? = null,
    action: (@Composable () -> Unit)? = null,
) {
    val onBack = exits.onBack
    val density = LocalDensity.current
    val large = density.fontScale > LARGE || with(density) { LocalWindowInfo.current.containerSize.width.toDp() } / density.fontScale < NARROW
    // As wide as the content below it, also on a tablet.
    Column(
        Modifier.fillMaxWidth().wrapContentWidth().widthIn(max = column).fillMaxWidth()
            .padding(start = if (onBack == null) 20.dp else 6.dp, end = 8.dp, top = 8.dp, bottom = 8.dp),
    ) {
        Row(Modifier.fillMaxWidth().heightIn(min = 48.dp), verticalAlignment = Alignment.CenterVertically) {
            if (onBack != null) {
                IconButton(onClick = onBack) { Icon(if (closes) Symbols.Close else Symbols.Back, backLabel) }
            }
            if (large) Spacer(Modifier.weight(1f)) else Title(title, onBack == null, status, Modifier.weight(1f).padding(start = if (onBack == null) 0.dp else 6.dp))
            if (action != null) action()
            // On every screen: the first of the two taps to help.
            exits.onHelp?.let { HelpButton(it, icon = action != null) }
        }
        if (large) Title(title, onBack == null, status, Modifier.fillMaxWidth().padding(start = if (onBack == null) 0.dp else 14.dp))
    }
}

@Composable
private fun HelpButton(onHelp: () -> Unit, icon: Boolean) {
    val words = LocalWords.current
    if (icon) {
        IconButton(onHelp, Modifier.testTag("help")) {
            Icon(Symbols.Help, words.helpNow, tint = MaterialTheme.colorScheme.primary)
        }
        return
    }
    TextButton(onHelp, Modifier.heightIn(min = 48.dp).testTag("help"), contentPadding = PaddingValues(horizontal = 12.dp)) {
        Icon(Symbols.Help, null, Modifier.size(20.dp))
        Text(words.helpNow, Modifier.padding(start = 6.dp), style = MaterialTheme.typography.titleSmall)
    }
}

@Composable
private fun Title(title: String, large: Boolean, status: String?, modifier: Modifier) {
    Column(modifier) {
        val style = if (large) MaterialTheme.typography.headlineMedium else MaterialTheme.typography.titleMedium
        Text(title, Modifier.semantics { heading() }, style = style)
        if (status != null) {
            Text(
                status,
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodySmall,
            )
        }
    }
}

/** Whether large text or a small screen leaves no space for two columns. */
@Composable
fun cramped(): Boolean {
    val density = LocalDensity.current
    return with(density) { LocalWindowInfo.current.containerSize.width.toDp() } / density.fontScale < SIDE_BY_SIDE
}

private val SIDE_BY_SIDE = 340.dp
private const val LARGE = 1.3f
private val NARROW = 300.dp

/** Shows a view, or that it is loading, or an error. */
@Composable
fun <T> Show(shown: Shown<T>, onAgain: () -> Unit, content: @Composable (T) -> Unit) {
    when (shown) {
        is Shown.Loading -> Waiting(LocalWords.current.loading)
        is Shown.Failed -> Failed(shown.sentence, onAgain)
        is Shown.Ready -> content(shown.value)
    }
}

@Composable
fun <T> AppState.Show(shown: Shown<T>, content: @Composable (T) -> Unit) {
    Show(shown, ::again, content)
}

@Composable
fun Waiting(label: String) {
    Box(Modifier.fillMaxWidth().padding(48.dp).testTag("loading"), Alignment.Center) {
        CircularProgressIndicator(Modifier.semantics { contentDescription = label })
    }
}

@Composable
fun Failed(sentence: String, onAgain: () -> Unit) {
    Note(sentence, urgent = true)
    QuietButton(onAgain) { Text(LocalWords.current.tryAgain) }
}

/** The state of an empty screen: a sentence, and what can be done, if it is not beside it anyway. */
@Composable
fun Empty(title: String, text: String, action: (@Composable () -> Unit)? = null) {
    Column(
        Modifier.fillMaxWidth().padding(vertical = 40.dp, horizontal = 12.dp),
        Arrangement.spacedBy(8.dp),
        Alignment.CenterHorizontally,
    ) {
        Text(title, style = MaterialTheme.typography.titleLarge, textAlign = TextAlign.Center)
        Text(
            text,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            style = MaterialTheme.typography.bodyLarge,
            textAlign = TextAlign.Center,
        )
        if (action != null) action()
    }
}

/** An information card. */
@Composable
fun Note(text: String, modifier: Modifier = Modifier, urgent: Boolean = false) {
    Surface(
        modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = if (urgent) MaterialTheme.colorScheme.errorContainer else MaterialTheme.colorScheme.surfaceVariant,
    ) {
        Text(text, Modifier.padding(16.dp), style = MaterialTheme.typography.bodyMedium)
    }
}

/** An offline hint on screens that need the network. */
@Composable
fun Away(offline: Boolean, said: String = LocalWords.current.offline) {
    if (offline) Note(said, Modifier.semantics { liveRegion = LiveRegionMode.Polite })
}

@Composable
fun AppState.Away(said: String = words.offline) {
    Away(offline, said)
}

/** A heading within a screen. */
@Composable
fun Heading(text: String) {
    Text(text, Modifier.padding(top = 10.dp).semantics { heading() }, style = MaterialTheme.typography.titleMedium)
}

/** A small heading in capitals, such as a day. */
@Composable
fun Caps(text: String, modifier: Modifier = Modifier) {
    Text(
        text.uppercase(LocalWords.current.locale),
        // A screen reader reads it as words, not letter by letter.
        modifier.semantics { contentDescription = text },
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        style = MaterialTheme.typography.labelSmall,
    )
}

/** A card; with [onClick] it is a button. Lists consist of rows instead. */
@Composable
fun Block(
    modifier: Modifier = Modifier,
    onClick: (() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    val colour = MaterialTheme.colorScheme.surfaceContainer
    val shape = MaterialTheme.shapes.medium
    val edge = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant)
    val inside: @Composable () -> Unit = {
        Column(Modifier.fillMaxWidth().padding(18.dp), Arrangement.spacedBy(8.dp), content = content)
    }
    if (onClick == null) {
        Surface(modifier.fillMaxWidth(), shape = shape, color = colour, border = edge, content = inside)
    } else {
        val presses = remember { MutableInteractionSource() }
        Surface(
            onClick, modifier.fillMaxWidth().pressed(presses), shape = shape, color = colour, border = edge,
            interactionSource = presses, content = inside,
        )
    }
}

/** A row of a list, with a hairline below it. */
@Composable
fun RowItem(
    title: String,
    modifier: Modifier = Modifier,
    icon: ImageVector? = null,
    detail: String = "",
    result: String = "",
    trailing: (@Composable () -> Unit)? = null,
    onClick: (() -> Unit)? = null,
) {
    val tappable = if (onClick == null) Modifier else Modifier.clickable(role = Role.Button, onClick = onClick)
    Column(modifier.fillMaxWidth().then(tappable)) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = 52.dp).padding(vertical = 8.dp),
            Arrangement.spacedBy(12.dp),
            Alignment.CenterVertically,
        ) {
            if (icon != null) Icon(icon, null, Modifier.size(22.dp), MaterialTheme.colorScheme.onSurfaceVariant)
            Column(Modifier.weight(1f)) {
                Text(title, style = MaterialTheme.typography.bodyMedium)
                if (detail.isNotBlank()) {
                    Text(detail, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
                }
            }
            if (result.isNotBlank()) {
                Text(
                    result, Modifier.widthIn(max = 150.dp), MaterialTheme.colorScheme.onSurfaceVariant,
                    textAlign = TextAlign.End, style = MaterialTheme.typography.bodySmall,
                )
            }
            if (trailing != null) trailing()
        }
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
    }
}

/** Space between sections. */
@Composable
fun Room() = Spacer(Modifier.heightIn(min = 8.dp))
