package afterglow

import java.io.File
import java.util.zip.ZipFile
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.xpath.XPathConstants
import javax.xml.xpath.XPathFactory
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.w3c.dom.Document
import org.w3c.dom.NodeList

/** Tests the files to publish, packed before: the requirements of Maven Central, and the contents for apps. */
class PublishingTest {
    private fun packed(classifier: String = ""): ZipFile {
        val name = Regex("afterglow-kotlin-[0-9.]+$classifier\\.jar")
        return ZipFile(File("target").listFiles().orEmpty().single { name.matches(it.name) })
    }

    private val pom: Document by lazy {
        packed().use { jar ->
            val entry = jar.entries().asSequence().single { it.name.endsWith("/afterglow-kotlin/pom.xml") }
            jar.getInputStream(entry).use { DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(it) }
        }
    }

    private fun said(path: String): List<String> {
        val nodes = XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET) as NodeList
        return (0 until nodes.length).map { nodes.item(it).textContent.trim() }
    }

    @Test
    fun `the packed pom has what Maven Central asks for`() {
        assertTrue(said("/project/groupId").single().startsWith("io.github."))
        val asked = listOf(
            "name", "description", "url", "licenses/license/name", "licenses/license/url", "developers/developer/name",
            "scm/connection", "scm/developerConnection", "scm/url",
        )
        for (one in asked) assertTrue(said("/project/$one").single().isNotBlank(), one)
        val workspace = Regex("^version = \"(.*)\"", RegexOption.MULTILINE).find(File("../../Cargo.toml").readText())!!.groupValues[1]
        assertEquals(listOf(workspace), said("/project/version"), "one version for all of Afterglow")
    }

    @Test
    fun `an app gets three libraries and nothing of the tests`() {
        val needed = said("/project/dependencies/dependency[not(scope='test')]/artifactId")
        assertEquals(setOf("kotlin-stdlib", "kotlinx-coroutines-core-jvm", "jna"), needed.toSet())
        assertTrue(said("//version").none { "SNAPSHOT" in it })
    }

    @Test
    fun `classes, sources and documentation are packed`() {
        fun names(classifier: String = "") = packed(classifier).use { jar -> jar.entries().asSequence().map { it.name }.toSet() }
        assertTrue(names().containsAll(listOf("afterglow/Journal.class", "afterglow/JournalCalls.class")))
        assertTrue(names("-sources").containsAll(listOf("afterglow/Journal.kt", "afterglow/JournalCalls.kt")))
        assertTrue("README.md" in names("-javadoc"))
        assertTrue(names().none { "Test" in it }, "nothing of the tests")
    }
}
