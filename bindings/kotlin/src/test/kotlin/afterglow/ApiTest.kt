package afterglow

import java.io.File
import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The layer's binary interface: an app that was compiled before a change of it no longer links. */
class ApiTest {
    private val kept = File("api/afterglow-kotlin.api")

    @Test
    fun `the binary interface is the one that is written down`() {
        val dump = StringBuilder()
        val layer = AbiFilters(setOf("afterglow.*"), setOf("afterglow.core.**"), emptySet(), emptySet())
        AbiTools.getInstance().printJvmDump(dump, File("target/classes").walk().filter { it.extension == "class" }.sorted().toList(), layer)
        assertTrue("public final class afterglow/Journal" in dump, "the layer was read")
        assertTrue("class afterglow/core/" !in dump, "what is generated is not the layer's")
        if (System.getProperty("api.write") == "yes") kept.writeText(dump.toString())
        assertEquals(kept.readText(), dump.toString(), "meant? `mvn -f bindings/kotlin/pom.xml -Dtest=ApiTest -Dapi.write=yes test` writes it down")
    }
}
