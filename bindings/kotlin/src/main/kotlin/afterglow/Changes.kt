package afterglow

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.update

/**
 * Counts the changes of each view. A count cannot be missed, unlike an event: a slow collector sees the newest count, and
 * several changes count as one.
 */
internal class Changes : Observer {
    private val counts = Part.entries.associateWith { MutableStateFlow(0L) }

    override fun changed(view: Part) {
        counts.getValue(view).update { it + 1 }
    }

    /** Emits immediately, and after every change of one of these views. */
    fun of(parts: Collection<Part>): Flow<Unit> = combine(parts.map(counts::getValue)) {}.conflate()
}
