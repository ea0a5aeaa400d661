package afterglow.app

import afterglow.ExportReport
import afterglow.ImportReport
import afterglow.ReminderKind
import afterglow.SettingPart
import afterglow.android.R
import java.time.LocalDate

/**
 * The texts of buttons and headings in one language, from `screens/src/main/res/values…/strings.xml`: a property for each text,
 * a function for each that has arguments. A key that is not in the file does not compile. Prompts, questions, notifications and
 * errors come from the core in the person's language.
 */
class Words(language: Language, private val texts: Texts) : Formats(language.locale) {
    // Everywhere
    val back get() = texts(R.string.back)
    val close get() = texts(R.string.close)
    val cancel get() = texts(R.string.cancel)
    val done get() = texts(R.string.done)
    val next get() = texts(R.string.next)
    val loading get() = texts(R.string.loading)
    val tryAgain get() = texts(R.string.try_again)
    val somethingWrong get() = texts(R.string.something_wrong)
    val helpNow get() = texts(R.string.help_now)
    val offline get() = texts(R.string.offline)
    val offlineHere get() = texts(R.string.offline_here)
    val delete get() = texts(R.string.delete)
    val keep get() = texts(R.string.keep)
    val add get() = texts(R.string.add)
    val noticesDenied get() = texts(R.string.notices_denied)
    val show get() = texts(R.string.show)
    val hide get() = texts(R.string.hide)
    val notSet get() = texts(R.string.not_set)
    val pinAgain get() = texts(R.string.pin_again)
    val pinsDiffer get() = texts(R.string.pins_differ)
    val openNext get() = texts(R.string.open_next)
    val closePrompt get() = texts(R.string.close_prompt)
    val whatTheySee get() = texts(R.string.what_they_see)
    val photoOrFile get() = texts(R.string.photo_or_file)
    val youAreHome get() = texts(R.string.you_are_home)
    val dimNow get() = texts(R.string.dim_now)
    val brightAgain get() = texts(R.string.bright_again)

    fun scaleEnds(title: String, low: String, high: String) = texts(R.string.scale_ends, title, low, high)
    fun ofTen(value: Int) = texts(R.string.of_ten, value)
    fun seenBy(therapist: String) = texts(R.string.seen_by, therapist)
    fun shareWith(therapist: String) = texts(R.string.share_with, therapist)

    /** The position in the series, as a sentence. */
    fun series(done: Int, planned: Int?) =
        if (planned == null) texts.plural(R.plurals.series_so_far, done) else texts.plural(R.plurals.series, planned, done)

    // The bar
    val today get() = texts(R.string.today)
    val journey get() = texts(R.string.journey)
    val lookBack get() = texts(R.string.look_back)
    val more get() = texts(R.string.more)
    val write get() = texts(R.string.write)

    // Welcome
    val welcome get() = texts(R.string.welcome)
    val begin get() = texts(R.string.begin)
    val haveInvitation get() = texts(R.string.have_invitation)
    val haveAccount get() = texts(R.string.have_account)

    // Today
    val carriedForward get() = texts(R.string.carried_forward)
    val nothingYet get() = texts(R.string.nothing_yet)
    val nothingYetText get() = texts(R.string.nothing_yet_text)

    // Write
    val newEntry get() = texts(R.string.new_entry)
    val changeEntry get() = texts(R.string.change_entry)
    val saving get() = texts(R.string.saving)
    val notSaved get() = texts(R.string.not_saved)
    val mood get() = texts(R.string.mood)
    val moodLow get() = texts(R.string.mood_low)
    val moodHigh get() = texts(R.string.mood_high)
    val howIAm get() = texts(R.string.how_i_am)
    val themes get() = texts(R.string.themes)
    val wantsToTalk get() = texts(R.string.wants_to_talk)
    val wantsToTalkDetail get() = texts(R.string.wants_to_talk_detail)
    val inMyBody get() = texts(R.string.in_my_body)
    val seeSoon get() = texts(R.string.see_soon)
    val seeSoonDetail get() = texts(R.string.see_soon_detail)
    val addMore get() = texts(R.string.add_more)
    val otherVersions get() = texts(R.string.other_versions)
    val otherVersionsText get() = texts(R.string.other_versions_text)
    val keepAll get() = texts(R.string.keep_all)
    val goOnWriting get() = texts(R.string.go_on_writing)

