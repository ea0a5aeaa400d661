// What screens show and fill in, under the names that screens use. The core computes all of it; each name stands for
// one type of the core, with its documentation.

import AfterglowCore

/// A person's journal on this phone. Open it once while the app runs.
public typealias Journal = AfterglowCore.PhoneCore
/// Why something did not work, in the few cases in which an app acts differently.
public typealias JournalError = AfterglowCore.CoreError
/// Keeps small secrets for this app alone: an app implements it over the Keychain.
public typealias SecretStore = AfterglowCore.SecretStore
/// What a `SecretStore` throws.
public typealias SecretError = AfterglowCore.SecretError
/// Keeps one secret that only face or finger gives back: an app implements it.
public typealias Biometrics = AfterglowCore.Biometrics
/// What `Biometrics` throws.
public typealias BiometricError = AfterglowCore.BiometricError
/// Says in which time zone the device is.
public typealias ZoneSource = AfterglowCore.ZoneSource
/// Is told how far an export or an import is, and may stop it. (`Progress` alone is Foundation's word.)
public typealias ProgressListener = AfterglowCore.Progress
/// Is told, from another thread, which part has changed.
public typealias Observer = AfterglowCore.Observer

/// Who can read what.
public typealias Access = AfterglowCore.AccessView
/// Who is on this phone.
public typealias Account = AfterglowCore.AccountView
/// Whether the therapist gets the answers on finishing: asked before the first question.
public typealias Agreement = AfterglowCore.AgreementView
/// A version of a field that another phone's change won over.
public typealias Alternative = AfterglowCore.AlternativeView
/// A meeting that lies ahead.
public typealias Appointment = AfterglowCore.AppointmentView
/// A meeting.
public typealias AppointmentForm = AfterglowCore.AppointmentForm
/// Something that is assigned.
public typealias Assigned = AfterglowCore.AssignedView
/// A photo or a voice note of an entry.
public typealias Attachment = AfterglowCore.AttachmentView
/// How often a step is meant.
public typealias CadenceForm = AfterglowCore.CadenceForm
/// A care relationship.
public typealias Care = AfterglowCore.CareView
/// What a therapist invites for, and is then there for.
public typealias CarePurpose = AfterglowCore.CarePurpose
/// A few taps some hours or days after a session.
public typealias CheckIn = AfterglowCore.CheckInForm
/// The check-in that fits now, ready to be filled in.
public typealias CheckInScreen = AfterglowCore.CheckInView
/// Something that may bother one after a session.
public typealias Sign = AfterglowCore.SignView
/// Something to tap.
public typealias Choice = AfterglowCore.Choice
/// What the person is unsure or afraid of.
public typealias ConcernForm = AfterglowCore.ConcernForm
/// An entry that two phones changed at once.
public typealias Conflict = AfterglowCore.ConflictView
/// A field that two phones changed at once.
public typealias ConflictField = AfterglowCore.ConflictField
/// A wording, and whether it stands agreed.
public typealias Consent = AfterglowCore.ConsentView
/// Somebody to call.
public typealias ContactForm = AfterglowCore.ContactForm
/// One of the account's devices.
public typealias Device = AfterglowCore.DeviceView
/// A draft.
public typealias Draft = AfterglowCore.DraftView
/// An entry of the journal.
public typealias Entry = AfterglowCore.EntryView
/// What a screen fills in.
public typealias EntryForm = AfterglowCore.Form
/// What is gone.
public typealias Erased = AfterglowCore.ErasedView
/// How often a step is meant.
public typealias Every = AfterglowCore.Every
/// What was exported.
public typealias ExportReport = AfterglowCore.ExportReport
/// A named value.
public typealias Figure = AfterglowCore.Figure
/// What fits now.
public typealias Fit = AfterglowCore.Fit
/// The one thing that fits now: a tap on it leads to `target`.
public typealias FitsNow = AfterglowCore.FitView
/// What the person wants to change, over the series.
public typealias GoalForm = AfterglowCore.GoalForm
/// How a goal or a concern stands.
public typealias GoalProgress = AfterglowCore.GoalProgress
/// Somebody to reach.
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
/// Who invites, as it stands inside the invitation: sealed by the therapist's desk, not by the server.
public typealias Invitation = AfterglowCore.InvitationView
/// What of the journey is wanted.
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
/// Something that was left out.
public typealias LeftOut = AfterglowCore.LeftOut
/// How the lock stands.
public typealias Lock = AfterglowCore.LockView
/// Look back.
public typealias LookBackScreen = AfterglowCore.LookBackView
/// What would be lost if this phone's journal were deleted now: to be shown before it is.
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
/// A result in plain words.
public typealias MeasureResult = AfterglowCore.MeasureResultView
/// The ends of a slider.
public typealias MeasureSlider = AfterglowCore.SliderView
/// The measures.
public typealias MeasuresScreen = AfterglowCore.MeasuresView
/// Something that was written some time ago.
public typealias Memory = AfterglowCore.MemoryView
/// What is known of a file that is attached.
public typealias NewAttachment = AfterglowCore.NewAttachment
/// Something that has come.
public typealias News = AfterglowCore.NewsView
/// A reminder to schedule.
public typealias Notice = AfterglowCore.NoticeView
/// What a reminder is about, and where a tap on it leads.
public typealias NoticeReason = AfterglowCore.ReasonView
/// A part of what screens show, named when it has changed.
public typealias Part = AfterglowCore.View
/// What stands on the first page, and what is told.
public typealias PdfForm = AfterglowCore.PdfForm
/// The part of the arc that an entry belongs to.
public typealias Phase = AfterglowCore.Phase
/// A part of a text.
public typealias Piece = AfterglowCore.PieceView
/// Where a moment stands in the arc, and how it is said.
public typealias Place = AfterglowCore.PlaceView
/// The plan for hard hours, in the order in which it is used.
public typealias PlanForm = AfterglowCore.PlanForm
/// A part of the crisis plan.
public typealias PlanPart = AfterglowCore.PlanPart
/// A line that a therapist suggests for the plan.
public typealias PlanProposal = AfterglowCore.PlanProposal
/// What a practice wants its clients to know.
public typealias Practice = AfterglowCore.PracticeView
/// What the person set.
public typealias Preferences = AfterglowCore.PreferencesForm
/// An answer of a profile.
public typealias ProfileLine = AfterglowCore.ProfileLine
/// A prompt: an offer, and never a duty.
public typealias Prompt = AfterglowCore.PromptView
/// How far the therapist has read an entry.
public typealias Reading = AfterglowCore.Reading
/// Somebody who can read what is shared with them.
public typealias Reader = AfterglowCore.ReaderView
/// Who can read what is shared, and how much of it this phone knows to be true.
public typealias Readers = AfterglowCore.ReadersView
/// Why something is not in sync yet.
public typealias Reason = AfterglowCore.Reason
/// The next reminders.
public typealias RemindersScreen = AfterglowCore.RemindersView
/// A kind of reminder.
public typealias ReminderSwitch = AfterglowCore.SwitchView
/// Something that a therapist had written and that the server does not have any more.
public typealias Removed = AfterglowCore.RemovedView
/// A therapist's answer.
public typealias Reply = AfterglowCore.ReplyView
/// A reply, with what it answers.
public typealias ReplyLine = AfterglowCore.ReplyLine
/// A theme or a word that returns.
public typealias Returning = AfterglowCore.ReturningView
/// What a person chose on the page that a safety item opens.
public typealias SafetyChoice = AfterglowCore.SafetyChoice
/// What Today keeps for three days after a safety answer.
public typealias SafetyCard = AfterglowCore.SafetyCard
/// Somebody who could be let see it.
public typealias ShareOffer = AfterglowCore.ShareOffer
/// What can be done if something was done to a person.
public typealias HarmScreen = AfterglowCore.HarmView
/// The crisis plan's page.
public typealias PlanScreen = AfterglowCore.PlanPage
/// A part of the crisis plan's page.
public typealias PlanPartOf = AfterglowCore.PlanPartView
/// A choice on the safety page.
public typealias SafetyOption = AfterglowCore.SafetyChoiceView
/// The page that an answer to a safety item opens: before any score, complete or not, online or not.
public typealias SafetyScreen = AfterglowCore.SafetyView
/// Four words to compare with a therapist, and the number of the key that they are of.
public typealias SafetyWords = AfterglowCore.SafetyWords
/// What became of a damaged journal.
public typealias Salvaged = AfterglowCore.SalvagedView
/// A scale from 0 to 10.
public typealias Scale = AfterglowCore.ScaleView
/// What was found.
public typealias Search = AfterglowCore.SearchView
/// What is looked for, and among what.
public typealias SearchForm = AfterglowCore.SearchForm
/// Something felt in the body.
public typealias SensationForm = AfterglowCore.SensationForm
/// A series and how it stands.
public typealias Series = AfterglowCore.SeriesView
/// A series of sessions.
public typealias SeriesForm = AfterglowCore.SeriesForm
/// How a series stands.
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
/// The settings.
public typealias SettingsScreen = AfterglowCore.SettingsView
/// Exactly what the therapist would see.
public typealias SharePreview = AfterglowCore.Preview
/// A share before it is made.
public typealias ShareScreen = AfterglowCore.ShareView
/// Which check-in after a session.
public typealias Slot = AfterglowCore.Slot
/// Where one is on the way in.
public typealias Stage = AfterglowCore.Stage
/// Where this phone stands, by its own books: also true without a network.
public typealias Status = AfterglowCore.Status
/// A step.
public typealias Step = AfterglowCore.StepView
/// A small practical step, in the person's own words.
public typealias StepForm = AfterglowCore.StepForm
/// Where a step stands.
public typealias StepProgress = AfterglowCore.StepProgress
/// The steps.
public typealias StepsScreen = AfterglowCore.StepsView
/// A step that a therapist suggests.
public typealias Suggestion = AfterglowCore.SuggestionView
/// The therapist's screen.
public typealias TherapistScreen = AfterglowCore.TherapistView
/// The journey: dosing sessions as landmarks, and what was written between them.
public typealias Timeline = AfterglowCore.TimelineView
/// Today.
public typealias TodayScreen = AfterglowCore.TodayView
/// A trend over some days.
public typealias Trend = AfterglowCore.TrendView
/// A day of a trend.
public typealias TrendPoint = AfterglowCore.TrendPoint
/// What undoing an import did.
public typealias UndoReport = AfterglowCore.UndoReport
/// What an entry was.
public typealias Version = AfterglowCore.VersionView
/// The first screen: what stays on the phone, who can read, that nobody is watching.
public typealias WelcomeScreen = AfterglowCore.WelcomeView
/// What the person is asked to agree to.
public typealias Wording = AfterglowCore.Wording
/// What the editor offers.
public typealias WriteScreen = AfterglowCore.WriteView
/// What the editor of a reflection holds.
public typealias Writing = AfterglowCore.Writing
