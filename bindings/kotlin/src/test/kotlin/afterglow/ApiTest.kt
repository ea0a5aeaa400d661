package afterglow

import java.io.File
import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The package's binary interface: an app that was compiled before a change of it no longer links. */
class ApiTest {
    private val kept = File("api/afterglow-kotlin.api")

    /** Records, enums, ids and codes: they change with the core, and the calls that use them are written down. */
    private val values: Set<String> by lazy {
        val files = File(System.getProperty("afterglow.generated")).walk().filter { it.name in setOf("mobile_core.kt", "Values.kt") }
        val declared = Regex("^(?:public )?(?:data |enum |sealed |value )class (\\w+)", RegexOption.MULTILINE)
        files.flatMap { file -> declared.findAll(file.readText()).map { it.groupValues[1] } }.toSet()
    }

    @Test
    fun `the binary interface is the one that is written down`() {
        val dump = StringBuilder()
        val without = AbiFilters(emptySet(), values.flatMap { listOf("afterglow.$it", "afterglow.$it.**") }.toSet(), emptySet(), emptySet())
        AbiTools.getInstance().printJvmDump(dump, File("target/classes").walk().filter { it.extension == "class" }.sorted().toList(), without)
        assertTrue("public final class afterglow/Journal " in dump && "class afterglow/JournalCalls " in dump, "the package was read")
        assertTrue("Entry" in values && "EntryForm" in values && "EntryId" in values, "the values were read")
        if (System.getProperty("api.write") == "yes") kept.writeText(dump.toString())
        assertEquals(kept.readText(), dump.toString(), "meant? `mvn -f bindings/kotlin/pom.xml -Dtest=ApiTest -Dapi.write=yes test` writes it down")
    }

    @Test
    fun `apps see nothing of what calls the core`() {
        val declared = kept.readLines().filter { it.startsWith("public ") }
        for (hidden in listOf("PhoneCore", "Uniffi", "FfiConverter", "RustBuffer", "CoreException")) {
            assertEquals(emptyList<String>(), declared.filter { hidden in it }, hidden)
        }
    }
}
