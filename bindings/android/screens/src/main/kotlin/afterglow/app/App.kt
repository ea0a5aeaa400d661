package afterglow.app

import afterglow.JournalException
import afterglow.Lock
import afterglow.Part
import afterglow.SyncReason
import afterglow.app.parts.Confirming
import afterglow.app.parts.Note
import afterglow.app.parts.opening
import afterglow.app.screens.Again
import afterglow.app.screens.BringScreen
import afterglow.app.screens.CheckInScreen
import afterglow.app.screens.ConflictsScreen
import afterglow.app.screens.CrisisPlanScreen
import afterglow.app.screens.EffectsAnswerPage
import afterglow.app.screens.EffectsScreen
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
import afterglow.app.screens.PrepareScreen
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
import afterglow.app.screens.SettingsPage
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
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.SnackbarHost
import androidx.compose.material3.SnackbarHostState
import androidx.compose.material3.Surface
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.key
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.SaveableStateHolder
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.pointer.PointerEventPass
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.testTag
import androidx.compose.ui.unit.dp
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.filterNotNull

/** From this width on the bar is at the side. From twice the width on, a list stays beside the open entry. */
private val RAIL = 600.dp
private val TWO_PANES = 840.dp

/** The app with an open journal. */
@Composable
fun AfterglowApp(app: AppState) {
    val messages = remember { SnackbarHostState() }
    // Outside the lock screen, so that the open places keep their state.
    val states = rememberSaveableStateHolder()
    LaunchedEffect(Unit) {
        snapshotFlow { app.notice }.filterNotNull().collect {
            app.notice = null
            messages.showSnackbar(it)
        }
    }
    val lock = app.watched(Unit, Part.LOCK) { lockView() }
    Confirming { app.keptCount }
    // Less urgent work waits until the first page is shown.
    if (stands()) Following(app)
    LockingItself(app, (lock as? Shown.Ready)?.value)
    AfterglowTheme(app.look, bright = app.helping > 0, app::touched) {
        Surface(Modifier.fillMaxSize().touches(app), color = MaterialTheme.colorScheme.background) {
            val locked = (lock as? Shown.Ready)?.value?.takeIf { it.locked }
            if (locked != null) {
                Box(Modifier.windowInsetsPadding(WindowInsets.safeDrawing)) { LockScreen(app, locked) }
                return@Surface
            }
            Again(app)
            // Text that was typed while it locked is saved now.
            LaunchedEffect(Unit) { app.saveDrafts() }
            // Not before the journal is open.
            if (lock is Shown.Ready) Arriving(app)
            BoxWithConstraints(Modifier.windowInsetsPadding(WindowInsets.safeDrawing)) {
                val wide = maxWidth >= RAIL
                val two = maxWidth >= TWO_PANES
                if (wide) {
                    Row {
                        // The first page is loaded before others are opened, as on a phone.
                        if (app.navigator.here != Place.Welcome) SideRail(app.navigator.root, app::go)
                        Column {
                            Box(Modifier.weight(1f)) { Panes(app, two, states) }
                            Unsaved(app.unsaved)
                            Messages(messages)
                        }
                    }
                } else {
                    Column {
                        Box(Modifier.weight(1f)) { Panes(app, two = false, states) }
                        Unsaved(app.unsaved)
                        Messages(messages)
                        if (app.navigator.here in ROOTS) BottomBar(app.navigator.root, app::go)
                    }
                }
            }
        }
    }
}

/** Locks when the auto-lock time has passed, and not only at the next tap. */
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
            // Updates every screen, also if the core has already locked.
            if (left != null) {
                app.saveDrafts()
                app.journal.lock()
            }
        } catch (_: JournalException) {
            // The store does not respond. The next screen shows the error.
        }
    }
}

/** Every touch and key restarts the auto-lock timer. */
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

/** A message has its own space, so it covers no buttons. */
@Composable
private fun Messages(messages: SnackbarHostState) = Box(Modifier.fillMaxWidth(), Alignment.Center) { SnackbarHost(messages) }

/** A form could not be saved. It is kept in memory, and saved with the next change or after unlocking. */
@Composable
private fun Unsaved(sentence: String?) {
    if (sentence != null) Note(sentence, Modifier.padding(horizontal = 20.dp, vertical = 8.dp).semantics { liveRegion = LiveRegionMode.Assertive }, urgent = true)
}

