package afterglow.app

import androidx.compose.runtime.Composable
import java.util.Locale
import java.util.concurrent.ConcurrentHashMap

/** The texts of Android's resources in one language, by key. Android has its own implementation. */
open class Texts(private val texts: Map<String, String>, private val locale: Locale) {
    operator fun invoke(key: String, vararg arguments: Any): String = text(key, arguments)

    /** [count] selects the form and is the first argument. In English and German, 1 has a form of its own. */
    fun plural(key: String, count: Int, vararg arguments: Any): String =
        text("$key:${if (count == 1) "one" else "other"}", arrayOf(count, *arguments))

    protected open fun text(key: String, arguments: Array<out Any>): String {
        val text = checkNotNull(texts[key]) { "there is no text $key" }
        return if (arguments.isEmpty()) text else text.format(locale, *arguments)
    }
}

private val read = ConcurrentHashMap<Language, Texts>()

internal fun textsOf(language: Language): Texts = read.computeIfAbsent(language) { Texts(readTexts(resourceOf(it)), it.locale) }

/** The texts for a screen. */
@Composable
internal fun localTexts(): (Language) -> Texts = ::textsOf

/** The file of a language, which is in the same folder for Android. */
internal fun resourceOf(language: Language): String {
    val folder = if (language == Language.ENGLISH) "values" else "values-${language.tag}"
    return checkNotNull(Texts::class.java.getResourceAsStream("/$folder/strings.xml")) { folder }.use { it.readBytes().decodeToString() }
}

/**
 * The texts of a `strings.xml` by key, those of a plural by `key:quantity`. Java's XML parser would delay each start by up to
 * 60 ms, so it is used only by WordsTest, which compares the results.
 */
internal fun readTexts(xml: String): Map<String, String> {
    val texts = HashMap<String, String>()
    var plural = ""
    var at = 0
    while (true) {
        val start = xml.indexOf('<', at)
        if (start < 0) return texts
        if (xml.startsWith("<!--", start)) {
            at = xml.indexOf("-->", start) + 3
            continue
        }
        at = xml.indexOf('>', start) + 1
        val tag = xml.substring(start + 1, at)
        // The only attribute: a name or a quantity.
        val value = tag.substringAfter('"').substringBefore('"')
        when (tag.substringBefore(' ')) {
            "plurals" -> plural = value
            "string" -> texts[value] = contentAt(xml, at)
            "item" -> texts["$plural:$value"] = contentAt(xml, at)
        }
    }
}

/** The content up to the next tag, without the escapes of XML and of Android. */
private fun contentAt(xml: String, start: Int): String {
    val content = xml.substring(start, xml.indexOf('<', start))
    if ('\\' !in content && '&' !in content) return content
    return content.replace("\\n", "\n").replace("\\'", "'").replace("\\\"", "\"")
        .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
