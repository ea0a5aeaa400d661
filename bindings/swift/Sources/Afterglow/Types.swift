// The types that screens show and fill in, under the names that screens use. Each is an alias of a type of the core, with
// its documentation.

import AfterglowBase
import AfterglowCore

/// A person's journal on this phone. Open it once while the app runs.
public typealias Journal = AfterglowCore.Journal
/// An id, a code or a day: a string of the core with one meaning.
public typealias CoreText = AfterglowBase.CoreText
/// A moment with the UTC offset of its place.
public typealias ZonedTime = AfterglowBase.ZonedTime
/// A day on the person's own calendar.
public typealias CalendarDay = AfterglowBase.CalendarDay
/// The reason of a failure, in the few cases in which an app acts differently.
public typealias JournalError = AfterglowCore.CoreError
/// Stores small secrets for this app alone. An app implements it with the platform's key store.
public typealias SecretStore = AfterglowCore.SecretStore
/// An error of a `SecretStore`.
public typealias SecretError = AfterglowCore.SecretError
/// Stores one secret that only face or fingerprint releases. An app implements it.
public typealias Biometrics = AfterglowCore.Biometrics
/// An error of `Biometrics`.
public typealias BiometricError = AfterglowCore.BiometricError
/// Returns the device's time zone.
public typealias ZoneSource = AfterglowCore.ZoneSource
/// Receives the progress of an export or import, and may cancel it.
public typealias ProgressListener = AfterglowCore.Progress
/// Receives, on another thread, which view has changed.
public typealias Observer = AfterglowCore.Observer

