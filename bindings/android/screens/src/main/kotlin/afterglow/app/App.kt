package afterglow.app

import afterglow.JournalException
import afterglow.Lock
import afterglow.Part
import afterglow.app.screens.Again
import afterglow.app.screens.BringScreen
import afterglow.app.screens.CheckInScreen
import afterglow.app.screens.ConflictsScreen
import afterglow.app.screens.CrisisPlanScreen
import afterglow.app.screens.EntryScreen
import afterglow.app.screens.GoAlongScreen
import afterglow.app.screens.HarmPage
import afterglow.app.screens.HelpScreen
import afterglow.app.screens.JoinScreen
import afterglow.app.screens.JourneyScreen
import afterglow.app.screens.LockScreen
import afterglow.app.screens.LookBackScreen
import afterglow.app.screens.MeasureScreen
import afterglow.app.screens.MeasuresScreen
import afterglow.app.screens.MoreScreen
import afterglow.app.screens.NewStepScreen
import afterglow.app.screens.ReadersScreen
import afterglow.app.screens.RecentlyRemovedScreen
import afterglow.app.screens.RecoverScreen
import afterglow.app.screens.RecoveryKitScreen
import afterglow.app.screens.RegisterScreen
import afterglow.app.screens.RemindersScreen
import afterglow.app.screens.ResultPage
import afterglow.app.screens.SafetyPage
import afterglow.app.screens.SessionScreen
import afterglow.app.screens.SessionsScreen
import afterglow.app.screens.SettingsScreen
import afterglow.app.screens.ShareScreen
import afterglow.app.screens.SharedWithScreen
import afterglow.app.screens.SignInScreen
import afterglow.app.screens.StepsScreen
import afterglow.app.screens.TakeAlongScreen
import afterglow.app.screens.TherapistScreen
import afterglow.app.screens.TodayScreen
import afterglow.app.screens.WelcomeScreen
import afterglow.app.screens.WhatThisIsScreen
import afterglow.app.screens.WriteScreen
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.DateRange
import androidx.compose.material.icons.filled.Edit
import androidx.compose.material.icons.filled.Home
import androidx.compose.material.icons.filled.Menu
import androidx.compose.material.icons.filled.Search
import androidx.compose.material3.ExtendedFloatingActionButton
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.NavigationBar
import androidx.compose.material3.NavigationBarItem
import androidx.compose.material3.NavigationRail
import androidx.compose.material3.NavigationRailItem
import androidx.compose.material3.SnackbarHost
import androidx.compose.material3.SnackbarHostState
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.key
import androidx.compose.runtime.remember
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.pointer.PointerEventPass
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalWindowInfo
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.filterNotNull

/** From here on the bar stands at the side; from twice as much on a list keeps its place beside what is open. */
private val RAIL = 600.dp
private val TWO_PANES = 900.dp

/** The whole app, once the journal is open. */
@Composable
fun AfterglowApp(app: AppState) {
    val messages = remember { SnackbarHostState() }
    LaunchedEffect(Unit) {
        snapshotFlow { app.notice }.filterNotNull().collect {
            app.notice = null
            messages.showSnackbar(it)
        }
    }
    val lock = app.watched(Unit, Part.LOCK) { lockView() }
    // What nobody looks for at once waits until the first page stands: it would take the processor from it.
    if (stands()) Following(app)
    LockingItself(app, (lock as? Shown.Ready)?.value)
    AfterglowTheme(app.look, bright = app.helping > 0) {
        Surface(Modifier.fillMaxSize().touches(app), color = MaterialTheme.colorScheme.background) {
            val locked = (lock as? Shown.Ready)?.value?.takeIf { it.locked }
            if (locked != null) {
                Box(Modifier.windowInsetsPadding(WindowInsets.safeDrawing)) { LockScreen(app, locked) }
                return@Surface
            }
            Again(app)
            BoxWithConstraints(Modifier.windowInsetsPadding(WindowInsets.safeDrawing)) {
                val wide = maxWidth >= RAIL
                val two = maxWidth >= TWO_PANES
                if (wide) {
                    Row {
                        // The first page is read before anything else is gone to, as on a phone.
                        if (app.navigator.here != Place.Welcome) Rail(app)
                        Column {
                            Box(Modifier.weight(1f)) { Panes(app, two) }
                            Messages(messages)
                        }
                    }
                } else {
                    Column {
                        Box(Modifier.weight(1f)) { Panes(app, two = false) }
                        Messages(messages)
                        if (app.navigator.here in ROOTS) Bar(app)
                    }
                }
            }
        }
    }
}

