package afterglow.app

import android.content.Context
import android.content.res.Configuration
import android.content.res.Resources
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.platform.LocalContext

/** The app's resources in one language. The desktop has its own implementation. */
class Texts(private val resources: Resources) {
    operator fun invoke(text: Int, vararg arguments: Any): String =
        if (arguments.isEmpty()) resources.getString(text) else resources.getString(text, *arguments)

    /** [count] selects the form and is the first argument. */
    fun plural(text: Int, count: Int, vararg arguments: Any): String = resources.getQuantityString(text, count, count, *arguments)
}

/** The texts in each language of the app, whatever language the phone has. */
internal fun textsIn(context: Context): (Language) -> Texts = { language ->
    val configuration = Configuration(context.resources.configuration).apply { setLocale(language.locale) }
    // Android Studio's previews do not support other configurations.
    val localized: Context? = context.createConfigurationContext(configuration)
    Texts((localized ?: context).resources)
}

/** The texts for a screen. */
@Composable
internal fun localTexts(): (Language) -> Texts {
    val context = LocalContext.current.applicationContext
    return remember(context) { textsIn(context) }
}
