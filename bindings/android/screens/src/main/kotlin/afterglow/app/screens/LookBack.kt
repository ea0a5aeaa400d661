package afterglow.app.screens

import afterglow.Hit
import afterglow.JournalException
import afterglow.app.AppState
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.ListPage
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Close
import androidx.compose.material.icons.filled.Search
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** Search in everything, as it is typed. */
@Composable
fun LookBackScreen(app: AppState) {
    val words = app.words
    var query by rememberSaveable { mutableStateOf("") }
    var hits by remember { mutableStateOf<List<Hit>?>(null) }
    LaunchedEffect(query) {
        try {
            hits = if (query.isBlank()) null else app.journal.search(query)
        } catch (error: JournalException) {
            app.notice = error.sentence
        }
    }
    ListPage(
        app,
        words.lookBack,
        above = {
            OutlinedTextField(
                query,
                { query = it },
                Modifier.fillMaxWidth().testTag("search"),
                label = { Text(words.searchText) },
                leadingIcon = { Icon(Icons.Default.Search, null) },
                trailingIcon = {
                    if (query.isNotEmpty()) IconButton(onClick = { query = "" }) { Icon(Icons.Default.Close, words.close) }
                },
                singleLine = true,
            )
        },
    ) {
        val found = hits
        when {
            found == null -> Unit
            found.isEmpty() -> item { Empty(words.nothingFound, words.nothingFoundText) }
            else -> items(found, key = { it.entry.id }) { app.EntryCard(it.entry) }
        }
    }
}
