package afterglow.app.previews

import afterglow.ExportReport
import afterglow.ImportReport
import afterglow.LeftOut
import afterglow.app.parts.Exits
import afterglow.app.screens.BringContent
import afterglow.app.screens.ExportActions
import afterglow.app.screens.Exporting
import afterglow.app.screens.ImportActions
import afterglow.app.screens.Importing
import afterglow.app.screens.TakeAlongContent
import afterglow.app.screens.Underway
import androidx.compose.runtime.Composable
import java.time.LocalDate

// Export and import.

@OnPhone
@Composable
internal fun ExportPreview() = Previewed {
    val report = ExportReport(records = 87u, attachments = 12u, notHere = 1u, first = null, last = null, signsMissing = 0u)
    TakeAlongContent(Exits({}), Exporting(weeks = 12, report = report), ExportActions())
}

@OnPhone
@Composable
internal fun ExportUnderwayPreview() = Previewed {
    TakeAlongContent(Exits({}), Exporting(passphrase = "a long walk home", underway = Underway(12, 87)), ExportActions())
}

@OnPhone
@Composable
internal fun ExportFailedPreview() = Previewed {
    TakeAlongContent(Exits({}), Exporting(problem = "There is no space left on the phone, so this was not saved."), ExportActions())
}

@OnPhone
@Composable
internal fun ImportPreview() = Previewed { BringContent(Exits({}), Importing(), ImportActions()) }

@OnPhone
@Composable
internal fun ImportLockedPreview() = Previewed {
    BringContent(Exits({}), Importing(locked = true, passphrase = "a long walk", problem = "Wrong passphrase."), ImportActions())
}

@OnPhone
@Composable
internal fun ImportFoundPreview() = Previewed { BringContent(Exits({}), Importing(found = found), ImportActions()) }

@OnPhone
@Composable
internal fun ImportDonePreview() = Previewed {
    BringContent(Exits({}), Importing(found = found, imported = found.copy(added = 308u, attachments = 41u)), ImportActions())
}

private val found = ImportReport(
    id = null,
    from = "day_one",
    found = 312u,
    added = 0u,
    updated = 0u,
    known = 4u,
    first = LocalDate.parse("2019-03-02"),
    last = LocalDate.parse("2026-10-30"),
    attachments = 41u,
    leftOut = listOf(LeftOut("entry 17", "empty", "There is nothing in this.")),
    leftOutCount = 1u,
    remarks = emptyList(),
    remarkCount = 0u,
)