    // Check-in
    val checkIn get() = texts(R.string.check_in)
    val fewWords get() = texts(R.string.few_words)
    val needsSpace get() = texts(R.string.needs_space)
    val needsSpaceDetail get() = texts(R.string.needs_space_detail)
    val saved get() = texts(R.string.saved)

    // Journey, look back
    val everything get() = texts(R.string.everything)
    val searchText get() = texts(R.string.search_text)
    val nothingFound get() = texts(R.string.nothing_found)
    val nothingFoundText get() = texts(R.string.nothing_found_text)
    val nothingFiltered get() = texts(R.string.nothing_filtered)

    // Entry
    val edit get() = texts(R.string.edit)
    val share get() = texts(R.string.share)
    val takeBack get() = texts(R.string.take_back)
    val replies get() = texts(R.string.replies)
    val deleteEntry get() = texts(R.string.delete_entry)
    val deleteEntryText get() = texts(R.string.delete_entry_text)
    val private: String get() = texts(R.string.private_entry)
    val shared get() = texts(R.string.shared)
    val stepFromThis get() = texts(R.string.step_from_this)

    // Share
    val shareTitle get() = texts(R.string.share_title)
    val shareNow get() = texts(R.string.share_now)
    val notSent get() = texts(R.string.not_sent)
    val takingBack get() = texts(R.string.taking_back)
    val takeBackNow get() = texts(R.string.take_back_now)
    val nobodyToShareWith get() = texts(R.string.nobody_to_share_with)
    val nobodyToShareWithText get() = texts(R.string.nobody_to_share_with_text)
    val withWhom get() = texts(R.string.with_whom)
    val exactly get() = texts(R.string.exactly)
    val whatTheyHave get() = texts(R.string.what_they_have)
    val nothingShared get() = texts(R.string.nothing_shared)
    val nothingSharedText get() = texts(R.string.nothing_shared_text)
    val goAlong get() = texts(R.string.go_along)
    val theyHaveIt get() = texts(R.string.they_have_it)

    // Sessions
    val sessions get() = texts(R.string.sessions)
    val noSessions get() = texts(R.string.no_sessions)
    val noSessionsText get() = texts(R.string.no_sessions_text)
    val newSession get() = texts(R.string.new_session)
    val intention get() = texts(R.string.intention)
    val intentionText get() = texts(R.string.intention_text)
    val intentionKept get() = texts(R.string.intention_kept)
    val goal get() = texts(R.string.goal)
    val goalText get() = texts(R.string.goal_text)
    val concern get() = texts(R.string.concern)
    val concernText get() = texts(R.string.concern_text)
    val whatToBring get() = texts(R.string.what_to_bring)
    val whatCameUp get() = texts(R.string.what_came_up)
    val setting get() = texts(R.string.setting)
    val firstWords get() = texts(R.string.first_words)
    val qualities get() = texts(R.string.qualities)
    val support get() = texts(R.string.support)

    // Steps
    val steps get() = texts(R.string.steps)
    val noSteps get() = texts(R.string.no_steps)
    val noStepsText get() = texts(R.string.no_steps_text)
    val newStep get() = texts(R.string.new_step)
    val newStepText get() = texts(R.string.new_step_text)
    val howOften get() = texts(R.string.how_often)
    val wheneverItFits get() = texts(R.string.whenever_it_fits)
    val once get() = texts(R.string.once)
    val everyDay get() = texts(R.string.every_day)
    val everyWeek get() = texts(R.string.every_week)
    val onCertainDays get() = texts(R.string.on_certain_days)
    val doneToday get() = texts(R.string.done_today)
    val letGo get() = texts(R.string.let_go)
    val letGoDetail get() = texts(R.string.let_go_detail)
    val finished get() = texts(R.string.finished)
    val options get() = texts(R.string.options)
    val whereItCameFrom get() = texts(R.string.where_it_came_from)
    val stepsDone get() = texts(R.string.steps_done)

    // Measures
    val measures get() = texts(R.string.measures)
    val noMeasures get() = texts(R.string.no_measures)
    val noMeasuresText get() = texts(R.string.no_measures_text)
    val previous get() = texts(R.string.previous)

