package afterglow.app

import java.util.Locale

object English : Words {
    override val locale: Locale = Locale.ENGLISH

    override val back = "Back"
    override val close = "Close"
    override val cancel = "Cancel"
    override val done = "Done"
    override val next = "Next"
    override val loading = "Loading"
    override val tryAgain = "Try again"
    override val somethingWrong = "Something went wrong in the app. Nothing was lost."
    override val helpNow = "Help now"
    override val notWatched = "Nobody is watching this now. Your therapist usually reads before appointments."
    override val offline = "No connection. Everything is kept here and goes out by itself."
    override val delete = "Delete"
    override val keep = "Keep"
    override val add = "Add"
    override val low = "Low"
    override val high = "High"
    override val optional = "optional"

    override val today = "Today"
    override val journey = "Journey"
    override val lookBack = "Look back"
    override val more = "More"
    override val write = "Write"

    override val welcome = "A quiet place for what stays with you"
    override val welcomeText = "Write between sessions, when you like and as little as you like. What you write stays on this phone, locked, until you share it."
    override val begin = "Begin writing"
    override val haveInvitation = "I have an invitation"
    override val haveAccount = "I have written before"

    override val howAreYou = "How are you?"
    override val howAreYouText = "Two taps are enough."
    override val goOnWriting = "Go on writing"
    override val carriedForward = "What you carry with you"
    override val nothingYet = "Nothing here yet"
    override val nothingYetText = "A few words are enough. You can also just rest."
    override val latest = "Lately"

    override val newEntry = "New entry"
    override val changeEntry = "Change entry"
    override val writeHere = "Write here"
    override val saving = "Saving…"
    override val savedHere = "Saved on this phone"
    override val notSaved = "Not saved yet. Please keep this open."
    override val mood = "Mood"
    override val moodLow = "very low"
    override val moodHigh = "very good"
    override val howIAm = "How I am"
    override val themes = "What it is about"
    override val wantsToTalk = "I want to talk about this"
    override val wantsToTalkDetail = "Marked for the next conversation, once you share it."
    override val addMore = "Mood, themes and more"
    override val photo = "Photo"
    override val voiceNote = "Voice note"
    override val stopRecording = "Stop"
    override val otherVersions = "Another version"
    override val otherVersionsText = "This was changed on two devices at once. Both are kept."
    override val seen = "I have looked at it"

    override val checkIn = "Check in"
    override val checkInText = "Tap what fits, and leave the rest."
    override val fewWords = "A few words, if you like"
    override val needsSpace = "I need space"
    override val needsSpaceDetail = "No reminders until tomorrow."
    override val saved = "Saved."

    override val everything = "Everything"
    override val beforeFirst = "Before the first session"
    override val search = "Search"
    override val searchText = "Search in everything"
    override val nothingFound = "Nothing found"
    override val nothingFoundText = "Every word must be there; the last one may be unfinished."
    override val moodOverTime = "Mood over time"
    override val noMoods = "As you write down your mood, it shows here as a line."

    override val edit = "Change"
    override val share = "Share"
    override val takeBack = "Take back"
    override val replies = "Replies"
    override val deleteEntry = "Delete this entry?"
    override val deleteEntryText = "It goes from your devices and, if you shared it, from your therapist's view."
    override val private = "Only you"
    override val shared = "Shared"
    override val unread = "Not opened yet"
    override val changedSinceRead = "Changed since it was read"
    override val opened = "Opened"
    override val reviewed = "Read"
    override val waitingToBeSent = "Waits to be sent"
    override val stepFromThis = "Make a step of this"
    override val fromTherapist = "From your therapist"

    override val shareTitle = "Share this entry"
    override val thisIsSeen = "This is all that will be seen:"
    override val shareNow = "Share"
    override val sharedNow = "Shared. You can take it back at any time."
    override val takeBackNow = "Take back"
    override val takeBackTruth = "They can no longer open it. If they have read it already, we cannot undo that, and their own notes stay theirs."
    override val nobodyToShareWith = "Nobody to share with yet"
    override val nobodyToShareWithText = "When your therapist invites you, you can share single entries."
    override val withWhom = "With whom?"
    override val exactly = "To the last field"

    override val sessions = "Sessions"
    override val noSessions = "No sessions yet"
    override val noSessionsText = "Each session becomes a landmark, and what you write finds its place after it."
    override val newSession = "Add a session"
    override val sessionNumber = "Number in the series"
    override val intention = "Intention"
    override val intentionText = "What would you like to bring?"
    override val intentionKept = "Kept for you. It will be shown again afterwards."
    override val setting = "The setting"
    override val recordedByClinic = "As the clinic recorded it"
    override val firstWords = "First words"
    override val qualities = "What it was like"
    override val support = "Support"

    override val steps = "Steps"
    override val noSteps = "No steps yet"
    override val noStepsText = "A step is something small, in your own words. It may come out of an entry."
    override val newStep = "New step"
    override val newStepText = "Something small you could do"
    override val doneToday = "Done today"
    override val letGo = "Let go"
    override val letGoDetail = "That is no failure. It can come back."
    override val finished = "Finished"
    override val whereItCameFrom = "Where it came from"
    override val stepsDone = "Finished and let go"

    override val measures = "Measures"
    override val noMeasures = "No measures yet"
    override val noMeasuresText = "Your therapist may ask you to fill one in; you can also begin one yourself."
    override val leaveOut = "Leave out"
    override val resume = "Go on"
    override val previous = "Previous question"

