package afterglow.app.parts

import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
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
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.wrapContentWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.automirrored.filled.ArrowBack
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalWindowInfo
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** Words are easiest to read in lines of this length, whatever the screen. */
private val column = 680.dp

/** A screen: its title, the way back, help, and what it holds, one below the other. */
@Composable
fun Page(
    app: AppState,
    title: String,
    modifier: Modifier = Modifier,
    onBack: (() -> Unit)? = if (app.navigator.canGoBack) ({ app.navigator.back() }) else null,
    backLabel: String = app.words.back,
    status: String? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Column(modifier.fillMaxSize().imePadding()) {
        Bar(app, title, onBack, backLabel, status)
        Column(
            Modifier.fillMaxSize().verticalScroll(rememberScrollState()),
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            Column(
                Modifier.widthIn(max = column).fillMaxWidth().padding(horizontal = 20.dp).padding(bottom = 32.dp),
                verticalArrangement = Arrangement.spacedBy(16.dp),
                content = content,
            )
        }
    }
}

/** A screen with a long list. */
@Composable
fun ListPage(
    app: AppState,
    title: String,
    onBack: (() -> Unit)? = if (app.navigator.canGoBack) ({ app.navigator.back() }) else null,
    above: @Composable ColumnScope.() -> Unit = {},
    content: LazyListScope.() -> Unit,
) {
    Column(Modifier.fillMaxSize().imePadding()) {
        Bar(app, title, onBack, app.words.back, null)
        Column(Modifier.fillMaxSize(), horizontalAlignment = Alignment.CenterHorizontally) {
            Column(Modifier.widthIn(max = column).fillMaxWidth()) {
                Column(Modifier.padding(horizontal = 20.dp), Arrangement.spacedBy(12.dp), content = above)
                LazyColumn(
                    Modifier.fillMaxSize().testTag("list"),
                    contentPadding = PaddingValues(start = 20.dp, end = 20.dp, top = 12.dp, bottom = 96.dp),
                    verticalArrangement = Arrangement.spacedBy(12.dp),
                    content = content,
                )
            }
        }
    }
}

/** Large words do not fit beside buttons: then the title has a line of its own. */
@Composable
private fun Bar(app: AppState, title: String, onBack: (() -> Unit)?, backLabel: String, status: String?) {
    val density = LocalDensity.current
    val large = density.fontScale > LARGE || with(density) { LocalWindowInfo.current.containerSize.width.toDp() } / density.fontScale < NARROW
    // As wide as what stands below it, also on a tablet.
    Column(
        Modifier.fillMaxWidth().wrapContentWidth().widthIn(max = column).fillMaxWidth()
            .padding(start = if (onBack == null) 20.dp else 4.dp, end = 8.dp, top = 8.dp, bottom = 12.dp),
    ) {
        Row(Modifier.fillMaxWidth().heightIn(min = 48.dp), verticalAlignment = Alignment.CenterVertically) {
            if (onBack != null) {
                IconButton(onClick = onBack) { Icon(Icons.AutoMirrored.Filled.ArrowBack, backLabel) }
            }
            if (large) Spacer(Modifier.weight(1f)) else Title(title, status, Modifier.weight(1f))
            // From everywhere: this is the first of the two taps.
            if (app.navigator.here != Place.Help) {
                TextButton(onClick = { app.go(Place.Help) }, Modifier.testTag("help")) { Text(app.words.helpNow) }
            }
        }
        if (large) Title(title, status, Modifier.fillMaxWidth().padding(start = if (onBack == null) 0.dp else 16.dp))
    }
}

@Composable
private fun Title(title: String, status: String?, modifier: Modifier) {
    Column(modifier) {
        Text(title, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineSmall)
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

private const val LARGE = 1.3f
private val NARROW = 300.dp

/** What a view shows once it is there; until then that it is on its way, or why it is not. */
@Composable
fun <T> AppState.Show(shown: Shown<T>, content: @Composable (T) -> Unit) {
    when (shown) {
        is Shown.Loading -> Waiting(words.loading)
        is Shown.Failed -> Failed(shown.sentence)
        is Shown.Ready -> content(shown.value)
    }
}

/** The same for a list: [empty] says that there is nothing. */
@Composable
fun <T> AppState.ShowList(shown: Shown<List<T>>, empty: @Composable () -> Unit, one: @Composable (T) -> Unit) = Show(shown) { all ->
    if (all.isEmpty()) empty()
    for (value in all) one(value)
}

@Composable
fun Waiting(label: String) {
    Box(Modifier.fillMaxWidth().padding(48.dp).testTag("loading"), Alignment.Center) {
        CircularProgressIndicator(Modifier.semantics { contentDescription = label })
    }
}

@Composable
fun AppState.Failed(sentence: String) {
    Note(sentence, urgent = true)
    OutlinedButton(onClick = ::again) { Text(words.tryAgain) }
}

/** Nothing is here yet, and that is fine. */
@Composable
fun Empty(title: String, text: String) {
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
    }
}

/** Something the person should know here. */
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

/** Stands where the network matters for what is seen or done, [said] before anything is tapped. */
@Composable
fun AppState.Away(said: String = words.offline) {
    if (offline) Note(said, Modifier.semantics { liveRegion = LiveRegionMode.Polite })
}

/** A heading within a screen. */
@Composable
fun Heading(text: String) {
    Text(text, Modifier.padding(top = 8.dp).semantics { heading() }, style = MaterialTheme.typography.titleMedium)
}

/** A block of a screen; with [onClick] it is one big button. */
@Composable
fun Block(
    modifier: Modifier = Modifier,
    onClick: (() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    val colour = MaterialTheme.colorScheme.surfaceContainer
    val shape = MaterialTheme.shapes.medium
    val inside: @Composable () -> Unit = {
        Column(Modifier.fillMaxWidth().padding(18.dp), Arrangement.spacedBy(8.dp), content = content)
    }
    if (onClick == null) {
        Surface(modifier.fillMaxWidth(), shape = shape, color = colour, content = inside)
    } else {
        Surface(onClick, modifier.fillMaxWidth(), shape = shape, color = colour, content = inside)
    }
}

/** Room between blocks that do not belong together. */
@Composable
fun Room() = Spacer(Modifier.heightIn(min = 8.dp))