/** Left alone for the chosen time, it closes while nobody looks, and not only at the next tap. */
@Composable
private fun LockingItself(app: AppState, lock: Lock?) {
    if (lock == null || lock.locked || (lock.autoLockS ?: 0u) == 0u) return
    LaunchedEffect(lock.autoLockS) {
        try {
            var left = app.journal.lockView().locksInS
            while (left != null && left > 0uL) {
                delay(left.toLong().seconds)
                left = app.journal.lockView().locksInS
            }
            // Says so to every screen, also when the core has closed it already.
            if (left != null) app.journal.lock()
        } catch (_: JournalException) {
            // The store does not answer: whatever is shown next says so.
        }
    }
}

/** Every touch and every key is somebody who is there. */
private fun Modifier.touches(app: AppState): Modifier = pointerInput(app) {
    awaitPointerEventScope {
        while (true) {
            awaitPointerEvent(PointerEventPass.Initial)
            app.touched()
        }
    }
}.onPreviewKeyEvent {
    app.touched()
    false
}

/** A message has room of its own while it stands: it covers nothing that could be tapped. */
@Composable
private fun Messages(messages: SnackbarHostState) = Box(Modifier.fillMaxWidth(), Alignment.Center) { SnackbarHost(messages) }

/** What comes from elsewhere: reminders to plan, a language that was chosen on another phone, a network that is away. */
@Composable
private fun Following(app: AppState) {
    Reminding(app)
    val spoken = app.watched(Unit, Part.SETTINGS) { language() }
    LaunchedEffect(spoken) { (spoken as? Shown.Ready)?.let { app.look.spoken(it.value) } }
    val unreached = app.watched(Unit, Part.STATUS) { status().reasons.any { it.code == "offline" } }
    LaunchedEffect(unreached) { app.unreached = (unreached as? Shown.Ready)?.value == true }
    LaunchedEffect(Unit) { app.platform.network.collect { app.network = it } }
}

/** The core plans; the platform keeps the plan and shows it when it is time. */
@Composable
private fun Reminding(app: AppState) {
    val reminders = app.watched(Unit, Part.REMINDERS) { reminders().notices }
    LaunchedEffect(reminders) {
        if (reminders is Shown.Ready) app.platform.reminders.plan(reminders.value.map { Notice(it.id, it.unixMs, it.title) })
    }
}

@Composable
private fun Panes(app: AppState, two: Boolean) {
    val here = app.navigator.here
    val root = app.navigator.root
    if (two && here is Place.EntryOf || two && here is Place.Share) {
        Row {
            Box(Modifier.width(420.dp).fillMaxHeight()) { Screen(app, root) }
            VerticalDivider()
            Box(Modifier.weight(1f)) { Screen(app, here) }
        }
    } else {
        Box(Modifier.fillMaxSize()) {
            Screen(app, here)
            if (here == Place.Today || here == Place.Journey) {
                ExtendedFloatingActionButton(
                    onClick = { app.go(Place.Write()) },
                    Modifier.align(Alignment.BottomEnd).padding(16.dp).testTag("write"),
                ) {
                    Icon(Icons.Default.Edit, null)
                    Text(app.words.write, Modifier.padding(start = 8.dp))
                }
            }
        }
    }
}