    override val therapist = "Therapist"
    override val noTherapist = "No therapist yet"
    override val noTherapistText = "Your journal works without one. When your therapist gives you a code, you join here."
    override val join = "Join your therapist"
    override val joinText = "Scan the code that your therapist shows you, or paste the link."
    override val scan = "Scan the code"
    override val scanText = "Hold the code in front of the camera"
    override val invitationLink = "Link of the invitation"
    override val yourName = "Your name"
    override val yourNameText = "How your therapist reads you. Any name will do."
    override val readInvitation = "Who invites me?"
    override val joinNow = "Join"
    override val safetyWords = "Safety words"
    override val safetyWordsText = "Say them to each other. If they are the same, nobody stands between you."
    override val endCare = "End this"
    override val endCareText = "Your therapist reads nothing more from now on. Your journal stays with you."
    override val ended = "Ended"
    override val notReadNow = "Your therapist usually reads before appointments."

    override val account = "Account"
    override val noAccount = "Only on this phone"
    override val noAccountText = "With an account your journal is kept sealed on the practice's server as well, and a lost phone is no lost journal."
    override val register = "Make an account"
    override val registerText = "What you have written comes along. The server keeps it sealed and cannot read it."
    override val signIn = "Sign in"
    override val signOut = "Sign out"
    override val signOutText = "Your journal stays on this phone."
    override val signedOut = "Signed out"
    override val server = "Address of the practice's server"
    override val handle = "Name to sign in with"
    override val password = "Password"
    override val newPassword = "New password"
    override val passwordText = "Nobody can look it up for you. Three or four words you will remember are good."
    override val lostPassword = "I lost my password"
    override val recover = "Come back with the recovery code"
    override val recoverText = "The fifteen words of your recovery kit. All other devices are signed out."
    override val recoveryCode = "Recovery code"
    override val recoveryKit = "Your recovery kit"
    override val recoveryKitText = "If you lose phone and password, only these words bring your journal back. Write them down or print them. Nobody else has them."
    override val typeItBack = "Type the words back"
    override val codeKept = "I have kept them"
    override val printKit = "Save or print"
    override val keepLater = "Later"
    override val devices = "Devices"
    override val thisDevice = "This phone"
    override val removeDevice = "Sign out"

    override val whatThisIs = "What this is, and what it is not"
    override val whatThisIsText = listOf(
        "This is your journal. What you write is locked on this phone. Nobody reads it unless you share it, entry by entry.",
        "The server keeps sealed records. It cannot open them, and neither can whoever runs it.",
        "Nobody is watching around the clock. Your therapist reads before appointments. For anything that cannot wait, use Help now.",
        "This is no medical device. It gives no advice, suggests no dose, and does not read between your lines.",
        "You can take back what you shared, take everything with you, or delete it all, without asking anybody.",
    )

    override val call = "Call"
    override val message = "Write"

    override val reminders = "Reminders"

    override val settings = "Settings"
    override val light = "Light"
    override val asSystem = "As the phone"
    override val lightOn = "Light"
    override val dark = "Dark"
    override val dim = "Very dim"
    override val dimDetail = "For sensitive eyes after a session"
    override val textSize = "Text size"
    override val language = "Language"
    override val lock = "Lock"
    override val export = "Take it with you"
    override val exportJson = "Everything as JSON"
    override val import = "Bring in a journal"
    override val deleteEverything = "Delete everything"
    override val sync = "Sync"
    override val inSync = "Everything is where it belongs."
    override val syncNow = "Sync now"
    override val unlock = "Unlock"
    override val pin = "PIN"
    override val lockedText = "Locked"
    override val salvaged = "The journal's file was damaged. It was moved aside, and what could be read was brought back."

    override fun savedAt(time: String) = "Saved on this phone, $time"

    override fun dayOf(session: Int, day: Int?): String = when {
        day == null -> "session $session"
        day == 0 -> "day of session $session"
        day < 0 -> "${-day} ${if (day == -1) "day" else "days"} before session $session"
        else -> "$day ${if (day == 1) "day" else "days"} after session $session"
    }

    override fun session(number: Int) = "Session $number"

    override fun moodOf(value: Int) = "Mood $value"

    override fun answered(count: Int) = if (count == 1) "1 reply" else "$count replies"

    override fun question(number: Int, of: Int) = "Question $number of $of"

    override fun sharedWith(name: String) = "Shared with $name"

    override fun invitedBy(therapist: String, practice: String) = "$therapist, $practice, invites you."

    override fun safetyWith(therapist: String) = "Safety words with $therapist"

    override fun doneDays(count: Int) = if (count == 1) "Done on 1 day" else "Done on $count days"

    override fun kind(kind: String) = when (kind) {
        "reflection" -> "Reflection"
        "check_in" -> "Check-in"
        "intention" -> "Intention"
        "step" -> "Step"
        "measure_response" -> "Measure"
        "appointment" -> "Appointment"
        else -> kind.replace('_', ' ')
    }

    override fun state(state: String) = state

    override fun theme(theme: String) = theme

    override fun figure(figure: String) = figure.replaceFirstChar(Char::uppercase)

    override fun route(route: String) = when (route) {
        "nasal_spray" -> "nasal spray"
        else -> route
    }

    override fun settingPart(part: String) = part.replaceFirstChar(Char::uppercase)

    override fun field(field: String) = when (field) {
        "text" -> "Words"
        else -> figure(field)
    }
}