/// The access of one therapist.
public typealias Access = AfterglowCore.AccessView
/// The account on this phone.
public typealias Account = AfterglowCore.AccountView
/// Whether the therapist gets the answers on finishing: asked before the first question. Nothing is sent before.
public typealias Agreement = AfterglowCore.AgreementView
/// A version of a field that lost against another phone's change.
public typealias Alternative = AfterglowCore.AlternativeView
/// An upcoming appointment, for display.
public typealias Appointment = AfterglowCore.AppointmentView
/// The content of an appointment that the person adds or edits.
public typealias AppointmentForm = AfterglowCore.AppointmentForm
/// An assignment of a therapist that is due: a prompt or a measure.
public typealias Assigned = AfterglowCore.AssignedView
/// A photo or a voice note of an entry.
public typealias EntryAttachment = AfterglowCore.AttachmentView
/// How often a step is meant.
public typealias CadenceForm = AfterglowCore.CadenceForm
/// A care relationship with a therapist, also one that has ended.
public typealias Care = AfterglowCore.CareView
/// The purpose of an invitation and of the relationship that follows.
public typealias CarePurpose = AfterglowCore.CarePurpose
/// A few taps some hours or days after a session. Scales run from 0 to 10; all are optional.
public typealias CheckIn = AfterglowCore.CheckInForm
/// The check-in for now, ready to be filled in.
public typealias CheckInScreen = AfterglowCore.CheckInView
/// A possible side effect of a session.
public typealias SideEffect = AfterglowCore.EffectForm
/// A side-effect check after a session.
public typealias SideEffects = AfterglowCore.EffectsForm
/// The side-effect check, ready to be filled in.
public typealias EffectsScreen = AfterglowCore.EffectsView
/// A side effect to tap.
public typealias EffectOption = AfterglowCore.EffectChoiceView
/// A severity to tap.
public typealias Severity = AfterglowCore.SeverityView
/// The urgency of a check: red, amber, or none.
public typealias EffectLevel = AfterglowCore.EffectLevel
/// The response to the effects marked so far.
public typealias EffectsAdvice = AfterglowCore.EffectsAdvice
/// The page that answers a check.
public typealias EffectsAnswerScreen = AfterglowCore.EffectsAnswer
/// The tapped action on the page that is shown in response to a check.
public typealias EffectChoice = AfterglowCore.EffectChoice
/// The answer to the question about thoughts of death or of self-harm.
public typealias Suicidal = AfterglowCore.Suicidal
/// The question about suicidal thoughts, with its answers.
public typealias SuicidalQuestion = AfterglowCore.SuicidalQuestion
/// An answer to it, to tap.
public typealias SuicidalOption = AfterglowCore.SuicidalChoice
/// A choice: the value for a form, and its label in the person's language.
public typealias Choice = AfterglowCore.Choice
/// What the person is unsure or afraid of.
public typealias ConcernForm = AfterglowCore.ConcernForm
/// An entry that two phones changed at the same time.
public typealias Conflict = AfterglowCore.ConflictView
/// A field that two phones changed at the same time.
public typealias ConflictField = AfterglowCore.ConflictField
/// A wording, and whether the person agreed to it.
public typealias Consent = AfterglowCore.ConsentView
/// A person to call.
public typealias ContactForm = AfterglowCore.ContactForm
/// One of the account's devices.
public typealias Device = AfterglowCore.DeviceView
/// A stored draft: the content of an unfinished screen.
public typealias Draft = AfterglowCore.DraftView
/// An entry of the journal.
public typealias Entry = AfterglowCore.EntryView
/// The content of an entry that a screen edits.
public typealias EntryForm = AfterglowCore.Form
/// The data that was deleted.
public typealias Erased = AfterglowCore.ErasedView
/// How often a step is planned.
public typealias Every = AfterglowCore.Every
/// The contents of an export.
public typealias ExportReport = AfterglowCore.ExportReport
/// A rating of an entry, such as mood or sleep, with its label.
public typealias Figure = AfterglowCore.Figure
/// The kind of thing to do now.
public typealias Fit = AfterglowCore.Fit
/// The one suggestion for now. A tap on it opens `target`.
public typealias FitsNow = AfterglowCore.FitView
/// What the person wants to change over the series.
public typealias GoalForm = AfterglowCore.GoalForm
/// The state of a goal or a concern.
public typealias GoalProgress = AfterglowCore.GoalProgress
/// A person or a service to call.
public typealias HelpLine = AfterglowCore.LineView
/// The Help now screen: contacts, practice, crisis plan and services.
public typealias HelpScreen = AfterglowCore.HelpView
/// An entry that was found.
public typealias Hit = AfterglowCore.Hit
/// An intention, a goal or a concern.
public typealias Hope = AfterglowCore.HopeView
/// Intentions, goals and concerns: the preparation page.
public typealias HopesScreen = AfterglowCore.HopesView
/// An import that was made on this phone.
public typealias PastImport = AfterglowCore.ImportView
/// How something is imported.
public typealias ImportForm = AfterglowCore.ImportForm
/// The result of an import, or of a trial run.
public typealias ImportReport = AfterglowCore.ImportReport
/// The form of an intention: a hope for a session.
public typealias IntentionForm = AfterglowCore.IntentionForm
/// The inviting therapist, from inside the invitation: sealed by the therapist's browser, not by the server.
public typealias Invitation = AfterglowCore.InvitationView
/// A filter of the journey. By default everything is included.
public typealias JourneyFilter = AfterglowCore.JourneyFilter
/// One page of the journey, newest first.
public typealias JourneyPage = AfterglowCore.JourneyPage
/// One row of the journey.
public typealias JourneyRow = AfterglowCore.JourneyRow
/// A dosing session with the entries after it, or the entries before the first one.
public typealias JourneySection = AfterglowCore.SectionView
/// Which version of a field stays.
public typealias Keep = AfterglowCore.Keep
/// A language of the app's texts.
public typealias Language = AfterglowCore.Language
/// A remark on an import or export, for example an item that was left out.
public typealias LeftOut = AfterglowCore.LeftOut
/// The state of the lock. Available while the journal is locked.
public typealias Lock = AfterglowCore.LockView
/// The Look back screen: trends, recurring themes and words, memories.
public typealias LookBackScreen = AfterglowCore.LookBackView
/// The data that deleting this phone's journal would lose. Show it before.
public typealias Loss = AfterglowCore.Loss
/// Answers to an instrument.
public typealias Measure = AfterglowCore.MeasureView
/// A measure in progress, which can be resumed.
public typealias MeasureBegun = AfterglowCore.MeasureBegunView
/// A measure that can be answered.
public typealias MeasureCard = AfterglowCore.MeasureCard
/// A measure that is due.
public typealias MeasureDue = AfterglowCore.MeasureDueView
/// Answers to an instrument.
public typealias MeasureForm = AfterglowCore.MeasureForm
/// The page after an answer.
public typealias MeasureNext = AfterglowCore.MeasureNext
/// An answer to tap.
public typealias MeasureOption = AfterglowCore.OptionView
/// The page of one question of a measure.
public typealias MeasurePage = AfterglowCore.MeasurePage
/// A result in plain language. Never a diagnosis.
public typealias MeasureResult = AfterglowCore.MeasureResultView
/// The ends of a slider.
public typealias MeasureSlider = AfterglowCore.SliderView
/// The measures screen: due, begun and available measures, and results.
public typealias MeasuresScreen = AfterglowCore.MeasuresView
/// An entry from some time ago.
public typealias Memory = AfterglowCore.MemoryView
/// The platform's description of a file to attach.
public typealias NewAttachment = AfterglowCore.NewAttachment
/// A piece of news on the Today screen.
public typealias News = AfterglowCore.NewsView
/// A reminder to schedule.
public typealias Notice = AfterglowCore.NoticeView
/// The subject of a reminder, and the screen that a tap opens.
public typealias NoticeReason = AfterglowCore.ReasonView
/// A view that can change.
public typealias Part = AfterglowCore.View
/// The first page of a PDF, and which entries are included.
public typealias PdfForm = AfterglowCore.PdfForm
/// The phase of the arc that an entry belongs to.
public typealias Phase = AfterglowCore.Phase
/// A part of a text.
public typealias Piece = AfterglowCore.PieceView
/// The position of a moment in the arc, with its label.
public typealias ArcPlace = AfterglowCore.PlaceView
/// The plan for a crisis, in the order in which it is used.
public typealias PlanForm = AfterglowCore.PlanForm
/// A part of the crisis plan.
public typealias PlanPart = AfterglowCore.PlanPart
/// A line that a therapist suggests for the plan.
public typealias PlanProposal = AfterglowCore.PlanProposal
/// A practice's information for its clients.
public typealias Practice = AfterglowCore.PracticeView
/// The person's preferences: language, region, reminders and more.
public typealias Preferences = AfterglowCore.PreferencesForm
/// An answer of a profile.
public typealias ProfileLine = AfterglowCore.ProfileLine
/// A prompt. Answering is optional.
public typealias Prompt = AfterglowCore.PromptView
/// How far the therapist has read an entry.
public typealias Reading = AfterglowCore.Reading
/// An account that can read what is shared with it.
public typealias Reader = AfterglowCore.ReaderView
/// The readers of the shared entries, and how much of that this phone has verified.
public typealias Readers = AfterglowCore.ReadersView
/// A reason why the phone is not in sync.
public typealias Reason = AfterglowCore.Reason
/// The next reminders to schedule, and the settings for reminders.
public typealias RemindersScreen = AfterglowCore.RemindersView
/// A kind of reminder.
public typealias ReminderSwitch = AfterglowCore.SwitchView
/// Text of a therapist that the server no longer has.
public typealias Removed = AfterglowCore.RemovedView
/// A therapist's reply to an entry.
public typealias Reply = AfterglowCore.ReplyView
/// A reply, with the entry that it answers.
public typealias ReplyLine = AfterglowCore.ReplyLine
/// A recurring theme or word.
public typealias Returning = AfterglowCore.ReturningView
/// The person's choice on the safety page.
public typealias SafetyChoice = AfterglowCore.SafetyChoice
/// The card that Today shows for three days after a safety answer.
public typealias SafetyCard = AfterglowCore.SafetyCard
/// A therapist with whom it could be shared.
public typealias ShareOffer = AfterglowCore.ShareOffer
/// Help after harm by a practitioner. Opening it is not recorded.
public typealias HarmScreen = AfterglowCore.HarmView
/// The crisis plan's page.
public typealias PlanScreen = AfterglowCore.PlanPage
/// A part of the crisis plan's page.
public typealias PlanPartOf = AfterglowCore.PlanPartView
/// A choice on the safety page.
public typealias SafetyOption = AfterglowCore.SafetyChoiceView
/// The page that an answer to a safety item opens: before any score, whether the form is complete or not, online or
/// not.
public typealias SafetyScreen = AfterglowCore.SafetyView
/// Four words to compare with a therapist, for one key of the relationship.
public typealias SafetyWords = AfterglowCore.SafetyWords
/// The data that was salvaged from a damaged journal.
public typealias Salvaged = AfterglowCore.SalvagedView
/// A scale from 0 to 10.
public typealias Scale = AfterglowCore.ScaleView
/// A page of search results.
public typealias Search = AfterglowCore.SearchView
/// A search query with its filters.
public typealias SearchForm = AfterglowCore.SearchForm
/// A bodily sensation, with its region and intensity.
public typealias SensationForm = AfterglowCore.SensationForm
/// A series with its state.
public typealias Series = AfterglowCore.SeriesView
/// A series of sessions.
public typealias SeriesForm = AfterglowCore.SeriesForm
/// The state of a series.
public typealias SeriesProgress = AfterglowCore.SeriesProgress
/// A dosing session as a landmark.
public typealias Session = AfterglowCore.SessionView
/// A ketamine session: the clinic's values, and the client's own notes.
public typealias SessionForm = AfterglowCore.SessionForm
/// A dosing session: before it, and after.
public typealias SessionScreen = AfterglowCore.SessionPage
/// A session beside the others.
public typealias SessionTrend = AfterglowCore.SessionTrendView
/// One part of a session's setting.
public typealias Setting = AfterglowCore.SettingView
/// The settings screen: preferences, account and consents.
public typealias SettingsScreen = AfterglowCore.SettingsView
/// A therapist's view of an entry, exactly as it is or would be shared.
public typealias SeenPreview = AfterglowCore.Preview
/// A share before it is made.
public typealias ShareScreen = AfterglowCore.ShareView
/// The time of a check-in after a session.
public typealias Slot = AfterglowCore.Slot
/// The stage of onboarding. No account is needed to begin.
public typealias Stage = AfterglowCore.Stage
/// The sync status of this phone, from its own store. Needs no network.
public typealias Status = AfterglowCore.Status
/// A step with its progress.
public typealias Step = AfterglowCore.StepView
/// A small practical step, in the person's own words.
public typealias StepForm = AfterglowCore.StepForm
/// The state of a step.
public typealias StepProgress = AfterglowCore.StepProgress
/// The steps screen: active steps, habits, ended steps and suggestions.
public typealias StepsScreen = AfterglowCore.StepsView
/// A step that a therapist suggests.
public typealias Suggestion = AfterglowCore.SuggestionView
/// From whom an entry was taken back, and whether the server has confirmed it.
public typealias TakenBack = AfterglowCore.TakeBackView
/// The screen about the therapist.
public typealias TherapistScreen = AfterglowCore.TherapistView
/// The journey: dosing sessions as landmarks, with the entries between them.
public typealias SessionTimeline = AfterglowCore.TimelineView
/// The Today screen: the position in the journey, and what is due today.
public typealias TodayScreen = AfterglowCore.TodayView
/// A trend over some days.
public typealias Trend = AfterglowCore.TrendView
/// A day of a trend.
public typealias TrendPoint = AfterglowCore.TrendPoint
/// The result of undoing an import.
public typealias UndoReport = AfterglowCore.UndoReport
/// A version of an entry.
public typealias Version = AfterglowCore.VersionView
/// The welcome screen: what stays on the phone, who can read, and that nobody reads entries live.
public typealias WelcomeScreen = AfterglowCore.WelcomeView
/// A text that the person is asked to agree to.
public typealias Wording = AfterglowCore.Wording
/// The content of the writing screen.
public typealias WriteScreen = AfterglowCore.WriteView
/// The content of the editor of a reflection. Only the text is central; everything else is optional.
public typealias Writing = AfterglowCore.Writing

