package afterglow.app

import afterglow.ExportReport
import afterglow.ImportReport
import afterglow.ReminderKind
import afterglow.SettingPart
import java.text.NumberFormat
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.FormatStyle
import java.util.Locale

/**
 * The texts of buttons and headings, one value per label, so that a language with a missing one does not compile. Prompts,
 * questions, notifications and errors come from the core in the person's language.
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

    /** For screens that need the server immediately. */
    val offlineHere: String
    val delete: String
    val keep: String
    val add: String

    val noticesDenied: String
    val show: String
    val hide: String
    val notSet: String
    val pinAgain: String
    val pinsDiffer: String
    val openNext: String
    val closePrompt: String
    val whatTheySee: String
    val photoOrFile: String
    val youAreHome: String
    val dimNow: String
    val brightAgain: String

    /** The meaning of a scale's ends, for a screen reader. */
    fun scaleEnds(title: String, low: String, high: String): String

    fun ofTen(value: Int): String

    /** The title of a preview for a therapist. */
    fun seenBy(therapist: String): String

    fun shareWith(therapist: String): String

    /** The position in the series, as a sentence. */
    fun series(done: Int, planned: Int?): String

    // The bar
    val today: String
    val journey: String
    val lookBack: String
    val more: String
    val write: String

    // Welcome
    val welcome: String
    val begin: String
    val haveInvitation: String
    val haveAccount: String

    // Today
    val carriedForward: String
    val nothingYet: String
    val nothingYetText: String

    // Write
    val newEntry: String
    val changeEntry: String
    val saving: String
    val notSaved: String
    val mood: String
    val moodLow: String
    val moodHigh: String
    val howIAm: String
    val themes: String
    val wantsToTalk: String
    val wantsToTalkDetail: String
    val inMyBody: String
    val seeSoon: String
    val seeSoonDetail: String
    val addMore: String
    val otherVersions: String
    val otherVersionsText: String
    val keepAll: String
    val goOnWriting: String

    // Check-in
    val checkIn: String
    val fewWords: String
    val needsSpace: String
    val needsSpaceDetail: String
    val saved: String

    // Journey, look back
    val everything: String
    val searchText: String
    val nothingFound: String
    val nothingFoundText: String

    /** The journal has entries, and none of this filter. */
    val nothingFiltered: String

    // Entry
    val edit: String
    val share: String
    val takeBack: String
    val replies: String
    val deleteEntry: String
    val deleteEntryText: String
    val private: String
    val shared: String
    val stepFromThis: String

    // Share
    val shareTitle: String
    val shareNow: String
    val sharedNow: String

    /** Shared, or changed since then, and not with the server yet. */
    val notSent: String
    val takingBack: String
    val takeBackNow: String
    val nobodyToShareWith: String
    val nobodyToShareWithText: String
    val withWhom: String
    val exactly: String
    val whatTheyHave: String
    val nothingShared: String
    val nothingSharedText: String
    val goAlong: String
    val theyHaveIt: String

    // Sessions
    val sessions: String
    val noSessions: String
    val noSessionsText: String
    val newSession: String
    val intention: String
    val intentionText: String
    val intentionKept: String
    val goal: String
    val goalText: String
    val concern: String
    val concernText: String
    val whatToBring: String
    val whatCameUp: String
    val setting: String
    val firstWords: String
    val qualities: String
    val support: String

    // Steps
    val steps: String
    val noSteps: String
    val noStepsText: String
    val newStep: String
    val newStepText: String
    val howOften: String
    val wheneverItFits: String
    val once: String
    val everyDay: String
    val everyWeek: String
    val onCertainDays: String
    val doneToday: String
    val letGo: String
    val letGoDetail: String
    val finished: String

    /** A button with rare actions. */
    val options: String
    val whereItCameFrom: String
    val stepsDone: String

    // Measures
    val measures: String
    val noMeasures: String
    val noMeasuresText: String
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
    fun keyNumber(n: Int): String
    val again: String
    val readers: String
    val readersYes: String
    val noReaders: String
    val uploadMissing: String
    val removeMissing: String
    val removeMissingText: String
    val recentlyRemoved: String
    val recentlyRemovedText: String
    val nothingRemoved: String
    val restore: String
    val restored: String
    val wordsCompared: String
    /** Shown after the safety words of this key were compared. */
    val sameWords: String
    val shareRule: String
    val shareRuleText: String
    fun endCare(therapist: String): String
    val endCareText: String

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
    val changePassword: String
    val passwordChanged: String
    val lostPassword: String
    val recover: String
    val recoverText: String
    val recoveryCode: String
    val recoveryKit: String
    val recoveryKitText: String
    val codeKept: String
    val printKit: String
    val keepLater: String
    val devices: String
    val thisDevice: String
    val removeDevice: String
    val removeDeviceText: String
    val lostPhone: String
    val lostPhoneText: String
    val lostPhoneNoCode: String

    // What this is
    val whatThisIs: String

    // Help

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
    val deleteEverything: String
    val sync: String
    val inSync: String
    val syncNow: String
    val unlock: String
    val pin: String
    val lockedText: String
    val salvaged: String

    // The rest
    val notToday: String
    val restNow: String
    val enough: String
    val anotherQuestion: String
    val throughALens: String
    val keepThis: String
    val keepBoth: String
    val earlier: String
    val whatCameOfIt: String
    val noTalk: String
    val earlierVersions: String
    val bringBack: String
    val whatHelped: String
    val whatHindered: String
    val iAmHome: String
    val habits: String
    val takeIt: String
    val letItBe: String
    val yes: String
    val results: String
    val atAnyTime: String
    val finish: String
    val yourPeople: String
    val myPlan: String
    val goOn: String
    val keepPrivate: String
    val takeIntoPlan: String
    val stillRight: String
    val otherCountry: String
    val theResult: String
    val name: String
    val phone: String
    val faceOrFinger: String
    val pinIsSet: String
    val noPin: String
    val setPin: String
    val removePin: String
    val locksItself: String
    val whenLeft: String
    val never: String
    val lockNow: String
    val agree: String
    val withdraw: String
    val planned: String
    val quietFrom: String
    val quietUntil: String
    val new: String
    val stopRule: String
    val region: String
    val returning: String

    // Photos and voice notes
    val takePhoto: String
    val choosePhoto: String
    val recordVoice: String
    val stopRecording: String
    val mayNotListen: String
    val openPicture: String
    val play: String
    val stop: String
    val remove: String
    val handOver: String

    // Export, import
    val yourJournal: String
    val exportText: String
    val exportPdf: String
    val exportMarkdown: String
    val exportArchive: String
    val passphrase: String
    val passphraseText: String
    val makeIt: String
    val forYourCalendar: String
    val makeOpen: String
    val bring: String
    val bringText: String
    val chooseFile: String
    val lookInside: String
    val bringIn: String
    val keepPlaces: String
    val keepPlacesDetail: String
    val faceOrFingerDetail: String
    val pinFirst: String
    val wipeAfter: String
    val wipeAfterDetail: String

    // Cards, sessions, looking back, the recovery kit, the lock
    val previousCard: String
    fun cardOf(number: Int, all: Int): String
    val monthBefore: String
    val monthAfter: String
    val timeOfDay: String
    val timeLooksLike: String
    fun beforeSession(number: Int): String
    val prepare: String
    val prepareText: String
    val addAnother: String
    val draftKept: String
    val firstWordsQuestion: String
    val helpedQuestion: String
    val whenItWas: String
    val intensity: String
    val intensityLow: String
    val intensityHigh: String
    val duration: String
    val wholeMinutes: String
    val doseAndRoute: String
    val doseText: String
    val doseMg: String
    val wholeMilligrams: String
    val lookBackGrows: String
    val overTime: String
    val noValues: String
    fun rangeOf(label: String, low: Int, high: Int, days: Int): String
    fun sessionOn(number: Int, date: LocalDate): String
    val chartLegend: String
    fun span(days: Int): String
    fun sessionTrend(number: Int, before: Double?, after: Double?, later: Double?): String
    val moodCalendar: String
    fun moodLegend(low: String, high: String): String
    fun dayAndMood(day: LocalDate, low: Int?, high: Int?, number: Int?): String
    fun questionsAndMinutes(count: Int): String
    fun aboutMeasure(title: String): String
    val changePlan: String
    val oneALine: String
    val lookAndText: String
    val languageAndRegion: String
    val accountAndDevices: String
    val pinIsSetShort: String
    val noPinShort: String
    val threeWords: String
    fun wordNumber(number: Int): String
    val notThisWord: String
    val kitReminder: String
    val kitReminderText: String
    val scanKit: String
    fun digitsTyped(count: Int): String
    val deleteDigit: String
    val keyboardInstead: String
    val keypadInstead: String
    val forgotPin: String
    val forgotPinText: String
    val waitsForUnlock: String
    val tooLargeToTake: String
    val eraseAndBegin: String
    val agreeAndJoin: String
    val withdrawText: String
    fun takeBackAll(count: Int): String

    /** A value of a scale, with one decimal if needed. */
    fun number(value: Double): String = NumberFormat.getInstance(locale).apply { maximumFractionDigits = 1 }.format(value)

    /** A day with its weekday and year: Wednesday, November 25, 2026. */
    fun longDay(day: LocalDate): String = day.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale))

    /** The pattern of a day and its month: 25 Nov. */
    val dayPattern: String get() = "d MMM"

    /** A day of the core (`YYYY-MM-DD`) in short form: 25 Nov. */
    fun shortDay(date: LocalDate): String = date.format(DateTimeFormatter.ofPattern(dayPattern, locale))

    /** Weeks back from today. */
    fun lastWeeks(count: Int): String

    fun picture(name: String): String

    /** With its duration in milliseconds, if known. */
    fun voiceNote(durationMs: Int?): String

    fun exported(report: ExportReport): String

    fun wouldCome(report: ImportReport): String

    fun hasCome(report: ImportReport): String

    fun leftOut(count: Int): String

    fun savedAt(time: String): String

    fun session(number: Int): String

    fun moodOf(value: Int): String

    fun answered(count: Int): String

    /** The message that there was no exact match, but one for these words. */
    fun meant(instead: String): String

    fun takeToSession(number: Int): String

    fun timesAWeek(count: Int): String

    fun invitedBy(therapist: String, practice: String): String

    /** A part of a session's setting, as the core names it. */
    fun settingPart(part: SettingPart): String

    /** A kind of reminder, as the core names it. */
    fun reminder(kind: ReminderKind): String

    fun questions(count: Int): String

    fun minutes(count: Int): String

    /** Formats a moment with its own UTC offset. */
    fun moment(at: OffsetDateTime): String = at.format(dayAndTime)

    fun moment(at: Instant): String = at.atZone(ZoneId.systemDefault()).format(dayAndTime)

    /** The time of day in the moment's own time zone. */
    fun clockOf(at: OffsetDateTime): String =
        at.format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale))

    /** A short date, with the year if it is not the current one: Wed 25 Nov. */
    fun dayOf(at: OffsetDateTime): String {
        val pattern = if (at.year == OffsetDateTime.now().year) "EEE $dayPattern" else "EEE $dayPattern yyyy"
        return at.format(DateTimeFormatter.ofPattern(pattern, locale))
    }

    /** Minutes and seconds: 1:01. */
    fun clock(durationMs: Int): String = "%d:%02d".format(durationMs / 60_000, durationMs / 1_000 % 60)

    fun time(at: Instant): String =
        at.atZone(ZoneId.systemDefault()).format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale))

    /** An hour of the day: 9 PM, 21:00. */
    fun hour(hour: Int): String = LocalTime.of(hour % 24, 0).format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale))

    private val dayAndTime: DateTimeFormatter
        get() = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(locale)
}
