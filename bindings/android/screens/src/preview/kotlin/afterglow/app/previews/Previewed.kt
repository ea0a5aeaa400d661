package afterglow.app.previews

import afterglow.app.AfterglowTheme
import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.Look
import afterglow.app.Settings
import afterglow.app.localTexts
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.tooling.preview.Preview

/** A screen as Android Studio shows it: on a phone, by day and at night. */
@Preview(name = "day", widthDp = 412, heightDp = 892)
@Preview(name = "night", widthDp = 412, heightDp = 892, uiMode = NIGHT)
internal annotation class OnPhone

/** `Configuration.UI_MODE_NIGHT_YES`, which desktops do not have. */
private const val NIGHT = 0x20

/** The language and light of a preview. Android Studio shows English in the light of the system. */
internal class PreviewLook(val language: Language = Language.ENGLISH, val light: Light = Light.SYSTEM)

/** PreviewTest draws each preview in several looks. */
internal val LocalPreviewLook: ProvidableCompositionLocal<PreviewLook> = staticCompositionLocalOf { PreviewLook() }

/** The theme around a preview, with settings in memory. */
@Composable
internal fun Previewed(content: @Composable () -> Unit) {
    val chosen = LocalPreviewLook.current
    val texts = localTexts()
    val look = remember(chosen) {
        Look(SettingsInMemory(), texts).apply {
            language = chosen.language
            light = chosen.light
        }
    }
    AfterglowTheme(look) { Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background, content = content) }
}

private class SettingsInMemory : Settings {
    private val kept = mutableMapOf<String, String>()

    override fun get(name: String): String? = kept[name]

    override fun set(name: String, value: String) {
        kept[name] = value
    }
}
