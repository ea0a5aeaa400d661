package afterglow.desktop

import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** Gradle cannot run everywhere, so this compares its files with what Maven builds. */
class GradleTest {
    private val android = File("..").canonicalFile
    private val gradle = File(android, "app/build.gradle.kts").readText()
    private val parent = File(android, "pom.xml").readText()

    private fun property(name: String) = checkNotNull(Regex("<$name>(.*?)</$name>").find(parent)) { name }.groupValues[1]

    /** `group:artifact` to version, from the flat list of Android's libraries. */
    private val libraries = Regex("<groupId>([^<*]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>")
        .findAll(File(android, "androidx/pom.xml").readText().substringAfter("<dependencies>").substringBefore("</dependencies>"))
        .associate { found ->
            val (group, artifact, version) = found.destructured
            "$group:$artifact" to Regex("\\$\\{(.*?)}").replace(version) { property(it.groupValues[1]) }
        }

    @Test
    fun `each library has the version that Maven takes`() {
        val asked = Regex("implementation\\(\"([^:]+:[^:]+):([^\"@]+)(@aar)?\"\\)").findAll(gradle).toList()
        assertTrue(asked.size >= 10)
        for (one in asked) assertEquals(one.groupValues[1], libraries[one.groupValues[1]], one.groupValues[2])
        assertTrue("version \"${property("kotlin.version")}\"" in File(android, "build.gradle.kts").readText())
    }

    @Test
    fun `the library that other apps use has the same sources, versions and rules`() {
        val library = File(android, "library/build.gradle.kts").readText()
        val asked = Regex("(?:api|implementation)\\(\"([^:]+:[^:]+):([^\"@]+)(@aar)?\"\\)").findAll(library).toList()
        assertEquals(2, asked.size)
        for (one in asked) assertEquals(one.groupValues[1], libraries[one.groupValues[1]], one.groupValues[2])
        for (same in listOf("compileSdk = 36", "minSdk = 28", "../../kotlin/src/main/kotlin", "../../kotlin/src/main/generated", "../../../target/android")) {
            assertTrue(same, same in library && same in gradle)
        }
        assertTrue("\":library\"" in File(android, "settings.gradle.kts").readText())
        // Both are shrunk by the same rules, and these name what uniffi generates.
        assertTrue("consumerProguardFiles(\"../app/keep-rules.pro\")" in library && "\"keep-rules.pro\"" in gradle)
        val rules = File(android, "app/keep-rules.pro").readText()
        val kept = Regex("-keep class (afterglow[\\w.]+)").findAll(rules).map { it.groupValues[1] }.toList()
        assertEquals(2, kept.size)
        for (name in kept) Class.forName(name, false, javaClass.classLoader)
    }

    @Test
    fun `what a start runs is named by the rules for compiling it ahead`() {
        val rules = File(android, "app/src/main/baseline-prof.txt").readLines().filterNot { it.startsWith("#") }
        assertTrue(rules.size > 10)
        val sources = listOf("app/src/main/kotlin", "screens/src/main/kotlin", "../kotlin/src/main/kotlin", "../kotlin/src/main/generated")
            .flatMap { File(android, it).walk().filter { file -> file.extension == "kt" } }.map { it to it.readText() }
        for (rule in rules) {
            val of = Regex("^(?:HSP)?L([\\w/]+)(\\*\\*|\\*|);").find(rule) ?: throw AssertionError(rule)
            val name = of.groupValues[1].trimEnd('/').replace('/', '.')
            val (folder, own) = name.substringBeforeLast('.') to name.substringAfterLast('.')
            // A package, or a file or class in it.
            val found = sources.any { (file, text) ->
                "package $name\n" in text || "package $folder\n" in text && (file.name.startsWith(own) || own in text)
            }
            assertTrue("nothing is meant by $rule", found)
        }
    }

    @Test
    fun `package, versions and folders are the same`() {
        val script = File(android, "app/resources.sh").readText()
        fun maven(name: String) = checkNotNull(Regex("(?m)^$name=(.*)$").find(script)) { name }.groupValues[1]
        for (line in listOf(
            "namespace = \"${maven("package")}\"", "applicationId = \"${maven("package")}\"", "minSdk = ${maven("min_sdk")}",
            "targetSdk = ${maven("target_sdk")}", "versionCode = ${maven("version_code")}", "versionName = \"${maven("version_name")}\"",
        )) {
            assertTrue("$line is not in build.gradle.kts", line in gradle)
        }
        // Manifest and resources are in Gradle's default folders, from where Maven takes them; the texts are beside the screens.
        assertTrue("src/main/AndroidManifest.xml" in script && "\$here/src/main/res" in script)
        val texts = "../screens/src/main/res"
        for (where in listOf(script, gradle, File(android, "desktop/pom.xml").readText())) assertTrue(texts in where)
        assertTrue(File(android, "app/$texts/values-de/strings.xml").isFile)
        // A language that was not delivered could not be chosen in the app.
        assertTrue("bundle { language { enableSplit = false } }" in gradle)
        val folders = Regex("\"([^\"]*kotlin[^\"]*|[^\"]*generated)\",").findAll(gradle).map { it.groupValues[1] }.toList()
        val built = setOf("src/main/kotlin", "../screens/src/main/kotlin", "../../kotlin/src/main/kotlin", "../../kotlin/src/main/generated")
        assertEquals(built, folders.toSet())
        // The test draws the same previews that Android Studio shows.
        for (where in listOf(gradle, File(android, "desktop/pom.xml").readText())) assertTrue("../screens/src/preview/kotlin" in where)
        assertTrue("debugImplementation(\"androidx.compose.ui:ui-tooling:${property("compose.android.version")}\")" in gradle)
        for (folder in built.filterNot { it.endsWith("generated") }) assertTrue(folder, File(android, "app/$folder").isDirectory)
    }
}
