package afterglow.desktop

import afterglow.PromptId
import afterglow.app.DIM_BUTTON
import afterglow.app.EMERGENCY
import afterglow.app.Light
import afterglow.app.Place
import afterglow.app.colours
import afterglow.app.placeOf
import afterglow.app.routeOf
import androidx.compose.ui.graphics.Color
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** Distinguishable colours, and restored places. */
class ColourTest {
    @Test
    fun `outlines of controls stand out from every ground, in every light`() {
        for (light in listOf(Light.LIGHT, Light.DARK, Light.DIM)) {
            val colours = colours(light, systemIsDark = false)
            for (ground in listOf(colours.background, colours.surfaceContainer)) {
                for ((name, line) in listOf("outline" to colours.outline, "accent" to colours.primary)) {
                    val ratio = AccessibilityChecker.contrast(line, ground)
                    assertTrue("$name in $light: $ratio", ratio >= 3.0)
                }
            }
        }
        assertTrue(AccessibilityChecker.contrast(Color.White, EMERGENCY) >= AccessibilityChecker.MIN_CONTRAST)
        assertTrue(AccessibilityChecker.contrast(colours(Light.DIM, true).primary, DIM_BUTTON) >= AccessibilityChecker.MIN_CONTRAST)
    }

    @Test
    fun `a place is found again by its route, and a route holds no secret`() {
        val places = SamplePhone.places { "01890000-0000-7000-8000-00000000000$it".take(36) }.map { it.second }
        for (place in places.filter { it !is Place.Join }) assertEquals(place, placeOf(routeOf(place)))
        assertEquals(Place.Write(prompt = PromptId("image"), withheld = true), placeOf(routeOf(Place.Write(prompt = PromptId("image"), withheld = true))))
        assertEquals("join", routeOf(Place.Join("https://journal.example/join#secret")))
        assertEquals("register", routeOf(Place.Register("https://journal.example/join#secret")))
        assertNull(placeOf("nowhere"))
        assertNull(placeOf("session/many"))
    }

    @Test
    fun `before the first frame the window has the app's own background`() {
        for ((folder, light) in listOf("values" to Light.LIGHT, "values-night" to Light.DARK)) {
            val xml = File("../app/src/main/res/$folder/themes.xml").readText()
            val paper = checkNotNull(Regex("name=\"paper\">#(\\w{6})<").find(xml)).groupValues[1]
            assertEquals(folder, colours(light, systemIsDark = false).background, Color(0xFF000000L or paper.toLong(16)))
        }
    }
}