// Ids and codes.

/// The id of an entry, a draft, a step, a hope or a session.
public typealias EntryID = AfterglowCore.EntryID
/// Names a care relationship.
public typealias CareID = AfterglowCore.CareID
/// The id of a photo or a voice note of an entry.
public typealias AttachmentID = AfterglowCore.AttachmentID
/// The id of one of the account's devices.
public typealias DeviceID = AfterglowCore.DeviceID
/// Names an import, to undo it.
public typealias ImportID = AfterglowCore.ImportID
/// Names something that a therapist assigned.
public typealias AssignmentID = AfterglowCore.AssignmentID
/// Names a prompt.
public typealias PromptID = AfterglowCore.PromptID
/// Names a therapist's reply.
public typealias ReplyID = AfterglowCore.ReplyID
/// The id of an earlier version of an entry.
public typealias VersionID = AfterglowCore.VersionID
/// The id of a safety event: an answered safety item with the person's choices.
public typealias SafetyEventID = AfterglowCore.SafetyEventID
/// Names a measure: `phq-9`.
public typealias InstrumentID = AfterglowCore.InstrumentID
/// The position of the next page of the journey.
public typealias PageCursor = AfterglowCore.PageCursor
/// The kind of an entry.
public typealias EntryKind = AfterglowCore.EntryKind
/// The kind of news: see `News.kind`.
public typealias NewsKind = AfterglowCore.NewsKind
/// The subject of a reminder.
public typealias ReminderKind = AfterglowCore.ReminderKind
/// The purpose of a meeting.
public typealias AppointmentPurpose = AfterglowCore.AppointmentPurpose
/// The subject of a consent.
public typealias ConsentPurpose = AfterglowCore.ConsentPurpose
/// A part of the crisis plan.
public typealias PlanSection = AfterglowCore.PlanSection
/// A part of a session's setting.
public typealias SettingPart = AfterglowCore.SettingPart
/// A scale from 0 to 10.
public typealias ScaleName = AfterglowCore.ScaleName
/// The status of a step.
public typealias StepStatus = AfterglowCore.StepStatus
/// Who recorded a session's route and dose.
public typealias RecordedBy = AfterglowCore.RecordedBy
/// A day of the week.
public typealias Weekday = AfterglowCore.Weekday
/// The code of a reason why the phone is not in sync.
public typealias SyncReason = AfterglowCore.SyncReason