    // Therapist, joining
    val therapist get() = texts(R.string.therapist)
    val noTherapist get() = texts(R.string.no_therapist)
    val noTherapistText get() = texts(R.string.no_therapist_text)
    val join get() = texts(R.string.join)
    val joinText get() = texts(R.string.join_text)
    val scan get() = texts(R.string.scan)
    val scanText get() = texts(R.string.scan_text)
    val invitationLink get() = texts(R.string.invitation_link)
    val yourName get() = texts(R.string.your_name)
    val yourNameText get() = texts(R.string.your_name_text)
    val readInvitation get() = texts(R.string.read_invitation)
    val safetyWords get() = texts(R.string.safety_words)
    val safetyWordsText get() = texts(R.string.safety_words_text)

    fun keyNumber(n: Int) = texts(R.string.key_number, n)

    val again get() = texts(R.string.again)
    val readers get() = texts(R.string.readers)
    val readersYes get() = texts(R.string.readers_yes)
    val noReaders get() = texts(R.string.no_readers)
    val uploadMissing get() = texts(R.string.upload_missing)
    val removeMissing get() = texts(R.string.remove_missing)
    val removeMissingText get() = texts(R.string.remove_missing_text)
    val recentlyRemoved get() = texts(R.string.recently_removed)
    val recentlyRemovedText get() = texts(R.string.recently_removed_text)
    val nothingRemoved get() = texts(R.string.nothing_removed)
    val restore get() = texts(R.string.restore)
    val restored get() = texts(R.string.restored)
    val wordsCompared get() = texts(R.string.words_compared)
    val sameWords get() = texts(R.string.same_words)
    val shareRule get() = texts(R.string.share_rule)
    val shareRuleText get() = texts(R.string.share_rule_text)

    fun endCare(therapist: String) = texts(R.string.end_care, therapist)

    val endCareText get() = texts(R.string.end_care_text)

    // Account
    val noAccount get() = texts(R.string.no_account)
    val noAccountText get() = texts(R.string.no_account_text)
    val register get() = texts(R.string.register)
    val registerText get() = texts(R.string.register_text)
    val signIn get() = texts(R.string.sign_in)
    val signOut get() = texts(R.string.sign_out)
    val signOutText get() = texts(R.string.sign_out_text)
    val signedOut get() = texts(R.string.signed_out)
    val server get() = texts(R.string.server)
    val handle get() = texts(R.string.handle)
    val password get() = texts(R.string.password)
    val newPassword get() = texts(R.string.new_password)
    val passwordText get() = texts(R.string.password_text)
    val changePassword get() = texts(R.string.change_password)
    val passwordChanged get() = texts(R.string.password_changed)
    val lostPassword get() = texts(R.string.lost_password)
    val recover get() = texts(R.string.recover)
    val recoverText get() = texts(R.string.recover_text)
    val recoveryCode get() = texts(R.string.recovery_code)
    val recoveryKit get() = texts(R.string.recovery_kit)
    val recoveryKitText get() = texts(R.string.recovery_kit_text)
    val codeKept get() = texts(R.string.code_kept)
    val printKit get() = texts(R.string.print_kit)
    val keepLater get() = texts(R.string.keep_later)
    val devices get() = texts(R.string.devices)
    val thisDevice get() = texts(R.string.this_device)
    val removeDevice get() = texts(R.string.remove_device)
    val removeDeviceText get() = texts(R.string.remove_device_text)
    val lostPhone get() = texts(R.string.lost_phone)
    val lostPhoneText get() = texts(R.string.lost_phone_text)
    val lostPhoneNoCode get() = texts(R.string.lost_phone_no_code)

    // What this is
    val whatThisIs get() = texts(R.string.what_this_is)

    // Reminders
    val reminders get() = texts(R.string.reminders)

    // Settings
    val settings get() = texts(R.string.settings)
    val light get() = texts(R.string.light)
    val asSystem get() = texts(R.string.as_system)
    val lightOn get() = texts(R.string.light_on)
    val dark get() = texts(R.string.dark)
    val dim get() = texts(R.string.dim)
    val dimDetail get() = texts(R.string.dim_detail)
    val textSize get() = texts(R.string.text_size)
    val language get() = texts(R.string.language)
    val lock get() = texts(R.string.lock)
    val export get() = texts(R.string.export)
    val exportJson get() = texts(R.string.export_json)
    val deleteEverything get() = texts(R.string.delete_everything)
    val sync get() = texts(R.string.sync)
    val inSync get() = texts(R.string.in_sync)
    val syncNow get() = texts(R.string.sync_now)
    val unlock get() = texts(R.string.unlock)
    val pin get() = texts(R.string.pin)
    val lockedText get() = texts(R.string.locked_text)
    val salvaged get() = texts(R.string.salvaged)