/** Effects of external changes: reminders, a language chosen on another phone, the network. */
@Composable
private fun Following(app: AppState) {
    Reminding(app)
    val spoken = app.watched(Unit, Part.SETTINGS) { language() }
    LaunchedEffect(spoken) { (spoken as? Shown.Ready)?.let { app.look.spoken(it.value) } }
    val unreached = app.watched(Unit, Part.STATUS) { status().reasons.any { it.code == SyncReason.OFFLINE } }
    LaunchedEffect(unreached) { app.unreached = (unreached as? Shown.Ready)?.value == true }
    LaunchedEffect(Unit) { app.platform.network.collect { app.network = it } }
}

/** Passes the core's reminders to the platform, which shows them. */
@Composable
private fun Reminding(app: AppState) {
    val reminders = app.watched(Unit, Part.REMINDERS) { reminders().notices }
    LaunchedEffect(reminders) {
        if (reminders is Shown.Ready) app.platform.reminders.plan(reminders.value.map { Notice(it.id, it.moment.toEpochMilli(), it.title) })
    }
}

@Composable
private fun Panes(app: AppState, two: Boolean, states: SaveableStateHolder) {
    val here = app.navigator.here
    val under = app.navigator.under
    val root = app.navigator.root
    Forgetting(app, states)
    val arriving = Modifier.opening(under)
    Box(Modifier.fillMaxSize()) {
        // Screens below help keep their state, and are hidden from screen readers and focus.
        val covered = if (here == under) Modifier else Modifier.clearAndSetSemantics { testTag = "covered" }
        if (two && (under is Place.EntryOf || under is Place.Share)) {
            Row(covered) {
                Box(Modifier.width(420.dp).fillMaxHeight()) { Held(app, root, states) }
                VerticalDivider()
                Box(Modifier.weight(1f).then(arriving)) { Held(app, under, states) }
            }
        } else if (two && under == Place.Today) {
            // Today and earlier entries are side by side.
            Row(covered.then(arriving)) {
                Box(Modifier.weight(1f).fillMaxHeight()) { Held(app, Place.Today, states) }
                VerticalDivider()
                Box(Modifier.weight(1f)) { Held(app, Place.Journey, states) }
            }
        } else {
            Box(covered.fillMaxSize().then(arriving)) { Held(app, under, states) }
        }
        if (here != under) {
            val focus = LocalFocusManager.current
            LaunchedEffect(Unit) { focus.clearFocus(force = true) }
            Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
                Box(Modifier.fillMaxSize().opening(here)) {
                    // Another link for the same page has the same route, and both pages are there.
                    Held(app, here, states, if (routeOf(here) == routeOf(under)) above(here) else routeOf(here))
                }
            }
        }
    }
}

/** A place with its saved state: scroll position, filters, expanded items. */
@Composable
private fun Held(app: AppState, place: Place, states: SaveableStateHolder, key: String = routeOf(place)) =
    states.SaveableStateProvider(key) { Screen(app, place) }

/** The key of a place above help, with the same place below it. */
private fun above(place: Place) = "above/${routeOf(place)}"

/** Drops the state of closed places. The places of the bar keep their state. */
@Composable
private fun Forgetting(app: AppState, states: SaveableStateHolder) {
    val open = app.navigator.open.map(::routeOf).toSet()
    val known = remember { mutableSetOf<String>() }
    LaunchedEffect(open) {
        val roots = ROOTS.map(::routeOf)
        for (left in known - open - roots.toSet()) {
            states.removeState(left)
            states.removeState("above/$left")
        }
        known.clear()
        known.addAll(open)
    }
}

/** Maps each place to its screen. */
@Composable
private fun Screen(app: AppState, place: Place) = key(place) {
    when (place) {
        Place.Today -> TodayScreen(app)
        Place.Journey -> JourneyScreen(app)
        Place.LookBack -> LookBackScreen(app)
        Place.More -> MoreScreen(app)
        is Place.Write -> WriteScreen(app, place.id, place.prompt, place.withheld)
        Place.CheckIn -> CheckInScreen(app)
        Place.Effects -> EffectsScreen(app)
        is Place.EffectsAnswerOf -> EffectsAnswerPage(app, place.id)
        is Place.EntryOf -> EntryScreen(app, place.id)
        is Place.Share -> ShareScreen(app, place.id)
        Place.Sessions -> SessionsScreen(app)
        is Place.SessionOf -> SessionScreen(app, place.number)
        Place.Prepare -> PrepareScreen(app)
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
        is Place.SettingsOf -> SettingsPage(app, place.part)
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
