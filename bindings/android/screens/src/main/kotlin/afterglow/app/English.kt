package afterglow.app

import afterglow.ExportReport
import afterglow.ImportReport
import afterglow.ReminderKind
import afterglow.SettingPart
import java.time.LocalDate
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
    override val somethingWrong = "An error occurred in the app. Nothing was lost."
    override val helpNow = "Help now"
    override val notWatched = "Nobody is reading along right now. Your therapist usually reads before appointments."
    override val offline = "No connection. Everything is saved here and will sync automatically."
    override val offlineHere = "No connection. This needs one. What you write is saved on this phone."
    override val delete = "Delete"
    override val keep = "Keep"
    override val add = "Add"

    override val noticesDenied = "This phone does not show notifications from Afterglow. You can allow them in the phone's settings."
    override val show = "Show"
    override val hide = "Hide"
    override val notSet = "not set"
    override val pinAgain = "Repeat PIN"
    override val pinsDiffer = "The two PINs do not match."
    override val openNext = "Open"
    override val closePrompt = "No prompt"
    override val whatTheySee = "What they will see"
    override val photoOrFile = "Photo"
    override val youAreHome = "You are home."
    override val dimNow = "Very dim, larger text"
    override val brightAgain = "Normal light"

    override fun scaleEnds(title: String, low: String, high: String) = "$title, 0 is $low, 10 is $high"

    override fun ofTen(value: Int) = "$value of 10"

    override fun seenBy(therapist: String) = "What $therapist will see"

    override fun shareWith(therapist: String) = "Share with $therapist"

    override fun series(done: Int, planned: Int?) = if (planned == null) "$done sessions so far" else "$done of $planned sessions"

    override val today = "Today"
    override val journey = "Journal"
    override val lookBack = "Look back"
    override val more = "You"
    override val write = "Write"

    override val welcome = "A quiet place for what stays with you"
    override val begin = "Start without an account"
    override val haveInvitation = "I have an invitation"
    override val haveAccount = "Sign in"

    override val carriedForward = "What you carry with you"
    override val nothingYet = "Nothing here yet"
    override val nothingYetText = "A few words are enough. You can also just rest."

    override val newEntry = "New entry"
    override val changeEntry = "Edit entry"
    override val saving = "Saving…"
    override val notSaved = "Not saved yet. Please keep this open."
    override val mood = "Mood"
    override val moodLow = "very low"
    override val moodHigh = "very good"
    override val howIAm = "How are you?"
    override val themes = "What it is about"
    override val wantsToTalk = "I want to talk about this"
    override val wantsToTalkDetail = "Marked for your next appointment once you share it."
    override val inMyBody = "In my body"
    override val seeSoon = "Please look at this soon"
    override val seeSoonDetail = "Applies once you share it. Nobody is reading along right now: if it is urgent, use “Help now”."
    override val addMore = "More"
    override val otherVersions = "Two versions"
    override val otherVersionsText = "This was changed on two devices at once. Both are kept."
    override val keepAll = "Keep everything as it is"
    override val goOnWriting = "Continue"

    override val checkIn = "Check in"
    override val fewWords = "A few words, if you like"
    override val needsSpace = "I need space"
    override val needsSpaceDetail = "No reminders until tomorrow."
    override val saved = "Saved."

    override val everything = "All"
    override val searchText = "Search in everything"
    override val nothingFound = "Nothing found"
    override val nothingFiltered = "“All” shows the whole journal."
    override val nothingFoundText = "All words must match. For the last word, its beginning is enough."

    override val edit = "Edit"
    override val share = "Share"
    override val takeBack = "Take back"
    override val replies = "Replies"
    override val deleteEntry = "Delete this entry?"
    override val deleteEntryText = "It is deleted from your devices and, if shared, from your therapist's view."
    override val private = "Only you"
    override val shared = "Shared"
    override val stepFromThis = "Turn this into a step"

    override val shareTitle = "Share this entry"
    override val shareNow = "Share"
    override val sharedNow = "It is shared with the next sync. You can take it back at any time."
    override val notSent = "Not sent yet"
    override val takingBack = "Taking it back…"
    override val takeBackNow = "Take back"
    override val nobodyToShareWith = "Nobody to share with yet"
    override val nobodyToShareWithText = "When your therapist invites you, you can share individual entries."
    override val withWhom = "With whom?"
    override val exactly = "Show the raw data that is sent"
    override val whatTheyHave = "What is shared here"
    override val nothingShared = "Nothing shared"
    override val nothingSharedText = "Each entry stays private until you share it."
    override val goAlong = "Share with another therapist too"
    override val theyHaveIt = "All of it is shared with them already."

    override val sessions = "Sessions"
    override val noSessions = "No sessions yet"
    override val noSessionsText = "Each session is a landmark. What you write afterwards is shown under it."
    override val newSession = "Add a session"
    override val intention = "Intention"
    override val intentionText = "What do you hope for from this session?"
    override val intentionKept = "Saved. It will be shown again after the session."
    override val goal = "Goal"
    override val goalText = "What would you like to change over the series?"
    override val concern = "Concern"
    override val concernText = "What are you unsure or afraid of?"
    override val whatToBring = "What to bring"
    override val whatCameUp = "What came of it?"
    override val setting = "Setting"
    override val firstWords = "First words"
    override val qualities = "What it was like"
    override val support = "Support"

    override val steps = "Steps"
    override val noSteps = "No steps yet"
    override val noStepsText = "A step is something small, in your own words. It can be based on an entry."
    override val newStep = "New step"
    override val newStepText = "Something small you could do"
    override val howOften = "How often"
    override val wheneverItFits = "Whenever it fits"
    override val once = "Once"
    override val everyDay = "Every day"
    override val everyWeek = "Every week"
    override val onCertainDays = "On certain days"
    override val doneToday = "Done today"
    override val letGo = "Let go"
    override val letGoDetail = "That is not a failure. You can resume it at any time."
    override val finished = "Finished"
    override val options = "More options"
    override val whereItCameFrom = "Where it came from"
    override val stepsDone = "Finished and let go"

    override val measures = "Measures"
    override val noMeasures = "No measures yet"
    override val noMeasuresText = "Your therapist may assign one. You can also start one yourself."
    override val previous = "Previous question"

    override val therapist = "Therapist"
    override val noTherapist = "No therapist yet"
    override val noTherapistText = "Your journal works without one. If your therapist gives you a code, you can join here."
    override val join = "Join your therapist"
    override val joinText = "Scan the code that your therapist shows you, or paste the link."
    override val scan = "Scan the code"
    override val scanText = "Hold the code in front of the camera"
    override val invitationLink = "Link of the invitation"
    override val yourName = "Your name"
    override val yourNameText = "Your therapist sees this name. You can choose any name."
    override val readInvitation = "Who invites me?"
    override val joinNow = "Join"
    override val safetyWords = "Safety words"
    override val safetyWordsText = "Read them to each other. If they match, nobody else can read along."

    override fun keyNumber(n: Int) = "key $n"

    override val again = "Is it you?"
    override val readers = "Who can read this"
    override val readersYes = "Yes, these people may read"
    override val noReaders = "Nobody else can read."
    override val uploadMissing = "Upload again"
    override val removeMissing = "Remove from this phone"
    override val removeMissingText = "What is missing on the server is then deleted from this phone as well."
    override val recentlyRemoved = "Recently removed"
    override val recentlyRemovedText = "Texts by a therapist that the server no longer has. They are kept here for thirty days."
    override val nothingRemoved = "Nothing was removed."
    override val restore = "Keep as an entry"
    override val restored = "It is now a private entry in your journal."
    override val wordsCompared = "They match"
    override val sameWords = "Compared, they match."
    override val shareRule = "Share new entries automatically"
    override val shareRuleText = "What is to be shared as soon as it is written?"
    override fun endCare(therapist: String) = "Stop sharing with $therapist"
    override val endCareText = "Your therapist can then read nothing more. Your journal stays with you."

    override val account = "Account"
    override val noAccount = "Only on this phone"
    override val noAccountText = "With an account, your journal is also stored, encrypted, on the practice's server. If you lose your phone, you keep your journal."
    override val register = "Create account"
    override val registerText = "Your entries so far are included. The server stores them encrypted and cannot read them."
    override val signIn = "Sign in"
    override val signOut = "Sign out"
    override val signOutText = "Your journal stays on this phone."
    override val signedOut = "Signed out"
    override val server = "Address of the practice's server"
    override val handle = "Sign-in name"
    override val password = "Password"
    override val newPassword = "New password"
    override val passwordText = "Nobody can look it up for you. Three or four words you will remember are good."
    override val changePassword = "Change password"
    override val passwordChanged = "Your password has been changed. Your other devices stay signed in."
    override val lostPassword = "Forgot password"
    override val recover = "Recover with the recovery code"
    override val recoverText = "The fifteen words of your recovery code. All other devices are signed out."
    override val recoveryCode = "Recovery code"
    override val recoveryKit = "Your recovery code"
    override val recoveryKitText = "If you lose your phone and your password, only these words can restore your journal. Write them down or print them. Nobody else has them."
    override val codeKept = "I have saved them"
    override val printKit = "Save or print"
    override val keepLater = "Later"
    override val devices = "Devices"
    override val thisDevice = "This phone"
    override val removeDevice = "Sign out"
    override val removeDeviceText = "For a phone that you sold or gave away."
    override val lostPhone = "Lost phone"
    override val lostPhoneText =
        "The lost phone can then neither read what you write from now on nor act in your name. You get a new password and a " +
            "new recovery code, and you sign in again on your other devices."
    override val lostPhoneNoCode = "Without the recovery code, every therapist has to invite you again."

    override val whatThisIs = "What this is, and what it is not"

    override val reminders = "Reminders"

    override val settings = "Settings"
    override val light = "Light"
    override val asSystem = "Same as phone"
    override val lightOn = "Light"
    override val dark = "Dark"
    override val dim = "Very dim"
    override val dimDetail = "For sensitive eyes after a session"
    override val textSize = "Text size"
    override val language = "Language"
    override val lock = "Lock"
    override val export = "Export"
    override val exportJson = "Everything as JSON"
    override val deleteEverything = "Delete everything"
    override val sync = "Sync"
    override val inSync = "Everything is backed up."
    override val syncNow = "Sync now"
    override val unlock = "Unlock"
    override val pin = "PIN"
    override val lockedText = "Locked"
    override val salvaged = "The journal's file was damaged. It was moved aside, and all readable entries were restored."

    override val notToday = "Not today"
    override val restNow = "No reminders until tomorrow."
    override val enough = "That is enough. Thank you."
    override val anotherQuestion = "Another prompt"
    override val throughALens = "Prompts about"
    override val keepThis = "Keep this"
    override val keepBoth = "Keep both"
    override val earlier = "Earlier"
    override val whatCameOfIt = "What came of it"
    override val noTalk = "I do not want to talk about this"
    override val earlierVersions = "Earlier versions"
    override val bringBack = "Restore"
    override val whatHelped = "What helped"
    override val whatHindered = "What did not help"
    override val iAmHome = "I am home"
    override val habits = "Habits"
    override val takeIt = "Take it on"
    override val letItBe = "Decline"
    override val yes = "Yes"
    override val results = "Results"
    override val atAnyTime = "At any time"
    override val finish = "Finish"
    override val yourPeople = "Your people"
    override val myPlan = "My crisis plan"
    override val goOn = "Go on"
    override val keepPrivate = "Keep it private"
    override val takeIntoPlan = "Add it to my plan"
    override val stillRight = "It is still right"
    override val otherCountry = "I am in another country"
    override val theResult = "Result"
    override val name = "Name"
    override val phone = "Phone"
    override val faceOrFinger = "Face or fingerprint"
    override val pinIsSet = "The journal is locked with a PIN."
    override val noPin = "No PIN yet. At least four digits, preferably six."
    override val setPin = "Set PIN"
    override val removePin = "Remove PIN"
    override val locksItself = "Auto-lock"
    override val whenLeft = "When you leave the app"
    override val never = "Never"
    override val lockNow = "Lock now"
    override val agree = "I agree"
    override val withdraw = "Withdraw my consent"
    override val planned = "Planned"
    override val quietFrom = "Quiet from"
    override val quietUntil = "Quiet until"
    override val new = "New"
    override val stopRule = "Stop sharing automatically"
    override val returning = "Recurring themes"
    override val region = "Numbers for help"

    override val takePhoto = "Take a photo"
    override val choosePhoto = "Choose a photo"
    override val recordVoice = "Record a voice note"
    override val stopRecording = "Stop recording"
    override val mayNotListen = "The app has no access to the microphone. You can allow it in the phone's settings."
    override val openPicture = "Open the picture"
    override val play = "Play"
    override val stop = "Stop"
    override val remove = "Remove"
    override val handOver = "Share or save"

    override val yourJournal = "Your journal"
    override val exportText = "Your journal belongs to you. Anyone who has an exported file can read it, unless it is encrypted with a passphrase."
    override val exportPdf = "A PDF to read and to print"
    override val exportMarkdown = "Text files (Markdown), with photos"
    override val exportArchive = "An archive that can be imported again"
    override val passphrase = "Passphrase"
    override val passphraseText = "At least eight characters. Nobody can open the archive without it, not even you."
    override val makeIt = "Create file"
    override val forYourCalendar = "For your calendar"
    override val makeOpen = "Create without a passphrase"
    override val bring = "Import"
    override val bringText = "From an export of Afterglow or Day One, or from a text file. Imported entries are private, and existing entries stay unchanged."
    override val chooseFile = "Choose a file"
    override val lookInside = "Preview"
    override val bringIn = "Import now"
    override val keepPlaces = "Keep places and weather"
    override val keepPlacesDetail = "Where an entry was written, if the file contains it."
    override val faceOrFingerDetail = "The PIN keeps working."
    override val pinFirst = "Please enter your PIN above first."
    override val wipeAfter = "Delete everything here after ten wrong PINs"
    override val wipeAfterDetail = "In case the phone falls into the wrong hands."

    override val previousCard = "Previous card"

    override fun cardOf(number: Int, all: Int) = "$number of $all"

    override val monthBefore = "The month before"
    override val monthAfter = "The month after"
    override val timeOfDay = "Time"
    override val timeLooksLike = "Hours and minutes, such as 14:30"

    override fun beforeSession(number: Int) = "Before session $number"

    override val prepare = "Prepare"
    override val prepareText = "What you hope for, what makes you unsure, what you want to change. A few words each, or none."
    override val addAnother = "Keep it, and add another"
    override val draftKept = "Kept on this phone as a draft"
    override val firstWordsQuestion = "What do you want to remember?"
    override val helpedQuestion = "What helped, and what did not?"
    override val whenItWas = "When it was"
    override val intensity = "Intensity"
    override val intensityLow = "hardly there"
    override val intensityHigh = "very strong"
    override val duration = "How long, in minutes"
    override val wholeMinutes = "Please write minutes as a number, such as 90."
    override val doseAndRoute = "Dose"
    override val doseText = "If you know it, and want to keep it here. The app never suggests a dose."
    override val doseMg = "Milligrams"
    override val wholeMilligrams = "Please write milligrams as a number, such as 150."
    override val lookBackGrows = "A chart and a calendar of your moods grow here as you write."
    override val overTime = "Over time"
    override val noValues = "Nothing was noted in this time."

    override fun rangeOf(label: String, low: Int, high: Int, days: Int) = "$label between $low and $high, on ${if (days == 1) "1 day" else "$days days"}"

    override fun sessionOn(number: Int, date: LocalDate) = "Session $number on ${shortDay(date)}"

    override val chartLegend = "Bar: from the lowest to the highest of a day. Line: the middle of seven days. Dashed: a session."

    override fun span(days: Int) = when {
        days <= 31 -> "1 month"
        days <= 92 -> "3 months"
        else -> "1 year"
    }

    override fun sessionTrend(number: Int, before: Double?, after: Double?, later: Double?) = "Session $number. " + listOfNotNull(
        before?.let { "Week before: ${number(it)}" },
        after?.let { "three days after: ${number(it)}" },
        later?.let { "two weeks after: ${number(it)}" },
    ).joinToString(", ")

    override val moodCalendar = "Your moods, day by day"

    override fun moodLegend(low: String, high: String) = "The bar shows a day from its lowest to its highest mood. Left is $low, right is $high. A ring is a session."

    override fun dayAndMood(day: LocalDate, low: Int?, high: Int?, number: Int?) = listOfNotNull(
        longDay(day),
        number?.let { session(it) },
        low?.let { if (it == high) "mood $it" else "mood from $it to $high" } ?: "nothing noted",
    ).joinToString(", ")

    override fun questionsAndMinutes(count: Int) = "${questions(count)} · about ${(count + 3) / 4} min"

    override fun aboutMeasure(title: String) = "About $title"

    override val changePlan = "Change the plan"
    override val oneALine = "One thought a line"
    override val lookAndText = "Light and text"
    override val languageAndRegion = "Language and numbers for help"
    override val accountAndDevices = "Account and devices"
    override val pinIsSetShort = "PIN is set"
    override val noPinShort = "No PIN"
    override val threeWords = "Three of the words, so that you know they are safe"

    override fun wordNumber(number: Int) = "Word $number"

    override val notThisWord = "This is not the word. Please look at what you saved."
    override val kitReminder = "Your recovery words are not saved yet"
    override val kitReminderText = "Only they bring the journal back if phone and password are lost."
    override val scanKit = "Scan the code of the recovery kit"

    override fun digitsTyped(count: Int) = if (count == 1) "1 digit typed" else "$count digits typed"

    override val deleteDigit = "Delete the last digit"
    override val keyboardInstead = "Use the keyboard"
    override val keypadInstead = "Use the keypad"
    override val forgotPin = "PIN forgotten?"
    override val forgotPinText = "Nobody can open this journal without the PIN, the practice neither. You can delete it from this phone and begin again. If you have an account, sign in afterwards: everything that was synced comes back. Without an account nothing comes back."
    override val waitsForUnlock = "What came from the other app waits until the journal is open."
    override val tooLargeToTake = "This is too large to take in here."
    override val eraseAndBegin = "Delete and begin again"
    override val agreeAndJoin = "I agree, and join"
    override val withdrawText = "From now on nothing new is shared. What is shared already stays readable until you take it back."

    override fun takeBackAll(count: Int) = if (count == 1) "Take the shared entry back" else "Take all $count shared entries back"

    override fun lastWeeks(count: Int) = "The last $count weeks"

    override fun picture(name: String) = name.ifBlank { "Photo" }

    override fun voiceNote(durationMs: Int?) = if (durationMs == null) "Voice note" else "Voice note, ${clock(durationMs)}"

    override fun exported(report: ExportReport) = listOfNotNull(
        "${of(report.records, "entry", "entries")} and ${of(report.attachments, "photo or voice note", "photos and voice notes")} are in the file.",
        "${of(report.notHere, "photo or voice note is", "photos or voice notes are")} not on this phone and therefore not included.".takeIf { report.notHere > 0u },
        "${of(report.signsMissing, "character", "characters")} could not be printed.".takeIf { report.signsMissing > 0u },
    ).joinToString(" ")

    override fun wouldCome(report: ImportReport) =
        "${of(report.found, "entry", "entries")} found, ${report.known} of them already here. ${of(report.attachments, "photo or voice note", "photos and voice notes")} would be imported."

    override fun hasCome(report: ImportReport) =
        "${of(report.added, "entry", "entries")} and ${of(report.attachments, "photo or voice note", "photos and voice notes")} imported. All of it is private."

    override fun leftOut(count: Int) = "Left out: $count"

    private fun of(count: UInt, one: String, many: String) = "$count ${if (count == 1u) one else many}"

    override fun meant(instead: String) = "No exact match. Found with: $instead"

    override fun takeToSession(number: Int) = "Take along to session $number"

    override fun timesAWeek(count: Int) = if (count == 1) "Once a week" else "$count times a week"

    override fun savedAt(time: String) = "Saved on this phone, $time"

    override fun session(number: Int) = "Session $number"

    override fun moodOf(value: Int) = "Mood $value"

    override fun answered(count: Int) = if (count == 1) "1 reply" else "$count replies"

    override fun invitedBy(therapist: String, practice: String) = "$therapist, $practice, invites you."

    override fun settingPart(part: SettingPart) = part.code.replaceFirstChar(Char::uppercase)

    override fun reminder(kind: ReminderKind) = when (kind) {
        ReminderKind.CHECK_IN -> "Check-ins after a session"
        ReminderKind.STEP -> "Steps"
        ReminderKind.MEASURE -> "Measures"
        ReminderKind.FOLLOW_UP -> "Before an appointment"
        else -> kind.code.replace('_', ' ')
    }

    override fun questions(count: Int) = if (count == 1) "1 question" else "$count questions"

    override fun minutes(count: Int) = if (count == 1) "After one minute" else "After $count minutes"
}
