package afterglow

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The package covers the whole core, under the names that screens use. */
class SurfaceTest {
    @Test
    fun `each function of the core is one of the journal's`() {
        // The compiler adds suffixes to the names of functions with unsigned or default arguments.
        fun functions(of: Class<*>) = of.methods.map { it.name.substringBefore('-').substringBefore('$') }.toSet()
        val (journal, core) = functions(Journal::class.java) to functions(PhoneCoreInterface::class.java)
        // Replaced by `watch`, and by cancelling a coroutine.
        val elsewhere = setOf("observe", "stopObserving", "stopSyncing")
        assertEquals(emptySet<String>(), core - journal - elsewhere, "give these a place among the journal's calls")
        assertTrue(core.size > 30, "the core's surface was read")
    }

    @Test
    fun `each function of the core is called in a story`() {
        val stories = File("src/test/kotlin").walk().filter { it.extension == "kt" }.joinToString("\n") { it.readText() }
        val core = PhoneCoreInterface::class.java.methods.map { it.name.substringBefore('-').substringBefore('$') }.toSet()
        val untold = core.filterNot { Regex("\\b$it`?[ ({]").containsMatchIn(stories) }
        // Replaced by cancelling a coroutine. A journal has one observer while it is open.
        assertEquals(listOf("stopObserving", "stopSyncing"), untold.sorted())
    }

    @Test
    fun `each record and enum of the core has a name that says what a screen shows`() {
        val generated = File(System.getProperty("afterglow.generated")).walk().filter { it.extension == "kt" }
        val source = generated.joinToString("\n") { it.readText() }
        val types = Regex("^(?:public )?(?:data |enum |value |sealed )class (\\w+)", RegexOption.MULTILINE)
        val names = types.findAll(source).map { it.groupValues[1] }.toSet()
        assertTrue(names.size > 20, "the generated file was read")
        assertEquals(emptyList<String>(), names.filter { it.endsWith("View") }, "give these a name in mobile-core/uniffi.toml")
    }

    @Test
    fun `the stories of an app do not call the core directly`() {
        for (file in listOf("JourneyTest.kt", "AccountTest.kt", "LockTest.kt", "ArcTest.kt", "CareTest.kt", "ErrorsTest.kt", "SecretsTest.kt", "LifeTest.kt", "TransferTest.kt", "WriteTest.kt")) {
            val story = File("src/test/kotlin/afterglow", file).readText()
            assertTrue(!story.contains("PhoneCore"), file)
        }
    }
}
