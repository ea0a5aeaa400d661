package afterglow.desktop

import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.previews.LocalPreviewLook
import afterglow.app.previews.PreviewLook
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Composer
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.currentComposer
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import java.io.File
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** Draws every preview of the screens, found by reflection, so that none is forgotten. With `-Dshots=FOLDER` as pictures. */
class PreviewTest {
    @Test
    fun `every preview is drawn in both languages, by day and at night`() {
        val previews = previews()
        assertTrue("found ${previews.map { it.name }}", previews.size >= LEAST)
        for (language in Language.entries) for (light in listOf(Light.LIGHT, Light.DARK)) draw(previews, PreviewLook(language, light))
    }

    private fun draw(previews: List<Method>, look: PreviewLook) {
        val folder = "previews-${look.light.name.lowercase()}-${look.language.tag}"
        val violations = mutableListOf<String>()
        runSkikoComposeUiTest(PHONE, Density(1f), testTimeout = LONGEST) {
            var shown by mutableStateOf(previews.first())
            setContent { CompositionLocalProvider(LocalPreviewLook provides look) { key(shown) { Drawn(shown) } } }
            for (preview in previews) {
                runOnIdle { shown = preview }
                waitForIdle()
                violations += AccessibilityChecker(this, 1f).violations().map { "${preview.name}: $it" }
                saveScreenshot(this, folder, preview.name)
            }
        }
        assertEquals(folder, emptyList<String>(), violations)
    }

    /** A composable without parameters is compiled to a function of the composer and of what has changed. */
    @Composable
    private fun Drawn(preview: Method) {
        preview.invoke(null, currentComposer, 0)
    }

    private fun previews(): List<Method> {
        val classes = File(javaClass.protectionDomain.codeSource.location.toURI())
        return File(classes, FOLDER).list().orEmpty().filter { it.endsWith("PreviewsKt.class") }.sorted()
            .flatMap { Class.forName("${FOLDER.replace('/', '.')}.${it.removeSuffix(".class")}").declaredMethods.toList() }
            .filter { Modifier.isPublic(it.modifiers) && it.parameterTypes.toList() == listOf(Composer::class.java, Int::class.java) && '$' !in it.name }
            .sortedBy { it.name }
    }

    private companion object {
        const val FOLDER = "afterglow/app/previews"

        /** Fewer would mean that they were not found. */
        const val LEAST = 60
    }
}