/** Each place's screen. */
@Composable
private fun Screen(app: AppState, place: Place) = key(place) {
    when (place) {
        Place.Today -> TodayScreen(app)
        Place.Journey -> JourneyScreen(app)
        Place.LookBack -> LookBackScreen(app)
        Place.More -> MoreScreen(app)
        is Place.Write -> WriteScreen(app, place.id, place.prompt, place.withheld)
        Place.CheckIn -> CheckInScreen(app)
        is Place.EntryOf -> EntryScreen(app, place.id)
        is Place.Share -> ShareScreen(app, place.id)
        Place.Sessions -> SessionsScreen(app)
        is Place.SessionOf -> SessionScreen(app, place.number)
        Place.Steps -> StepsScreen(app)
        is Place.NewStep -> NewStepScreen(app, place.fromEntry)
        Place.Conflicts -> ConflictsScreen(app)
        Place.Welcome -> WelcomeScreen(app)
        Place.Therapist -> TherapistScreen(app)
        is Place.SharedWith -> SharedWithScreen(app, place.care)
        is Place.GoAlong -> GoAlongScreen(app, place.from)
        Place.Readers -> ReadersScreen(app)
        Place.RecentlyRemoved -> RecentlyRemovedScreen(app)
        is Place.Join -> JoinScreen(app, place.link)
        is Place.Register -> RegisterScreen(app, place)
        Place.SignIn -> SignInScreen(app)
        Place.Recover -> RecoverScreen(app)
        Place.RecoveryKit -> RecoveryKitScreen(app)
        Place.WhatThisIs -> WhatThisIsScreen(app)
        Place.Settings -> SettingsScreen(app)
        Place.TakeAlong -> TakeAlongScreen(app)
        Place.Bring -> BringScreen(app)
        Place.Measures -> MeasuresScreen(app)
        is Place.Measure -> MeasureScreen(app, place.instrument, place.assignment)
        Place.Help -> HelpScreen(app)
        Place.CrisisPlan -> CrisisPlanScreen(app)
        Place.Harm -> HarmPage(app)
        is Place.SafetyOf -> SafetyPage(app, place.event)
        is Place.ResultOf -> ResultPage(app, place.id)
        Place.Reminders -> RemindersScreen(app)
    }
}

private fun AppState.named(place: Place): Pair<ImageVector, String> = when (place) {
    Place.Today -> Icons.Default.Home to words.today
    Place.Journey -> Icons.Default.DateRange to words.journey
    Place.LookBack -> Icons.Default.Search to words.lookBack
    else -> Icons.Default.Menu to words.more
}

/** Labels of the bar grow less than words do, or they would not fit: their icons stand above them. */
@Composable
private fun SmallerWords(content: @Composable () -> Unit) {
    val density = LocalDensity.current
    val most = with(density) { LocalWindowInfo.current.containerSize.width.toDp() } / ROOM_FOR_LABELS
    CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(most.coerceIn(1f, 1.3f))), content = content)
}

/** From here on the bar has room for words of their own size. */
private val ROOM_FOR_LABELS = 310.dp

@Composable
private fun Bar(app: AppState) = SmallerWords {
    NavigationBar(windowInsets = WindowInsets(0, 0, 0, 0)) {
        for (place in ROOTS) {
            val (icon, name) = app.named(place)
            NavigationBarItem(app.navigator.root == place, { app.go(place) }, { Icon(icon, null) }, label = { Text(name) })
        }
    }
}

@Composable
private fun Rail(app: AppState) = SmallerWords {
    NavigationRail(Modifier.padding(horizontal = 8.dp), windowInsets = WindowInsets(0, 0, 0, 0)) {
        for (place in ROOTS) {
            val (icon, name) = app.named(place)
            NavigationRailItem(app.navigator.root == place, { app.go(place) }, { Icon(icon, null) }, label = { Text(name) })
        }
    }
}