    // The rest
    val notToday get() = texts(R.string.not_today)
    val restNow get() = texts(R.string.rest_now)
    val enough get() = texts(R.string.enough)
    val anotherQuestion get() = texts(R.string.another_question)
    val throughALens get() = texts(R.string.through_a_lens)
    val keepThis get() = texts(R.string.keep_this)
    val keepBoth get() = texts(R.string.keep_both)
    val earlier get() = texts(R.string.earlier)
    val whatCameOfIt get() = texts(R.string.what_came_of_it)
    val noTalk get() = texts(R.string.no_talk)
    val earlierVersions get() = texts(R.string.earlier_versions)
    val bringBack get() = texts(R.string.bring_back)
    val whatHelped get() = texts(R.string.what_helped)
    val whatHindered get() = texts(R.string.what_hindered)
    val iAmHome get() = texts(R.string.i_am_home)
    val habits get() = texts(R.string.habits)
    val takeIt get() = texts(R.string.take_it)
    val letItBe get() = texts(R.string.let_it_be)
    val yes get() = texts(R.string.yes)
    val results get() = texts(R.string.results)
    val atAnyTime get() = texts(R.string.at_any_time)
    val finish get() = texts(R.string.finish)
    val yourPeople get() = texts(R.string.your_people)
    val myPlan get() = texts(R.string.my_plan)
    val goOn get() = texts(R.string.go_on)
    val keepPrivate get() = texts(R.string.keep_private)
    val takeIntoPlan get() = texts(R.string.take_into_plan)
    val stillRight get() = texts(R.string.still_right)
    val otherCountry get() = texts(R.string.other_country)
    val theResult get() = texts(R.string.the_result)
    val name get() = texts(R.string.name)
    val phone get() = texts(R.string.phone)
    val faceOrFinger get() = texts(R.string.face_or_finger)
    val pinIsSet get() = texts(R.string.pin_is_set)
    val noPin get() = texts(R.string.no_pin)
    val setPin get() = texts(R.string.set_pin)
    val removePin get() = texts(R.string.remove_pin)
    val locksItself get() = texts(R.string.locks_itself)
    val whenLeft get() = texts(R.string.when_left)
    val never get() = texts(R.string.never)
    val lockNow get() = texts(R.string.lock_now)
    val agree get() = texts(R.string.agree)
    val withdraw get() = texts(R.string.withdraw)
    val planned get() = texts(R.string.planned)
    val quietFrom get() = texts(R.string.quiet_from)
    val quietUntil get() = texts(R.string.quiet_until)
    val new get() = texts(R.string.new_mark)
    val stopRule get() = texts(R.string.stop_rule)
    val region get() = texts(R.string.region)
    val returning get() = texts(R.string.returning)

    // Photos and voice notes
    val takePhoto get() = texts(R.string.take_photo)
    val choosePhoto get() = texts(R.string.choose_photo)
    val recordVoice get() = texts(R.string.record_voice)
    val stopRecording get() = texts(R.string.stop_recording)
    val mayNotListen get() = texts(R.string.may_not_listen)
    val openPicture get() = texts(R.string.open_picture)
    val play get() = texts(R.string.play)
    val stop get() = texts(R.string.stop)
    val remove get() = texts(R.string.remove)
    val handOver get() = texts(R.string.hand_over)

    // Export, import
    val yourJournal get() = texts(R.string.your_journal)
    val exportText get() = texts(R.string.export_text)
    val exportPdf get() = texts(R.string.export_pdf)
    val exportMarkdown get() = texts(R.string.export_markdown)
    val exportArchive get() = texts(R.string.export_archive)
    val passphrase get() = texts(R.string.passphrase)
    val passphraseText get() = texts(R.string.passphrase_text)
    val makeIt get() = texts(R.string.make_it)
    val forYourCalendar get() = texts(R.string.for_your_calendar)
    val makeOpen get() = texts(R.string.make_open)
    val bring get() = texts(R.string.bring)
    val bringText get() = texts(R.string.bring_text)
    val chooseFile get() = texts(R.string.choose_file)
    val lookInside get() = texts(R.string.look_inside)
    val bringIn get() = texts(R.string.bring_in)
    val keepPlaces get() = texts(R.string.keep_places)
    val keepPlacesDetail get() = texts(R.string.keep_places_detail)
    val faceOrFingerDetail get() = texts(R.string.face_or_finger_detail)
    val pinFirst get() = texts(R.string.pin_first)
    val wipeAfter get() = texts(R.string.wipe_after)
    val wipeAfterDetail get() = texts(R.string.wipe_after_detail)

