package afterglow.app

import afterglow.AssignmentId
import afterglow.CareId
import afterglow.EntryId
import afterglow.InstrumentId
import afterglow.PromptId
import afterglow.SafetyEventId

// Places as text, which the platform stores while the process is gone. They contain ids and no text of records.

/** A place as text. Invitations are left out: a link is a secret. */
fun routeOf(place: Place): String = when (place) {
    is Place.Write -> route("write", place.id?.value, place.prompt?.value, place.withheld.takeIf { it }?.toString())
    is Place.EntryOf -> route("entry", place.id.value)
    is Place.Share -> route("share", place.id.value)
    is Place.SessionOf -> route("session", place.number.toString())
    is Place.NewStep -> route("new-step", place.fromEntry?.value)
    is Place.Measure -> route("measure", place.instrument.value, place.assignment?.value)
    is Place.SharedWith -> route("shared-with", place.care.value)
    is Place.GoAlong -> route("go-along", place.from.value)
    is Place.Join -> route("join")
    is Place.Register -> route("register")
    is Place.SafetyOf -> route("safety", place.event.value)
    is Place.ResultOf -> route("result", place.id.value)
    is Place.EffectsAnswerOf -> route("effects-answer", place.id.value)
    is Place.SettingsOf -> route("settings-of", place.part.name)
    else -> SINGLE.entries.first { it.value == place }.key
}

/** The place that [routeOf] has written; null for anything else. */
fun placeOf(route: String): Place? {
    val parts = route.split('/')

    fun part(number: Int) = parts.getOrNull(number)?.ifEmpty { null }
    val id = part(1)
    val entry = id?.let(::EntryId)
    return when (parts.first()) {
        "write" -> Place.Write(entry, part(2)?.let(::PromptId), part(3) == "true")
        "entry" -> entry?.let { Place.EntryOf(it) }
        "share" -> entry?.let { Place.Share(it) }
        "session" -> id?.toIntOrNull()?.let { Place.SessionOf(it) }
        "new-step" -> Place.NewStep(entry)
        "measure" -> id?.let { Place.Measure(InstrumentId(it), part(2)?.let(::AssignmentId)) }
        "shared-with" -> id?.let { Place.SharedWith(CareId(it)) }
        "go-along" -> id?.let { Place.GoAlong(CareId(it)) }
        "join" -> Place.Join()
        "register" -> Place.Register()
        "safety" -> id?.let { Place.SafetyOf(SafetyEventId(it)) }
        "result" -> entry?.let { Place.ResultOf(it) }
        "effects-answer" -> entry?.let { Place.EffectsAnswerOf(it) }
        "settings-of" -> SettingsPart.entries.find { it.name == id }?.let { Place.SettingsOf(it) }
        else -> SINGLE[route]
    }
}

private fun route(vararg parts: String?): String = parts.joinToString("/") { it.orEmpty() }.trimEnd('/')

private val SINGLE: Map<String, Place> = mapOf(
    "welcome" to Place.Welcome,
    "today" to Place.Today,
    "journal" to Place.Journey,
    "look-back" to Place.LookBack,
    "you" to Place.More,
    "check-in" to Place.CheckIn,
    "effects" to Place.Effects,
    "conflicts" to Place.Conflicts,
    "sessions" to Place.Sessions,
    "prepare" to Place.Prepare,
    "steps" to Place.Steps,
    "measures" to Place.Measures,
    "therapist" to Place.Therapist,
    "readers" to Place.Readers,
    "recently-removed" to Place.RecentlyRemoved,
    "sign-in" to Place.SignIn,
    "recover" to Place.Recover,
    "recovery-kit" to Place.RecoveryKit,
    "what-this-is" to Place.WhatThisIs,
    "help" to Place.Help,
    "crisis-plan" to Place.CrisisPlan,
    "harm" to Place.Harm,
    "reminders" to Place.Reminders,
    "settings" to Place.Settings,
    "take-along" to Place.TakeAlong,
    "bring" to Place.Bring,
)
