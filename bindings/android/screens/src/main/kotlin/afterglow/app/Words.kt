package afterglow.app

import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.FormatStyle
import java.util.Locale

/**
 * What buttons and headings are called: one value a label, so that a language that lacks one does not compile. Prompts,
 * questions, notices and errors are the core's and come in the person's language from there.
 */
interface Words {
    val locale: Locale

    // Everywhere
    val back: String
    val close: String
    val cancel: String
    val done: String
    val next: String
    val loading: String
    val tryAgain: String
    val somethingWrong: String
    val helpNow: String
    val notWatched: String
    val offline: String
    val delete: String
    val keep: String
    val add: String
    val low: String
    val high: String
    val optional: String

    // The bar
    val today: String
    val journey: String
    val lookBack: String
    val more: String
    val write: String

    // Welcome
    val welcome: String
    val welcomeText: String
    val begin: String
    val haveInvitation: String
    val haveAccount: String

    // Today
    val howAreYou: String
    val howAreYouText: String
    val goOnWriting: String
    val carriedForward: String
    val nothingYet: String
    val nothingYetText: String
    val latest: String

    // Write
    val newEntry: String
    val changeEntry: String
    val writeHere: String
    val saving: String
    val savedHere: String
    val notSaved: String
    val mood: String
    val moodLow: String
    val moodHigh: String
    val howIAm: String
    val themes: String
    val wantsToTalk: String
    val wantsToTalkDetail: String
    val addMore: String
    val photo: String
    val voiceNote: String
    val stopRecording: String
    val otherVersions: String
    val otherVersionsText: String
    val seen: String

    // Check-in
    val checkIn: String
    val checkInText: String
    val fewWords: String
    val needsSpace: String
    val needsSpaceDetail: String
    val saved: String

    // Journey, look back
    val everything: String
    val beforeFirst: String
    val search: String
    val searchText: String
    val nothingFound: String
    val nothingFoundText: String
    val moodOverTime: String
    val noMoods: String

    // Entry
    val edit: String
    val share: String
    val takeBack: String
    val replies: String
    val deleteEntry: String
    val deleteEntryText: String
    val private: String
    val shared: String
    val unread: String
    val changedSinceRead: String
    val opened: String
    val reviewed: String
    val waitingToBeSent: String
    val stepFromThis: String
    val fromTherapist: String

    // Share
    val shareTitle: String
    val thisIsSeen: String
    val shareNow: String
    val sharedNow: String
    val takeBackNow: String
    val takeBackTruth: String
    val nobodyToShareWith: String
    val nobodyToShareWithText: String
    val withWhom: String
    val exactly: String

    // Sessions
    val sessions: String
    val noSessions: String
    val noSessionsText: String
    val newSession: String
    val sessionNumber: String
    val intention: String
    val intentionText: String
    val intentionKept: String
    val setting: String
    val recordedByClinic: String
    val firstWords: String
    val qualities: String
    val support: String

    // Steps
    val steps: String
    val noSteps: String
    val noStepsText: String
    val newStep: String
    val newStepText: String
    val doneToday: String
    val letGo: String
    val letGoDetail: String
    val finished: String
    val whereItCameFrom: String
    val stepsDone: String

    // Measures
    val measures: String
    val noMeasures: String
    val noMeasuresText: String
    val leaveOut: String
    val resume: String
    val previous: String

    // Therapist, joining
    val therapist: String
    val noTherapist: String
    val noTherapistText: String
    val join: String
    val joinText: String
    val scan: String
    val scanText: String
    val invitationLink: String
    val yourName: String
    val yourNameText: String
    val readInvitation: String
    val joinNow: String
    val safetyWords: String
    val safetyWordsText: String
    val endCare: String
    val endCareText: String
    val ended: String
    val notReadNow: String

    // Account
    val account: String
    val noAccount: String
    val noAccountText: String
    val register: String
    val registerText: String
    val signIn: String
    val signOut: String
    val signOutText: String
    val signedOut: String
    val server: String
    val handle: String
    val password: String
    val newPassword: String
    val passwordText: String
    val lostPassword: String
    val recover: String
    val recoverText: String
    val recoveryCode: String
    val recoveryKit: String
    val recoveryKitText: String
    val typeItBack: String
    val codeKept: String
    val printKit: String
    val keepLater: String
    val devices: String
    val thisDevice: String
    val removeDevice: String

    // What this is
    val whatThisIs: String
    val whatThisIsText: List<String>

    // Help
    val call: String
    val message: String

    // Reminders
    val reminders: String

    // Settings
    val settings: String
    val light: String
    val asSystem: String
    val lightOn: String
    val dark: String
    val dim: String
    val dimDetail: String
    val textSize: String
    val language: String
    val lock: String
    val export: String
    val exportJson: String
    val import: String
    val deleteEverything: String
    val sync: String
    val inSync: String
    val syncNow: String
    val unlock: String
    val pin: String
    val lockedText: String
    val salvaged: String

    fun savedAt(time: String): String

    fun dayOf(session: Int, day: Int?): String

    fun session(number: Int): String

    fun moodOf(value: Int): String

    fun answered(count: Int): String

    fun question(number: Int, of: Int): String

    fun sharedWith(name: String): String

    fun invitedBy(therapist: String, practice: String): String

    fun safetyWith(therapist: String): String

    fun doneDays(count: Int): String

    /** The core's own words, as people say them; a word of a newer core stays as it is. */
    fun kind(kind: String): String

    fun state(state: String): String

    fun theme(theme: String): String

    fun figure(figure: String): String

    fun route(route: String): String

    fun settingPart(part: String): String

    fun field(field: String): String

    fun instrument(id: String): String = id.uppercase(Locale.ROOT)

    /** A local day (`YYYY-MM-DD`) as people say it. */
    fun date(day: String): String = LocalDate.parse(day).format(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale))

    /** A moment with its own offset, as it was told by the clock there. */
    fun moment(at: String): String = OffsetDateTime.parse(at).format(dayAndTime)

    fun moment(unixMs: Long): String = Instant.ofEpochMilli(unixMs).atZone(ZoneId.systemDefault()).format(dayAndTime)

    fun time(unixMs: Long): String =
        Instant.ofEpochMilli(unixMs).atZone(ZoneId.systemDefault()).format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale))

    private val dayAndTime: DateTimeFormatter
        get() = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(locale)
}

/** The states, themes and parts of a setting that the screens offer, as the core's records spell them. */
object Offered {
    val states = listOf("reflective", "calm", "lighter", "tired", "sensitive", "needs space")
    val themes = listOf("insight", "emotion", "perspective", "imagery", "body", "relationship", "sleep", "step")
}