    // Cards, sessions, looking back, the recovery kit, the lock
    val previousCard get() = texts(R.string.previous_card)

    fun cardOf(number: Int, all: Int) = texts(R.string.card_of, number, all)

    val monthBefore get() = texts(R.string.month_before)
    val monthAfter get() = texts(R.string.month_after)
    val timeOfDay get() = texts(R.string.time_of_day)
    val timeLooksLike get() = texts(R.string.time_looks_like)

    fun beforeSession(number: Int) = texts(R.string.before_session, number)

    val prepare get() = texts(R.string.prepare)
    val prepareText get() = texts(R.string.prepare_text)
    val addAnother get() = texts(R.string.add_another)
    val draftKept get() = texts(R.string.draft_kept)
    val firstWordsQuestion get() = texts(R.string.first_words_question)
    val helpedQuestion get() = texts(R.string.helped_question)
    val whenItWas get() = texts(R.string.when_it_was)
    val intensity get() = texts(R.string.intensity)
    val intensityLow get() = texts(R.string.intensity_low)
    val intensityHigh get() = texts(R.string.intensity_high)
    val duration get() = texts(R.string.duration)
    val wholeMinutes get() = texts(R.string.whole_minutes)
    val doseAndRoute get() = texts(R.string.dose_and_route)
    val doseText get() = texts(R.string.dose_text)
    val doseMg get() = texts(R.string.dose_mg)
    val wholeMilligrams get() = texts(R.string.whole_milligrams)
    val lookBackGrows get() = texts(R.string.look_back_grows)
    val overTime get() = texts(R.string.over_time)
    val noValues get() = texts(R.string.no_values)

    fun rangeOf(label: String, low: Int, high: Int, days: Int) = texts.plural(R.plurals.range_of, days, label, low, high)
    fun sessionOn(number: Int, date: LocalDate) = texts(R.string.session_on, number, shortDay(date))

    val chartLegend get() = texts(R.string.chart_legend)

    fun span(days: Int) = when {
        days <= 31 -> texts(R.string.span_month)
        days <= 92 -> texts(R.string.span_quarter)
        else -> texts(R.string.span_year)
    }

    fun sessionTrend(number: Int, before: Double?, after: Double?, later: Double?): String {
        val values = listOfNotNull(
            before?.let { texts(R.string.trend_before, number(it)) },
            after?.let { texts(R.string.trend_after, number(it)) },
            later?.let { texts(R.string.trend_later, number(it)) },
        )
        return texts(R.string.session_trend, number, values.joinToString(", "))
    }

    val moodCalendar get() = texts(R.string.mood_calendar)

    fun moodLegend(low: String, high: String) = texts(R.string.mood_legend, low, high)

    fun dayAndMood(day: LocalDate, low: Int?, high: Int?, number: Int?): String {
        val mood = when {
            low == null -> texts(R.string.no_mood_on_day)
            high == null || low == high -> texts(R.string.mood_on_day, low)
            else -> texts(R.string.moods_on_day, low, high)
        }
        return listOfNotNull(longDay(day), number?.let(::session), mood).joinToString(", ")
    }

    fun questionsAndMinutes(count: Int) = texts(R.string.questions_and_minutes, texts.plural(R.plurals.questions, count), (count + 3) / 4)
    fun aboutMeasure(title: String) = texts(R.string.about_measure, title)

    val changePlan get() = texts(R.string.change_plan)
    val oneALine get() = texts(R.string.one_a_line)
    val lookAndText get() = texts(R.string.look_and_text)
    val languageAndRegion get() = texts(R.string.language_and_region)
    val accountAndDevices get() = texts(R.string.account_and_devices)
    val pinIsSetShort get() = texts(R.string.pin_is_set_short)
    val noPinShort get() = texts(R.string.no_pin_short)
    val threeWords get() = texts(R.string.three_words)

    fun wordNumber(number: Int) = texts(R.string.word_number, number)

    val notThisWord get() = texts(R.string.not_this_word)
    val kitReminder get() = texts(R.string.kit_reminder)
    val kitReminderText get() = texts(R.string.kit_reminder_text)
    val scanKit get() = texts(R.string.scan_kit)

