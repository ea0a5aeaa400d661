package afterglow.app

import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateListOf

/** Where in the app a person can be. */
sealed interface Place {
    data object Welcome : Place

    data object Today : Place

    data object Journey : Place

    data object LookBack : Place

    data object More : Place

    /** The editor: a new entry, an entry's change, or a draft that goes on. */
    data class Write(val id: String? = null, val prompt: String? = null, val withheld: Boolean = false) : Place

    data object CheckIn : Place

    data class EntryOf(val id: String) : Place

    data class Share(val id: String) : Place

    /** What two phones changed at once. */
    data object Conflicts : Place

    data object Sessions : Place

    data class SessionOf(val number: Int) : Place

    data object Steps : Place

    /** A new step, out of an entry if one is named. */
    data class NewStep(val fromEntry: String? = null) : Place

    data object Measures : Place

    /** An instrument, one question a page. */
    data class Measure(val instrument: String, val assignment: String? = null) : Place

    data object Therapist : Place

    /** What one therapist has. */
    data class SharedWith(val care: String) : Place

    /** What one therapist has, for another one as well. */
    data class GoAlong(val from: String) : Place

    /** Who can read what is shared. */
    data object Readers : Place

    /** What therapists had written and the server no longer has. */
    data object RecentlyRemoved : Place

    data class Join(val link: String = "") : Place

    /** An account, with the link of the invitation that it begins with, if the person has it. */
    data class Register(val invitation: String = "") : Place

    data object SignIn : Place

    data object Recover : Place

    data object RecoveryKit : Place

    data object WhatThisIs : Place

    data object Help : Place

    data object CrisisPlan : Place

    /** If something was done to the person. */
    data object Harm : Place

    /** The safety page of an event, opened again. */
    data class SafetyOf(val event: String) : Place

    /** The result of an entry, while it is decided with whom it is shared. */
    data class ResultOf(val id: String) : Place

    data object Reminders : Place

    data object Settings : Place

    /** Everything, to take along. */
    data object TakeAlong : Place

    /** What was written elsewhere, to bring here. */
    data object Bring : Place
}

/** The places of the navigation bar. */
val ROOTS: List<Place> = listOf(Place.Today, Place.Journey, Place.LookBack, Place.More)

/** The way here, and back. */
@Stable
class Navigator(start: Place = Place.Today) {
    private val way = mutableStateListOf(start)

    val here: Place get() = way.last()

    /** The place of the navigation bar under which the person is. */
    val root: Place get() = way.first()

    val canGoBack: Boolean get() = way.size > 1

    fun go(place: Place) {
        if (place in ROOTS) {
            way.clear()
            way.add(place)
        } else if (place != here) {
            way.add(place)
        }
    }

    /** One step back; false at the beginning, where the system's own back leaves the app. */
    fun back(): Boolean {
        if (!canGoBack) return false
        way.removeAt(way.lastIndex)
        return true
    }

    /**
     * What was asked for at [from] is done, and leads back, or on to [to]: but only whoever is still there. It may have taken
     * its time, and nobody is to be taken away from elsewhere.
     */
    fun leave(from: Place, to: Place? = null) {
        if (here != from) return
        if (to == null) back() else replace(to)
    }

    /** An account was made at [from]: its recovery code comes next, and after that the invitation's answer. */
    fun registered(from: Place.Register, invitation: String?) {
        if (here != from) return
        way.removeAt(way.lastIndex)
        if (invitation != null && way.lastOrNull() !is Place.Join) way.add(Place.Join(invitation))
        way.add(Place.RecoveryKit)
    }

    /** Done with the recovery code: back to an invitation that waits for its answer, or on to Today. */
    fun onward() {
        if (way.getOrNull(way.lastIndex - 1) is Place.Join) back() else replace(Place.Today)
    }

    /** [place] takes the place of the one that is left. */
    fun replace(place: Place) {
        way.removeAt(way.lastIndex)
        if (place in ROOTS) way.clear()
        way.add(place)
    }
}
