package afterglow.desktop

import afterglow.app.Language
import java.io.File
import java.nio.file.Files
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element

/** What Android is promised by the app's manifest and resources, read as XML. The system's part can be seen on a phone only. */
class ManifestTest {
    private val app = File("../app").canonicalFile
    private val resources = File(app, "src/main/res")
    private val manifest = parsed(File(app, "src/main/AndroidManifest.xml"))

    private fun parsed(file: File): Element =
        DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }.newDocumentBuilder().parse(file).documentElement

    private fun Element.all(name: String): List<Element> = getElementsByTagName(name).let { found -> List(found.length) { found.item(it) as Element } }

    private fun Element.android(name: String): String? = getAttributeNS(ANDROID, name).ifEmpty { null }

    private fun component(name: String): Element =
        listOf("activity", "service", "receiver").flatMap { manifest.all(it) }.single { it.android("name") == "afterglow.android.$name" }

    /** The filters of an activity for links, with their data elements. */
    private fun links(of: Element): List<Element> =
        of.all("intent-filter").filter { filter -> filter.all("action").any { it.android("name") == "android.intent.action.VIEW" } }

    /** The hosts whose links open the app, in a build for these servers. */
    private fun hosts(servers: String?): List<String?>? {
        val folder = Files.createTempDirectory("manifest").toFile()
        try {
            val builder = ProcessBuilder("bash", File(app, "resources.sh").path, "manifest", folder.path, folder.path).redirectErrorStream(true)
            builder.environment().remove("JOIN_HOSTS")
            servers?.let { builder.environment()["JOIN_HOSTS"] = it }
            val running = builder.start()
            running.inputStream.readBytes()
            if (running.waitFor() != 0) return null
            return links(parsed(File(folder, "manifest.xml"))).flatMap { it.all("data") }.map { it.android("host") }
        } finally {
            folder.deleteRecursively()
        }
    }

    @Test
    fun `only verified links to an invitation open the app, and only of the servers it was built for`() {
        val filter = links(component("MainActivity")).single()
        assertEquals("true", filter.android("autoVerify"))
        assertEquals(
            setOf("android.intent.category.DEFAULT", "android.intent.category.BROWSABLE"),
            filter.all("category").map { it.android("name") }.toSet(),
        )
        val data = filter.all("data").single()
        assertEquals("https" to "/join", data.android("scheme") to data.android("pathPrefix"))

        assertEquals(listOf("journal.example", "second.example"), hosts("journal.example second.example"))
        assertEquals("a name that nobody can have", listOf("journal.invalid"), hosts(null))
        assertNull("any host", hosts("*"))
        assertNull("markup", hosts("a\"/><data android:host=\"b"))
    }

    @Test
    fun `back is shown by the system before it happens, and the keyboard leaves room`() {
        assertEquals("true", manifest.all("application").single().android("enableOnBackInvokedCallback"))
        assertEquals("adjustResize", component("MainActivity").android("windowSoftInputMode"))
    }

    @Test
    fun `a page is opened by a tile, which only the system can bind, and by a shortcut`() {
        val tile = component("WriteTile")
        assertEquals("android.permission.BIND_QUICK_SETTINGS_TILE", tile.android("permission"))
        assertEquals(listOf("android.service.quicksettings.action.QS_TILE"), tile.all("action").map { it.android("name") })

        val shortcuts = component("MainActivity").all("meta-data").single { it.android("name") == "android.app.shortcuts" }
        assertEquals("@xml/shortcuts", shortcuts.android("resource"))
        val shortcut = parsed(File(resources, "xml/shortcuts.xml")).all("shortcut").single()
        val intent = shortcut.all("intent").single()
        val activity = File(app, "src/main/kotlin/afterglow/android/MainActivity.kt").readText()
        assertTrue("const val WRITE = \"${intent.android("action")}\"" in activity)
        assertEquals("afterglow.android.MainActivity" to "afterglow.android", intent.android("targetClass") to intent.android("targetPackage"))
        // The names are in both languages.
        for (label in listOfNotNull(tile.android("label"), shortcut.android("shortcutShortLabel")).map { it.removePrefix("@string/") }) {
            val said = listOf("values", "values-de").map { folder ->
                val files = listOf(resources, File("../screens/src/main/res")).map { File(it, "$folder/strings.xml") }
                files.flatMap { parsed(it).all("string") }.single { it.getAttribute("name") == label }.textContent
            }
            assertNotEquals(label, said[0], said[1])
        }
    }

    @Test
    fun `the system lists the app's languages, and can draw its icon in one colour`() {
        val languages = parsed(File(resources, "xml/languages.xml")).all("locale").map { it.android("name") }
        assertEquals(Language.entries.map { it.tag }.toSet(), languages.toSet())
        assertEquals("@xml/languages", manifest.all("application").single().android("localeConfig"))

        assertEquals("@mipmap/icon", manifest.all("application").single().android("icon"))
        val layers = listOf("background", "foreground", "monochrome").associateWith { layer ->
            parsed(File(resources, "mipmap-anydpi/icon.xml")).all(layer).single().android("drawable")
        }
        val drawn = layers.getValue("monochrome").orEmpty().removePrefix("@drawable/")
        assertTrue("${layers.values}", File(resources, "drawable").listFiles().orEmpty().any { it.nameWithoutExtension == drawn })
    }

    private companion object {
        const val ANDROID = "http://schemas.android.com/apk/res/android"
    }
}
