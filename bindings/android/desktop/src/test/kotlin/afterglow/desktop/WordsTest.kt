package afterglow.desktop

import afterglow.ExportReport
import afterglow.ImportReport
import afterglow.ReminderKind
import afterglow.SettingPart
import afterglow.app.Language
import afterglow.app.Texts
import afterglow.app.Words
import afterglow.app.readTexts
import afterglow.app.resourceOf
import afterglow.app.textsOf
import java.io.File
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.time.LocalDate
import java.time.OffsetDateTime
import java.util.Locale
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import org.w3c.dom.NodeList

/** The texts of the screens are complete in both languages, each is used, and with the arguments that it has. */
class WordsTest {
    private val english = Words(Language.ENGLISH, textsOf(Language.ENGLISH))
    private val german = Words(Language.GERMAN, textsOf(Language.GERMAN))
    private val written = Language.entries.associateWith { parsed(resourceOf(it)) }

    @Test
    fun `a short day is written as its language writes it`() {
        assertEquals("1. Sept.", german.shortDay(LocalDate.of(2026, 9, 1)))
        assertEquals("1 Sep", english.shortDay(LocalDate.of(2026, 9, 1)).take(5))
        assertEquals("Mi. 25. Nov. 2020", german.dayOf(OffsetDateTime.parse("2020-11-25T12:00:00+01:00")))
    }

    @Test
    fun `a text is read with its arguments, its plural and without escapes`() {
        assertEquals("Adresse des Servers der Praxis" to "Address of the practice's server", german.server to english.server)
        assertEquals(listOf("1 Antwort", "2 Antworten"), listOf(1, 2).map(german::answered))
        assertEquals("0 replies" to "Once a week", english.answered(0) to english.timesAWeek(1))
        assertEquals("Mood between 2 and 7, on 1 day", english.rangeOf("Mood", 2, 7, 1))
        assertEquals("3 von 6 Sitzungen" to "1 Sitzung bisher", german.series(3, 6) to german.series(1, null))
        val report = ExportReport(records = 1u, attachments = 0u, notHere = 1u, first = null, last = null, signsMissing = 0u)
        assertEquals(
            "1 entry and 0 photos and voice notes are in the file. 1 photo or voice note is not on this phone and therefore not included.",
            english.exported(report),
        )
    }

    @Test
    fun `both languages have the same texts, with the same arguments`() {
        val (first, second) = written.getValue(Language.ENGLISH) to written.getValue(Language.GERMAN)
        assertTrue("${first.size} texts", first.size > 350)
        assertEquals(first.keys, second.keys)
        for (key in first.keys) {
            if (':' in key) assertTrue("$key: forms are one and other", key.endsWith(":one") || key.endsWith(":other"))
            if (key.endsWith(":one")) assertTrue(key, key.replace(":one", ":other") in first)
            if (key.endsWith(":other")) assertTrue(key, key.replace(":other", ":one") in first)
            // The form for one need not repeat the number: "Once a week".
            if (!key.endsWith(":one")) assertEquals(key, argumentsOf(first.getValue(key)), argumentsOf(second.getValue(key)))
        }
    }

    @Test
    fun `what the desktop reads is what an XML parser and Android read`() {
        for ((language, texts) in written) {
            val expected = texts.mapValues { (_, raw) -> Regex("\\\\(.)").replace(raw) { if (it.groupValues[1] == "n") "\n" else it.groupValues[1] } }
            assertEquals(expected.toSortedMap(), readTexts(resourceOf(language)).toSortedMap())
        }
    }

    @Test
    fun `no text has an escape, a space or a sign that Android would read differently`() {
        for ((language, texts) in written) {
            for ((key, raw) in texts) {
                val name = "$language $key: $raw"
                val plain = raw.replace(Regex("\\\\['\"n]"), "")
                assertTrue("$name: to escape", plain.none { it in "'\"\\" })
                assertTrue("$name: spaces", raw == raw.trim() && !Regex("\\s\\s|\n").containsMatchIn(raw))
                assertTrue("$name: a reference", raw.isNotEmpty() && raw.first() !in "@?")
                assertTrue("$name: a placeholder without a position", '%' !in PLACEHOLDER.replace(raw, ""))
            }
        }
    }

