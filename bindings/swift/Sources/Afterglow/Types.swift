// The types that screens show and fill in, under the names that screens use. Each is an alias of a type of the core, with
// its documentation.

import AfterglowBase
import AfterglowCore

/// A person's journal on this phone. Open it once while the app runs.
public typealias Journal = AfterglowCore.Journal
/// An id, a code or a day: a text of the core with one meaning.
public typealias CoreText = AfterglowBase.CoreText
/// A moment with the offset of the place where it was.
public typealias ZonedTime = AfterglowBase.ZonedTime
/// A day on the person's own calendar.
public typealias CalendarDay = AfterglowBase.CalendarDay
/// Why something did not work, in the few cases in which an app acts differently.
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

/// Who can read what.
public typealias Access = AfterglowCore.AccessView
/// The account on this phone.
public typealias Account = AfterglowCore.AccountView
/// Whether the therapist gets the answers on finishing: asked before the first question. Nothing is sent before.
public typealias Agreement = AfterglowCore.AgreementView
/// A version of a field that lost against another phone's change.
public typealias Alternative = AfterglowCore.AlternativeView
/// An upcoming appointment.
public typealias Appointment = AfterglowCore.AppointmentView
/// An appointment.
public typealias AppointmentForm = AfterglowCore.AppointmentForm
/// An assignment.
public typealias Assigned = AfterglowCore.AssignedView
/// A photo or a voice note of an entry.
public typealias EntryAttachment = AfterglowCore.AttachmentView
/// How often a step is meant.
public typealias CadenceForm = AfterglowCore.CadenceForm
/// A care relationship.
public typealias Care = AfterglowCore.CareView
/// What a therapist invites for, and is then there for.
public typealias CarePurpose = AfterglowCore.CarePurpose
/// A few taps some hours or days after a session. Scales run from 0 to 10; all are optional.
public typealias CheckIn = AfterglowCore.CheckInForm
/// The check-in that fits now, ready to be filled in.
public typealias CheckInScreen = AfterglowCore.CheckInView
/// Something that may bother one after a session.
public typealias SideEffect = AfterglowCore.EffectForm
/// How body and mind are after a session.
public typealias SideEffects = AfterglowCore.EffectsForm
/// The side-effect check, ready to be filled in.
public typealias EffectsScreen = AfterglowCore.EffectsView
/// A side effect to tap.
public typealias EffectOption = AfterglowCore.EffectChoiceView
/// A severity to tap.
public typealias Severity = AfterglowCore.SeverityView
/// What a check asks for: red, amber, or nothing.
public typealias EffectLevel = AfterglowCore.EffectLevel
/// What is said about what is marked so far.
public typealias EffectsSaid = AfterglowCore.EffectsSaid
/// The page that answers a check.
public typealias EffectsAnswerScreen = AfterglowCore.EffectsAnswer
/// What was tapped on the page that answers a check.
public typealias EffectChoice = AfterglowCore.EffectChoice
/// The answer to the question about thoughts of death or of self-harm.
public typealias Suicidal = AfterglowCore.Suicidal
/// That question, where it is asked.
public typealias SuicidalQuestion = AfterglowCore.SuicidalQuestion
/// An answer to it, to tap.
public typealias SuicidalOption = AfterglowCore.SuicidalChoice
/// Something to tap.
public typealias Choice = AfterglowCore.Choice
/// What the person is unsure or afraid of.
public typealias ConcernForm = AfterglowCore.ConcernForm
/// An entry that two phones changed at once.
public typealias Conflict = AfterglowCore.ConflictView
/// A field that two phones changed at once.
public typealias ConflictField = AfterglowCore.ConflictField
/// A wording, and whether the person agreed to it.
public typealias Consent = AfterglowCore.ConsentView
/// A person to call.
public typealias ContactForm = AfterglowCore.ContactForm
/// One of the account's devices.
public typealias Device = AfterglowCore.DeviceView
/// A draft.
public typealias Draft = AfterglowCore.DraftView
/// An entry of the journal.
public typealias Entry = AfterglowCore.EntryView
/// The content of an entry that a screen edits.
public typealias EntryForm = AfterglowCore.Form
/// What was deleted.
public typealias Erased = AfterglowCore.ErasedView
/// How often a step is planned.
public typealias Every = AfterglowCore.Every
/// What an export contains.
public typealias ExportReport = AfterglowCore.ExportReport
/// A named value.
public typealias Figure = AfterglowCore.Figure
/// What fits now.
public typealias Fit = AfterglowCore.Fit
/// The one thing that fits now: a tap on it leads to `target`.
public typealias FitsNow = AfterglowCore.FitView
/// What the person wants to change over the series.
public typealias GoalForm = AfterglowCore.GoalForm
/// The state of a goal or a concern.
public typealias GoalProgress = AfterglowCore.GoalProgress
/// A person or a service to call.
public typealias HelpLine = AfterglowCore.LineView
/// Help now.
public typealias HelpScreen = AfterglowCore.HelpView
/// An entry that was found.
public typealias Hit = AfterglowCore.Hit
/// An intention, a goal or a concern.
public typealias Hope = AfterglowCore.HopeView
/// What is hoped for and feared: the preparation page.
public typealias HopesScreen = AfterglowCore.HopesView
/// An import that was made on this phone.
public typealias PastImport = AfterglowCore.ImportView
/// How something is imported.
public typealias ImportForm = AfterglowCore.ImportForm
/// What an import did, or would do.
public typealias ImportReport = AfterglowCore.ImportReport
/// What is hoped for from a session.
public typealias IntentionForm = AfterglowCore.IntentionForm
/// Who invites, from inside the invitation: sealed by the therapist's browser, not by the server.
public typealias Invitation = AfterglowCore.InvitationView
/// Which entries of the journey to show. Everything, if nothing is named.
public typealias JourneyFilter = AfterglowCore.JourneyFilter
/// One page of the journey, newest first.
public typealias JourneyPage = AfterglowCore.JourneyPage
/// One row of the journey.
public typealias JourneyRow = AfterglowCore.JourneyRow
/// A dosing session and what followed it; or what was written before the first one.
public typealias JourneySection = AfterglowCore.SectionView
/// Which version of a field stays.
public typealias Keep = AfterglowCore.Keep
/// A language that the app speaks.
public typealias Language = AfterglowCore.Language
/// Something that was left out of an import or export, or needs a remark.
public typealias LeftOut = AfterglowCore.LeftOut
/// The state of the lock. Available while the journal is locked.
public typealias Lock = AfterglowCore.LockView
/// Look back.
public typealias LookBackScreen = AfterglowCore.LookBackView
/// What deleting this phone's journal would lose. Show it before.
public typealias Loss = AfterglowCore.Loss
/// Answers to an instrument.
public typealias Measure = AfterglowCore.MeasureView
/// A measure that was begun.
public typealias MeasureBegun = AfterglowCore.MeasureBegunView
/// A measure that can be answered.
public typealias MeasureCard = AfterglowCore.MeasureCard
/// A measure that is due.
public typealias MeasureDue = AfterglowCore.MeasureDueView
/// Answers to an instrument.
public typealias MeasureForm = AfterglowCore.MeasureForm
/// What follows an answer.
public typealias MeasureNext = AfterglowCore.MeasureNext
/// An answer to tap.
public typealias MeasureOption = AfterglowCore.OptionView
/// One question.
public typealias MeasurePage = AfterglowCore.MeasurePage
/// A result in plain words. Never a diagnosis.
public typealias MeasureResult = AfterglowCore.MeasureResultView
/// The ends of a slider.
public typealias MeasureSlider = AfterglowCore.SliderView
/// The measures screen.
public typealias MeasuresScreen = AfterglowCore.MeasuresView
/// Something that was written some time ago.
public typealias Memory = AfterglowCore.MemoryView
/// What the platform knows of a file to attach.
public typealias NewAttachment = AfterglowCore.NewAttachment
/// Something that has come.
public typealias News = AfterglowCore.NewsView
/// A reminder to schedule.
public typealias Notice = AfterglowCore.NoticeView
/// What a reminder is about, and where a tap on it leads.
public typealias NoticeReason = AfterglowCore.ReasonView
/// A view that can change.
public typealias Part = AfterglowCore.View
/// The first page of a PDF, and which entries are included.
public typealias PdfForm = AfterglowCore.PdfForm
/// The part of the arc that an entry belongs to.
public typealias Phase = AfterglowCore.Phase
/// A part of a text.
public typealias Piece = AfterglowCore.PieceView
/// The position of a moment in the arc, with its label.
public typealias ArcPlace = AfterglowCore.PlaceView
/// The plan for hard hours, in the order in which it is used.
public typealias PlanForm = AfterglowCore.PlanForm
/// A part of the crisis plan.
public typealias PlanPart = AfterglowCore.PlanPart
/// A line that a therapist suggests for the plan.
public typealias PlanProposal = AfterglowCore.PlanProposal
/// What a practice wants its clients to know.
public typealias Practice = AfterglowCore.PracticeView
/// The preferences.
public typealias Preferences = AfterglowCore.PreferencesForm
/// An answer of a profile.
public typealias ProfileLine = AfterglowCore.ProfileLine
/// A prompt: an offer, and never a duty.
public typealias Prompt = AfterglowCore.PromptView
/// How far the therapist has read an entry.
public typealias Reading = AfterglowCore.Reading
/// An account that can read what is shared with it.
public typealias Reader = AfterglowCore.ReaderView
/// Who can read what is shared, and how much of it this phone knows to be true.
public typealias Readers = AfterglowCore.ReadersView
/// A reason why something is not in sync.
public typealias Reason = AfterglowCore.Reason
/// The next reminders.
public typealias RemindersScreen = AfterglowCore.RemindersView
/// A kind of reminder.
public typealias ReminderSwitch = AfterglowCore.SwitchView
/// Text of a therapist that the server no longer has.
public typealias Removed = AfterglowCore.RemovedView
/// A therapist's answer.
public typealias Reply = AfterglowCore.ReplyView
/// A reply, with what it answers.
public typealias ReplyLine = AfterglowCore.ReplyLine
/// A theme or a word that returns.
public typealias Returning = AfterglowCore.ReturningView
/// What a person chose on the safety page.
public typealias SafetyChoice = AfterglowCore.SafetyChoice
/// What Today shows for three days after a safety answer.
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
/// The page that an answer to a safety item opens: before any score, complete or not, online or not.
public typealias SafetyScreen = AfterglowCore.SafetyView
/// Four words to compare with a therapist, for one key of the relationship.
public typealias SafetyWords = AfterglowCore.SafetyWords
/// What was salvaged of a damaged journal.
public typealias Salvaged = AfterglowCore.SalvagedView
/// A scale from 0 to 10.
public typealias Scale = AfterglowCore.ScaleView
/// A page of search results.
public typealias Search = AfterglowCore.SearchView
/// What is looked for, and among what.
public typealias SearchForm = AfterglowCore.SearchForm
/// Something felt in the body.
public typealias SensationForm = AfterglowCore.SensationForm
/// A series with its state.
public typealias Series = AfterglowCore.SeriesView
/// A series of sessions.
public typealias SeriesForm = AfterglowCore.SeriesForm
/// The state of a series.
public typealias SeriesProgress = AfterglowCore.SeriesProgress
/// A dosing session as a landmark.
public typealias Session = AfterglowCore.SessionView
/// A ketamine session: what the clinic recorded, and what the client keeps of it.
public typealias SessionForm = AfterglowCore.SessionForm
/// A dosing session: before it, and after.
public typealias SessionScreen = AfterglowCore.SessionPage
/// A session beside the others.
public typealias SessionTrend = AfterglowCore.SessionTrendView
/// One part of a session's setting.
public typealias Setting = AfterglowCore.SettingView
/// The settings screen.
public typealias SettingsScreen = AfterglowCore.SettingsView
/// Exactly what a therapist sees, or would see.
public typealias SeenPreview = AfterglowCore.Preview
/// A share before it is made.
public typealias ShareScreen = AfterglowCore.ShareView
/// The time of a check-in after a session.
public typealias Slot = AfterglowCore.Slot
/// The step of onboarding. No account is needed to begin.
public typealias Stage = AfterglowCore.Stage
/// The sync status of this phone, from its own store. Needs no network.
public typealias Status = AfterglowCore.Status
/// A step.
public typealias Step = AfterglowCore.StepView
/// A small practical step, in the person's own words.
public typealias StepForm = AfterglowCore.StepForm
/// The state of a step.
public typealias StepProgress = AfterglowCore.StepProgress
/// The steps screen.
public typealias StepsScreen = AfterglowCore.StepsView
/// A step that a therapist suggests.
public typealias Suggestion = AfterglowCore.SuggestionView
/// From whom an entry was taken back, and whether the server has confirmed it.
public typealias TakenBack = AfterglowCore.TakeBackView
/// The screen about the therapist.
public typealias TherapistScreen = AfterglowCore.TherapistView
/// The journey: dosing sessions as landmarks, and what was written between them.
public typealias SessionTimeline = AfterglowCore.TimelineView
/// The Today screen.
public typealias TodayScreen = AfterglowCore.TodayView
/// A trend over some days.
public typealias Trend = AfterglowCore.TrendView
/// A day of a trend.
public typealias TrendPoint = AfterglowCore.TrendPoint
/// What undoing an import did.
public typealias UndoReport = AfterglowCore.UndoReport
/// A version of an entry.
public typealias Version = AfterglowCore.VersionView
/// The first screen: what stays on the phone, who can read, that nobody is watching.
public typealias WelcomeScreen = AfterglowCore.WelcomeView
/// What the person is asked to agree to.
public typealias Wording = AfterglowCore.Wording
/// What the editor offers.
public typealias WriteScreen = AfterglowCore.WriteView
/// What the editor of a reflection contains. Free text first; everything else is optional.
public typealias Writing = AfterglowCore.Writing

