package afterglow.app

// Places as text, which the platform stores while the process is gone. They contain ids and no text of records.

/** A place as text. Invitations are left out: a link is a secret. */
fun routeOf(place: Place): String = when (place) {
    is Place.Write -> route("write", place.id, place.prompt, place.withheld.takeIf { it }?.toString())
    is Place.EntryOf -> route("entry", place.id)
    is Place.Share -> route("share", place.id)
    is Place.SessionOf -> route("session", place.number.toString())
    is Place.NewStep -> route("new-step", place.fromEntry)
    is Place.Measure -> route("measure", place.instrument, place.assignment)
    is Place.SharedWith -> route("shared-with", place.care)
    is Place.GoAlong -> route("go-along", place.from)
    is Place.Join -> route("join")
    is Place.Register -> route("register")
    is Place.SafetyOf -> route("safety", place.event)
    is Place.ResultOf -> route("result", place.id)
    is Place.EffectsAnswerOf -> route("effects-answer", place.id)
    is Place.SettingsOf -> route("settings-of", place.part.name)
    else -> SINGLE.entries.first { it.value == place }.key
}

/** The place that [routeOf] has written; null for anything else. */
fun placeOf(route: String): Place? {
    val parts = route.split('/')

    fun part(number: Int) = parts.getOrNull(number)?.ifEmpty { null }
    val id = part(1)
    return when (parts.first()) {
        "write" -> Place.Write(id, part(2), part(3) == "true")
        "entry" -> id?.let { Place.EntryOf(it) }
        "share" -> id?.let { Place.Share(it) }
        "session" -> id?.toIntOrNull()?.let { Place.SessionOf(it) }
        "new-step" -> Place.NewStep(id)
        "measure" -> id?.let { Place.Measure(it, part(2)) }
        "shared-with" -> id?.let { Place.SharedWith(it) }
        "go-along" -> id?.let { Place.GoAlong(it) }
        "join" -> Place.Join()
        "register" -> Place.Register()
        "safety" -> id?.let { Place.SafetyOf(it) }
        "result" -> id?.let { Place.ResultOf(it) }
        "effects-answer" -> id?.let { Place.EffectsAnswerOf(it) }
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