    @Test
    fun `each text is used, with the arguments that it has`() {
        val asked = Asked()
        val words = Words(Language.ENGLISH, asked)
        for (member in members()) combined(member.parameterTypes.map(::samplesOf)).forEach { member.invoke(words, *it.toTypedArray()) }
        SettingPart.known.forEach(words::settingPart)
        ReminderKind.known.forEach(words::reminder)
        val texts = written.getValue(Language.ENGLISH)
        assertEquals("used by none of Words", emptySet<String>(), texts.keys - asked.arguments.keys)
        for ((key, arguments) in asked.arguments) {
            val known = argumentsOf(texts.getValue(key))
            for (given in arguments) assertTrue("$key: $known, given $given", if (key.endsWith(":one")) given.containsAll(known) else given == known)
        }
    }

    @Test
    fun `each of the words is on a screen`() {
        val sources = listOf("../screens/src/main/kotlin", "../app/src/main/kotlin")
            .flatMap { File(it).walk().filter { file -> file.extension == "kt" && file.name != "Words.kt" } }
        assertTrue(sources.size > 50)
        val used = sources.flatMap { file -> Regex("(?:words|LocalWords\\.current)\\.(\\w+)").findAll(file.readText()).map { it.groupValues[1] } }.toSet()
        val names = members().map { it.name.removePrefix("get").replaceFirstChar(Char::lowercase) }
        assertEquals(emptyList<String>(), names.filterNot { it in used })
    }

    /** What the screens call. Functions with a value class have another name in Java, and are called directly. */
    private fun members(): List<Method> = Words::class.java.declaredMethods
        .filter { Modifier.isPublic(it.modifiers) && !Modifier.isStatic(it.modifiers) && !it.isSynthetic && '-' !in it.name }

    private fun samplesOf(type: Class<*>): List<Any?> = when (type) {
        String::class.java -> listOf("2026-11-25")
        Int::class.java -> listOf(1, 2, 90, 365)
        Int::class.javaObjectType -> listOf(null, 1, 2)
        Double::class.javaObjectType -> listOf(null, 2.5)
        LocalDate::class.java -> listOf(LocalDate.of(2026, 11, 25))
        ExportReport::class.java -> listOf(1u, 2u).map { ExportReport(records = it, attachments = it, notHere = it, first = null, last = null, signsMissing = it) }
        ImportReport::class.java -> listOf(1u, 2u).map {
            ImportReport(
                id = null, from = "texts", found = it, added = it, updated = it, known = it, first = null, last = null, attachments = it,
                leftOut = emptyList(), leftOutCount = it, remarks = emptyList(), remarkCount = it,
            )
        }
        else -> throw AssertionError("no samples of $type")
    }

    private fun combined(choices: List<List<Any?>>): List<List<Any?>> =
        choices.fold(listOf(emptyList())) { all, next -> all.flatMap { chosen -> next.map { chosen + it } } }

    /** Which text is asked for with which arguments. */
    private class Asked : Texts(emptyMap(), Locale.ENGLISH) {
        val arguments = mutableMapOf<String, MutableSet<List<String>>>()

        override fun text(key: String, arguments: Array<out Any>): String {
            val types = arguments.mapIndexed { place, argument -> "%${place + 1}$${if (argument is Int) 'd' else 's'}" }
            this.arguments.getOrPut(key, ::mutableSetOf) += types
            return key
        }
    }

    private companion object {
        val PLACEHOLDER = Regex("%\\d\\$[sd]")

        fun argumentsOf(text: String): List<String> = PLACEHOLDER.findAll(text).map { it.value }.toSortedSet().toList()

        /** A `strings.xml` by Java's parser, with the escapes of Android. */
        fun parsed(xml: String): Map<String, String> {
            val document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.byteInputStream())
            val texts = mutableMapOf<String, String>()
            fun keep(key: String, element: Element) {
                assertEquals("$key is there twice", null, texts.put(key, element.textContent))
            }
            for (element in document.documentElement.childNodes.elements()) {
                val name = element.getAttribute("name")
                when (element.tagName) {
                    "string" -> keep(name, element)
                    "plurals" -> for (item in element.childNodes.elements()) keep("$name:${item.getAttribute("quantity")}", item)
                    else -> throw AssertionError(element.tagName)
                }
            }
            return texts
        }

        fun NodeList.elements(): List<Element> = (0 until length).map(::item).filterIsInstance<Element>()
    }
}
