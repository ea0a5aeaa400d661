package afterglow.app

import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateMapOf

/**
 * Typed text that belongs to no entry, so that the core has no draft of it: the name of an account, the link of an invitation. In
 * memory only, and no secrets.
 */
@Stable
internal class Typed {
    private val fields = mutableStateMapOf<String, String>()

    operator fun get(field: String): String? = fields[field]

    operator fun set(field: String, text: String) {
        fields[field] = text
    }

    /** They were used. */
    fun clear(vararg names: String) = names.forEach { fields.remove(it) }
}
