package afterglow.app

import afterglow.AssignmentId
import afterglow.CareId
import afterglow.EntryId
import afterglow.InstrumentId
import afterglow.PromptId
import afterglow.SafetyEventId
import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateListOf

/** The screens of the app. */
sealed interface Place {
    data object Welcome : Place

    data object Today : Place

    data object Journey : Place

    data object LookBack : Place

    data object More : Place

    /** The editor: a new entry, an edit, or a draft. */
    data class Write(val id: EntryId? = null, val prompt: PromptId? = null, val withheld: Boolean = false) : Place

    data object CheckIn : Place

    /** The side-effect check after a session. */
    data object Effects : Place

    /** The page in response to a side-effect check. */
    data class EffectsAnswerOf(val id: EntryId) : Place

    data class EntryOf(val id: EntryId) : Place

    data class Share(val id: EntryId) : Place

    /** The conflicts of an entry. */
    data object Conflicts : Place

    data object Sessions : Place

    data class SessionOf(val number: Int) : Place

    /** The preparation of the next session. */
    data object Prepare : Place

    data object Steps : Place

    /** A new step, optionally based on an entry. */
    data class NewStep(val fromEntry: EntryId? = null) : Place

    data object Measures : Place

    /** An instrument, one question per page. */
    data class Measure(val instrument: InstrumentId, val assignment: AssignmentId? = null) : Place

    data object Therapist : Place

    /** The entries shared with one therapist. */
    data class SharedWith(val care: CareId) : Place

    /** Sharing one therapist's entries with another one. */
    data class GoAlong(val from: CareId) : Place

    /** The readers. */
    data object Readers : Place

    /** Therapists' texts that the server no longer has. */
    data object RecentlyRemoved : Place

    data class Join(val link: String = "") : Place

    /** Registration, with the invitation's link if known. */
    data class Register(val invitation: String = "") : Place

    data object SignIn : Place

    data object Recover : Place

    data object RecoveryKit : Place

    data object WhatThisIs : Place

    data object Help : Place

    data object CrisisPlan : Place

    /** Help after harm by a practitioner. */
    data object Harm : Place

    /** The safety page of an event. */
    data class SafetyOf(val event: SafetyEventId) : Place

    /** A result, with the decision about sharing. */
    data class ResultOf(val id: EntryId) : Place

    data object Reminders : Place

    data object Settings : Place

    /** One subject of the settings. */
    data class SettingsOf(val part: SettingsPart) : Place

    /** Everything, to take along. */
    data object TakeAlong : Place

    /** Import. */
    data object Bring : Place
}

/** The subjects of the settings. */
enum class SettingsPart { LOOK, LANGUAGE, LOCK, ACCOUNT, SYNC, JOURNAL }

/** The places of the navigation bar. */
val ROOTS: List<Place> = listOf(Place.Today, Place.Journey, Place.LookBack, Place.More)

/**
 * The stack of open places, the current one on top. Each keeps its state (scroll position, filters) until it is closed. Typed
 * text is a draft of the core.
 */
@Stable
class Navigator(start: List<Place>) {
    constructor(start: Place = Place.Today) : this(listOf(start))

    private val way = mutableStateListOf<Place>().apply { addAll(start) }

    val here: Place get() = way.last()

    /** All open places, the first one at the bottom. */
    val open: List<Place> get() = way.toList()

    /** The place below help, which keeps its typed text. Otherwise the same as [here]. */
    val under: Place get() = way.indexOf(Place.Help).let { help -> if (help > 0) way[help - 1] else here }

    /** The current place of the navigation bar. */
    val root: Place get() = way.first()

    val canGoBack: Boolean get() = way.size > 1

    /** Called for each place that is closed. */
    var onLeft: (Place) -> Unit = {}

    fun go(place: Place) {
        when (place) {
            in ROOTS -> to(listOf(place))
            here -> Unit
            // It is open below help, whose page would otherwise be there twice.
            under -> to(way.take(way.indexOf(Place.Help)))
            else -> way.add(place)
        }
    }

    /** Goes back one step; false at the first place, where the system's Back leaves the app. */
    fun back(): Boolean {
        if (!canGoBack) return false
        to(way.dropLast(1))
        return true
    }

    /**
     * An action at [from] has finished: goes back, or on to [to], but only if the person is still there. It may have taken a
     * while, and must not navigate away from another place.
     */
    fun leave(from: Place, to: Place? = null) {
        if (here != from) return
        if (to == null) back() else replace(to)
    }

    /** After registration at [from]: shows the recovery code, and then the invitation. */
    fun registered(from: Place.Register, invitation: String?) {
        if (here != from) return
        val before = way.dropLast(1)
        val join = if (invitation != null && before.lastOrNull() !is Place.Join) listOf(Place.Join(invitation)) else emptyList()
        to(before + join + Place.RecoveryKit)
    }

    /** After the recovery code, or after signing in at [from]: shows a waiting invitation, or Today. */
    fun onward(from: Place = here) {
        if (here != from) return
        if (way.getOrNull(way.lastIndex - 1) is Place.Join) back() else replace(Place.Today)
    }

    /** Replaces the current place by [place]. */
    fun replace(place: Place) {
        to(if (place in ROOTS) listOf(place) else way.dropLast(1) + place)
    }

    private fun to(places: List<Place>) {
        val left = way.filter { it !in places }
        way.clear()
        way.addAll(places)
        left.forEach(onLeft)
    }
}
