package afterglow.app.screens

import afterglow.Entry
import afterglow.Part
import afterglow.StepProgress
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Heading
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.parts.Tick
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import java.time.LocalDate

/** Small things in the person's own words: ticked by the day, let go without failure. */
@Composable
fun StepsScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE) { list(listOf("step")) }
    Page(app, words.steps) {
        app.Show(shown) { steps ->
            val (active, past) = steps.partition { it.step == "active" }
            if (steps.isEmpty()) Empty(words.noSteps, words.noStepsText)
            for (step in active) Active(app, step)
            NewStep(app)
            if (past.isNotEmpty()) {
                Heading(words.stepsDone)
                for (step in past) {
                    Block(onClick = { app.go(Place.EntryOf(step.id)) }) {
                        Text(step.text, style = MaterialTheme.typography.bodyLarge)
                        Text(
                            "${if (step.step == "done") words.finished else words.letGo} · ${words.doneDays(step.doneOn.size)}",
                            style = MaterialTheme.typography.labelMedium,
                        )
                    }
                }
            }
        }
    }
}

@Composable
private fun Active(app: AppState, step: Entry) {
    val words = app.words
    val today = LocalDate.now().toString()
    Block {
        Text(step.text, style = MaterialTheme.typography.titleMedium)
        Tick(words.doneToday, today in step.doneOn) { done -> app.act { markStep(step.id, today, done) } }
        Text(words.doneDays(step.doneOn.size), style = MaterialTheme.typography.bodySmall)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(4.dp)) {
            TextButton(onClick = { app.act { setStep(step.id, StepProgress.DONE) } }) { Text(words.finished) }
            TextButton(onClick = {
                app.act {
                    setStep(step.id, StepProgress.LET_GO)
                    app.notice = app.words.letGoDetail
                }
            }) { Text(words.letGo) }
            step.fromEntry?.let { from ->
                TextButton(onClick = { app.go(Place.EntryOf(from)) }) { Text(words.whereItCameFrom) }
            }
        }
    }
}

@Composable
private fun NewStep(app: AppState) {
    var text by remember { mutableStateOf("") }
    Heading(app.words.newStep)
    OutlinedTextField(text, { text = it }, Modifier.fillMaxWidth(), label = { Text(app.words.newStepText) })
    Button(
        onClick = {
            app.act {
                writeStep(text)
                text = ""
            }
        },
        enabled = text.isNotBlank(),
    ) { Text(app.words.add) }
}