// Ids and codes.

/// Names what the journal holds: an entry, a draft, a step, a hope, a session.
public typealias EntryID = AfterglowCore.EntryID
/// Names a care relationship.
public typealias CareID = AfterglowCore.CareID
/// Names a photo or a voice note of an entry.
public typealias AttachmentID = AfterglowCore.AttachmentID
/// Names one of the account's devices.
public typealias DeviceID = AfterglowCore.DeviceID
/// Names an import, to undo it.
public typealias ImportID = AfterglowCore.ImportID
/// Names something that a therapist assigned.
public typealias AssignmentID = AfterglowCore.AssignmentID
/// Names a prompt.
public typealias PromptID = AfterglowCore.PromptID
/// Names a therapist's reply.
public typealias ReplyID = AfterglowCore.ReplyID
/// Names an earlier version of an entry.
public typealias VersionID = AfterglowCore.VersionID
/// Names an answered safety item, and what the person chose afterwards.
public typealias SafetyEventID = AfterglowCore.SafetyEventID
/// Names a measure: `phq-9`.
public typealias InstrumentID = AfterglowCore.InstrumentID
/// Where the next page of the journey begins.
public typealias PageCursor = AfterglowCore.PageCursor
/// The kind of an entry.
public typealias EntryKind = AfterglowCore.EntryKind
/// What has come: see `News.kind`.
public typealias NewsKind = AfterglowCore.NewsKind
/// What a reminder is about.
public typealias ReminderKind = AfterglowCore.ReminderKind
/// What a meeting is for.
public typealias AppointmentPurpose = AfterglowCore.AppointmentPurpose
/// What the person is asked to agree to.
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
/// Why something is not in sync yet.
public typealias SyncReason = AfterglowCore.SyncReason
