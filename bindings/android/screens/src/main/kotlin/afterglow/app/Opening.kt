package afterglow.app

import afterglow.Journal
import afterglow.JournalException
import afterglow.app.parts.Note
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Waiting
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.produceState
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.Saver
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import java.util.Locale
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay

/**
 * Opens the journal in parallel with the first frame. The first caller gets the opened journal; later callers open it
 * again.
 */
fun CoroutineScope.early(open: suspend () -> Journal): suspend () -> Journal {
    var begun: Deferred<Journal>? = async(Dispatchers.IO) { open() }
    return { begun?.also { begun = null }?.await() ?: open() }
}

/**
 * The app from its start: opens the journal and shows it, or shows the error with a retry button. The keystore may be
 * locked, the disk full, the file damaged; nothing is deleted here.
 */
@Composable
fun Opening(
    platform: Platform,
    scope: CoroutineScope,
    open: suspend () -> Journal,
    onErased: suspend () -> Unit = {},
    onOpen: (AppState) -> Unit = {},
) {
    var app by remember { mutableStateOf<AppState?>(null) }
    var problem by remember { mutableStateOf<String?>(null) }
    var attempt by remember { mutableIntStateOf(0) }
    var said by remember { mutableStateOf<String?>(null) }
    // The place where the process was killed. Its typed text is a draft.
    val navigator = rememberSaveable(
        saver = Saver<Navigator, ArrayList<String>>(
            save = { ArrayList(app?.routes() ?: it.open.map(::routeOf)) },
            restore = { routes -> Navigator(routes.mapNotNull(::placeOf).ifEmpty { listOf(Place.Today) }) },
        ),
    ) { Navigator(first(platform)) }
    val texts = localTexts()
    val look = remember { Look(platform.settings, texts) { !platform.reducedMotion } }
    LaunchedEffect(attempt) {
        problem = null
        try {
            val journal = open()
            platform.biometrics?.let { journal.useBiometrics(it) }
            journal.setPlatform(Locale.getDefault().toLanguageTag())
            journal.setCountry(platform.country)
            look.spoken(journal.language())
            app = AppState(journal, platform, scope, look, navigator).also { opened ->
                opened.notice = said.also { said = null } ?: journal.salvaged()?.let { look.words.salvaged }
                opened.onErased = { sentence ->
                    onErased()
                    navigator.replace(Place.Today)
                    navigator.replace(first(platform))
                    said = sentence
                    app = null
                    attempt++
                }
                onOpen(opened)
            }
        } catch (error: JournalException) {
            problem = error.sentence
        }
    }
    // Mostly it opens before a loading text could be read.
    val slow by produceState(false, attempt) {
        value = false
        delay(PATIENCE_MS)
        value = true
    }
    val opened = app
    if (opened != null) {
        AfterglowApp(opened)
        return
    }
    AfterglowTheme(look) {
        Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
            Column(
                Modifier.windowInsetsPadding(WindowInsets.safeDrawing).padding(24.dp),
                Arrangement.spacedBy(16.dp, Alignment.CenterVertically),
                Alignment.CenterHorizontally,
            ) {
                val sentence = problem
                if (sentence == null) {
                    if (slow) Waiting(look.words.loading)
                } else {
                    Note(sentence, urgent = true)
                    QuietButton(onClick = { attempt++ }) { Text(look.words.tryAgain) }
                }
            }
        }
    }
}

/** The welcome screen is shown until the person has started. */
private fun first(platform: Platform): Place = if (platform.settings["welcomed"] == null) Place.Welcome else Place.Today

private const val PATIENCE_MS = 300L
