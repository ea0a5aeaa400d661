package afterglow.desktop
import androidx.compose.material3.*
import androidx.compose.ui.test.*
import org.junit.Test
class ATest { @Test fun a() = runComposeUiTest { setContent { Button({}) { Text("x") } }; onNodeWithText("x").performClick(); val i = onRoot().captureToImage(); println("" + i.width + " " + i.height) } }
