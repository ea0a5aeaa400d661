package afterglow.app

import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableFloatStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.util.Locale

/** How bright the app is. */
enum class Light { SYSTEM, LIGHT, DARK, DIM }

/** The languages of the app and the core. */
enum class Language(val tag: String, val own: String, val ofTheCore: afterglow.Language) {
    ENGLISH("en", "English", afterglow.Language.ENGLISH),
    GERMAN("de", "Deutsch", afterglow.Language.GERMAN),
    ;

    val locale: Locale = Locale.forLanguageTag(tag)

    companion object {
        fun of(tag: String): Language = entries.firstOrNull { it.tag == tag.take(2) } ?: ENGLISH

        /** The language before the journal is open: the one of the last start, otherwise the phone's. */
        fun atStart(settings: Settings): Language = of(settings["language"] ?: Locale.getDefault().language)
    }
}

/** Look and language of the app on this phone. [texts]: those of a language, from the platform. */
@Stable
class Look(private val settings: Settings, texts: (Language) -> Texts, private val motion: () -> Boolean = { false }) {
    private var chosenLight by mutableStateOf(settings["light"]?.let { name -> Light.entries.firstOrNull { it.name == name } } ?: Light.SYSTEM)
    private var chosenLanguage by mutableStateOf(Language.atStart(settings))
    private var chosenTextSize by mutableFloatStateOf(settings["text-size"]?.toFloatOrNull() ?: 1f)

    var light: Light
        get() = chosenLight
        set(value) {
            chosenLight = value
            settings["light"] = value.name
        }

    var language: Language
        get() = chosenLanguage
        set(value) {
            chosenLanguage = value
            settings["language"] = value.tag
        }

    /** The language is a preference of the journal, on all phones of the person. */
    fun spoken(language: afterglow.Language) {
        this.language = Language.entries.first { it.ofTheCore == language }
    }

    /** Multiplies the platform's text size: 1 is unchanged, 2 is twice as large. */
    var textSize: Float
        get() = chosenTextSize
        set(value) {
            chosenTextSize = value
            settings["text-size"] = value.toString()
        }

    /** Whether anything on the screen may move. Read each time, because the system's setting can change. */
    val moves: Boolean get() = motion()

    private val allWords = Language.entries.associateWith { lazy { Words(it, texts(it)) } }

    val words: Words get() = allWords.getValue(language).value
}
