package afterglow.app.screens

import afterglow.Access
import afterglow.CareId
import afterglow.Choice
import afterglow.EntryKind
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Several
import afterglow.app.parts.Sure
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue

/** One therapist's access: what is shared, the safety words, and ending it. */
@Composable
internal fun Relationship(access: Access, state: TherapistState, actions: TherapistActions) {
    val words = LocalWords.current
    val care = access.care
    var ending by remember { mutableStateOf(false) }
    Block {
        Text(care.therapist, style = MaterialTheme.typography.titleLarge)
        if (care.practice.isNotBlank()) Text(care.practice, style = MaterialTheme.typography.bodyMedium)
        access.purposeText?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
        Text(access.sinceText, style = MaterialTheme.typography.bodySmall)
        if (!care.ended) Text(access.sharedText, style = MaterialTheme.typography.bodyMedium)
        TextButton(onClick = { actions.go(Place.SharedWith(care.id)) }) { Text(words.whatTheyHave) }
        if (care.ended) return@Block
        Text(access.ruleText, style = MaterialTheme.typography.bodyMedium)
        if (access.rule.isEmpty()) {
            ShareFromNowOn(care.id, state.view.shareable, actions)
        } else {
            TextButton(onClick = { actions.stopRule(care.id) }) { Text(words.stopRule) }
        }
        Compare(care.id, state, actions.compared)
        TextButton(onClick = { ending = true }) { Text(words.endCare(care.therapist)) }
    }
    if (ending) {
        Sure(words.endCare(care.therapist), words.endCareText, words.endCare(care.therapist), words.keep, { ending = false }) { actions.end(care.id) }
    }
}

/** The safety words of the newest key, and whether they were compared. */
@Composable
private fun Compare(care: CareId, state: TherapistState, onCompared: (care: CareId) -> Unit) {
    val words = LocalWords.current
    Text(words.safetyWords, style = MaterialTheme.typography.labelMedium)
    val safety = state.safetyWords[care] ?: return
    Text(words.keyNumber(safety.key.toInt()), style = MaterialTheme.typography.labelMedium)
    Text(safety.words.joinToString("  "), style = MaterialTheme.typography.titleMedium)
    if (care in state.compared) {
        Text(words.sameWords, style = MaterialTheme.typography.bodySmall)
    } else {
        Text(words.safetyWordsText, style = MaterialTheme.typography.bodySmall)
        TextButton(onClick = { onCompared(care) }) { Text(words.wordsCompared) }
    }
}

/** Sets a sharing rule: first the kinds, then what it means, then the confirmation. */
@Composable
private fun ShareFromNowOn(care: CareId, shareable: List<Choice>, actions: TherapistActions) {
    val words = LocalWords.current
    var choosing by remember { mutableStateOf(false) }
    var kinds by remember { mutableStateOf(emptyList<EntryKind>()) }
    var question by remember { mutableStateOf<String?>(null) }
    if (!choosing) {
        TextButton(onClick = { choosing = true }) { Text(words.shareRule) }
        return
    }
    Several(words.shareRuleText, shareable, kinds.map { it.code }) { chosen -> kinds = chosen.map { EntryKind(it) } }
    QuietButton(onClick = { actions.askRule(kinds) { question = it } }, enabled = kinds.isNotEmpty()) { Text(words.shareRule) }
    TextButton(onClick = { choosing = false }) { Text(words.cancel) }
    question?.let {
        Sure(words.shareRule, it, words.yes, words.cancel, { question = null }) { actions.setRule(kinds, care) }
    }
}