    fun digitsTyped(count: Int) = texts.plural(R.plurals.digits_typed, count)

    val deleteDigit get() = texts(R.string.delete_digit)
    val keyboardInstead get() = texts(R.string.keyboard_instead)
    val keypadInstead get() = texts(R.string.keypad_instead)
    val forgotPin get() = texts(R.string.forgot_pin)
    val forgotPinText get() = texts(R.string.forgot_pin_text)
    val waitsForUnlock get() = texts(R.string.waits_for_unlock)
    val tooLargeToTake get() = texts(R.string.too_large_to_take)
    val eraseAndBegin get() = texts(R.string.erase_and_begin)
    val agreeAndJoin get() = texts(R.string.agree_and_join)
    val withdrawText get() = texts(R.string.withdraw_text)

    fun takeBackAll(count: Int) = texts.plural(R.plurals.take_back_all, count)

    // With numbers and names
    /** Weeks back from today. */
    fun lastWeeks(count: Int) = texts.plural(R.plurals.last_weeks, count)

    fun picture(name: String) = name.ifBlank { photoOrFile }

    /** With its duration in milliseconds, if known. */
    fun voiceNote(durationMs: Int?) =
        if (durationMs == null) texts(R.string.voice_note) else texts(R.string.voice_note_of, clock(durationMs))

    fun exported(report: ExportReport) = listOfNotNull(
        texts(R.string.exported, entries(report.records), photosAndNotes(report.attachments)),
        report.notHere.toInt().takeIf { it > 0 }?.let { texts.plural(R.plurals.not_here, it) },
        report.signsMissing.toInt().takeIf { it > 0 }?.let { texts.plural(R.plurals.signs_missing, it) },
    ).joinToString(" ")

    fun wouldCome(report: ImportReport) =
        texts(R.string.would_come, entries(report.found), report.known.toInt(), photosAndNotes(report.attachments))

    fun hasCome(report: ImportReport) = texts(R.string.has_come, entries(report.added), photosAndNotes(report.attachments))

    private fun entries(count: UInt) = texts.plural(R.plurals.entries, count.toInt())

    private fun photosAndNotes(count: UInt) = texts.plural(R.plurals.photos_and_notes, count.toInt())

    fun leftOut(count: Int) = texts(R.string.left_out, count)
    fun savedAt(time: String) = texts(R.string.saved_at, time)
    fun session(number: Int): String = texts(R.string.session, number)
    fun moodOf(value: Int) = texts(R.string.mood_of, value)
    fun answered(count: Int) = texts.plural(R.plurals.answered, count)

    /** The message that there was no exact match, but one for these words. */
    fun meant(instead: String) = texts(R.string.meant, instead)

    fun takeToSession(number: Int) = texts(R.string.take_to_session, number)
    fun timesAWeek(count: Int) = texts.plural(R.plurals.times_a_week, count)
    fun invitedBy(therapist: String, practice: String) = texts(R.string.invited_by, therapist, practice)

    /** A part of a session's setting, as the core names it. */
    fun settingPart(part: SettingPart) = when (part) {
        SettingPart.PLACE -> texts(R.string.setting_place)
        SettingPart.LIGHT -> texts(R.string.setting_light)
        SettingPart.MUSIC -> texts(R.string.setting_music)
        SettingPart.SEATING -> texts(R.string.setting_seating)
        SettingPart.COMPANIONS -> texts(R.string.setting_companions)
        else -> part.code
    }

    /** A kind of reminder, as the core names it. */
    fun reminder(kind: ReminderKind) = when (kind) {
        ReminderKind.CHECK_IN -> texts(R.string.reminder_check_in)
        ReminderKind.STEP -> texts(R.string.reminder_step)
        ReminderKind.MEASURE -> texts(R.string.reminder_measure)
        ReminderKind.FOLLOW_UP -> texts(R.string.reminder_follow_up)
        else -> kind.code.replace('_', ' ')
    }

    fun minutes(count: Int) = texts.plural(R.plurals.minutes, count)

    // Files and permissions of the phone, and sharing
    /** A file outside the journal could not be read or written. */
    val fileFailed get() = texts(R.string.file_failed)
    val mayNotSee get() = texts(R.string.may_not_see)

    /** Said when something is shared. Whether the server has it is said by the core. */
    val youShareThis get() = texts(R.string.you_share_this)
}
