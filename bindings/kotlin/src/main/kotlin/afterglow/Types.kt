/*
 * What screens show and fill in, under the names that screens use. The core computes all of it; nothing is computed
 * again here. Each name stands for one record or enum of the core, with its documentation.
 */
package afterglow

/** Who can read what. */
public typealias Access = afterglow.core.AccessView

/** Who is on this phone. */
public typealias Account = afterglow.core.AccountView

/** Whether the therapist gets the answers on finishing: asked before the first question. */
public typealias Agreement = afterglow.core.AgreementView

/** A version of a field that another phone's change won over. */
public typealias Alternative = afterglow.core.AlternativeView

/** A meeting that lies ahead. */
public typealias Appointment = afterglow.core.AppointmentView

/** A meeting. */
public typealias AppointmentForm = afterglow.core.AppointmentForm

/** Something that is assigned. */
public typealias Assigned = afterglow.core.AssignedView

/** A photo or a voice note of an entry. */
public typealias Attachment = afterglow.core.AttachmentView

/** How often a step is meant. */
public typealias CadenceForm = afterglow.core.CadenceForm

/** A care relationship. */
public typealias Care = afterglow.core.CareView

/** What a therapist invites for, and is then there for. */
public typealias CarePurpose = afterglow.core.CarePurpose

/** A few taps some hours or days after a session. */
public typealias CheckIn = afterglow.core.CheckInForm

/** The check-in that fits now, ready to be filled in. */
public typealias CheckInScreen = afterglow.core.CheckInView

/** Something that may bother one after a session. */
public typealias Sign = afterglow.core.SignView

/** Something to tap. */
public typealias Choice = afterglow.core.Choice

/** What the person is unsure or afraid of. */
public typealias ConcernForm = afterglow.core.ConcernForm

/** An entry that two phones changed at once. */
public typealias Conflict = afterglow.core.ConflictView

/** A field that two phones changed at once. */
public typealias ConflictField = afterglow.core.ConflictField

/** A wording, and whether it stands agreed. */
public typealias Consent = afterglow.core.ConsentView

/** Somebody to call. */
public typealias ContactForm = afterglow.core.ContactForm

/** One of the account's devices. */
public typealias Device = afterglow.core.DeviceView

/** A draft. */
public typealias Draft = afterglow.core.DraftView

/** An entry of the journal. */
public typealias Entry = afterglow.core.EntryView

/** What a screen fills in. */
public typealias EntryForm = afterglow.core.Form

/** What is gone. */
public typealias Erased = afterglow.core.ErasedView

/** How often a step is meant. */
public typealias Every = afterglow.core.Every

/** What was exported. */
public typealias ExportReport = afterglow.core.ExportReport

/** A named value. */
public typealias Figure = afterglow.core.Figure

/** What fits now. */
public typealias Fit = afterglow.core.Fit

/** The one thing that fits now: a tap on it leads to `target`. */
public typealias FitsNow = afterglow.core.FitView

/** What the person wants to change, over the series. */
public typealias GoalForm = afterglow.core.GoalForm

/** How a goal or a concern stands. */
public typealias GoalProgress = afterglow.core.GoalProgress

/** Somebody to reach. */
public typealias HelpLine = afterglow.core.LineView

/** Help now. */
public typealias HelpScreen = afterglow.core.HelpView

/** An entry that was found. */
public typealias Hit = afterglow.core.Hit

/** An intention, a goal or a concern. */
public typealias Hope = afterglow.core.HopeView

/** What is hoped for and feared: the preparation page. */
public typealias HopesScreen = afterglow.core.HopesView

/** How something is imported. */
public typealias ImportForm = afterglow.core.ImportForm

/** What an import did, or would do. */
public typealias ImportReport = afterglow.core.ImportReport

/** What is hoped for from a session. */
public typealias IntentionForm = afterglow.core.IntentionForm

/** Who invites, as it stands inside the invitation: sealed by the therapist's desk, not by the server. */
public typealias Invitation = afterglow.core.InvitationView

/** What of the journey is wanted. */
public typealias JourneyFilter = afterglow.core.JourneyFilter

/** One page of the journey, newest first. */
public typealias JourneyPage = afterglow.core.JourneyPage

/** One row of the journey. */
public typealias JourneyRow = afterglow.core.JourneyRow

/** A dosing session and what followed it; or what was written before the first one. */
public typealias JourneySection = afterglow.core.SectionView

/** Which version of a field stays. */
public typealias Keep = afterglow.core.Keep

/** A language that the app speaks. */
public typealias Language = afterglow.core.Language

/** Something that was left out. */
public typealias LeftOut = afterglow.core.LeftOut

/** How the lock stands. */
public typealias Lock = afterglow.core.LockView

/** Look back. */
public typealias LookBackScreen = afterglow.core.LookBackView

/** What would be lost if this phone's journal were deleted now: to be shown before it is. */
public typealias Loss = afterglow.core.Loss

/** Answers to an instrument. */
public typealias Measure = afterglow.core.MeasureView

/** A measure that was begun. */
public typealias MeasureBegun = afterglow.core.MeasureBegunView

/** A measure that can be answered. */
public typealias MeasureCard = afterglow.core.MeasureCard

/** A measure that is due. */
public typealias MeasureDue = afterglow.core.MeasureDueView

/** Answers to an instrument. */
public typealias MeasureForm = afterglow.core.MeasureForm

/** What follows an answer. */
public typealias MeasureNext = afterglow.core.MeasureNext

/** An answer to tap. */
public typealias MeasureOption = afterglow.core.OptionView

/** One question. */
public typealias MeasurePage = afterglow.core.MeasurePage

/** A result in plain words. */
public typealias MeasureResult = afterglow.core.MeasureResultView

/** The ends of a slider. */
public typealias MeasureSlider = afterglow.core.SliderView

/** The measures. */
public typealias MeasuresScreen = afterglow.core.MeasuresView

/** Something that was written some time ago. */
public typealias Memory = afterglow.core.MemoryView

/** What is known of a file that is attached. */
public typealias NewAttachment = afterglow.core.NewAttachment

/** Something that has come. */
public typealias News = afterglow.core.NewsView

/** A reminder to schedule. */
public typealias Notice = afterglow.core.NoticeView

/** What a reminder is about, and where a tap on it leads. */
public typealias NoticeReason = afterglow.core.ReasonView

/** A part of what screens show, named when it has changed. */
public typealias Part = afterglow.core.View

/** What stands on the first page, and what is told. */
public typealias PdfForm = afterglow.core.PdfForm

/** An import that was made on this phone. */
public typealias PastImport = afterglow.core.ImportView

/** The part of the arc that an entry belongs to. */
public typealias Phase = afterglow.core.Phase

/** A part of a text. */
public typealias Piece = afterglow.core.PieceView

/** Where a moment stands in the arc, and how it is said. */
public typealias Place = afterglow.core.PlaceView

/** The plan for hard hours, in the order in which it is used. */
public typealias PlanForm = afterglow.core.PlanForm

/** A part of the crisis plan. */
public typealias PlanPart = afterglow.core.PlanPart

/** A line that a therapist suggests for the plan. */
public typealias PlanProposal = afterglow.core.PlanProposal

/** What a practice wants its clients to know. */
public typealias Practice = afterglow.core.PracticeView

/** What the person set. */
public typealias Preferences = afterglow.core.PreferencesForm

/** An answer of a profile. */
public typealias ProfileLine = afterglow.core.ProfileLine

/** A prompt: an offer, and never a duty. */
public typealias Prompt = afterglow.core.PromptView

/** How far the therapist has read an entry. */
public typealias Reading = afterglow.core.Reading

/** Somebody who can read what is shared with them. */
public typealias Reader = afterglow.core.ReaderView

/** Who can read what is shared, and how much of it this phone knows to be true. */
public typealias Readers = afterglow.core.ReadersView

/** Why something is not in sync yet. */
public typealias Reason = afterglow.core.Reason

/** The next reminders. */
public typealias RemindersScreen = afterglow.core.RemindersView

/** A kind of reminder. */
public typealias ReminderSwitch = afterglow.core.SwitchView

/** Something that a therapist had written and that the server does not have any more. */
public typealias Removed = afterglow.core.RemovedView

/** A therapist's answer. */
public typealias Reply = afterglow.core.ReplyView

/** A reply, with what it answers. */
public typealias ReplyLine = afterglow.core.ReplyLine

/** A theme or a word that returns. */
public typealias Returning = afterglow.core.ReturningView

/** What a person chose on the page that a safety item opens. */
public typealias SafetyChoice = afterglow.core.SafetyChoice

/** What Today keeps for three days after a safety answer. */
public typealias SafetyCard = afterglow.core.SafetyCard

/** Somebody who could be let see it. */
public typealias ShareOffer = afterglow.core.ShareOffer

/** What can be done if something was done to a person. */
public typealias HarmScreen = afterglow.core.HarmView

/** The crisis plan's page. */
public typealias PlanScreen = afterglow.core.PlanPage

/** A part of the crisis plan's page. */
public typealias PlanPartOf = afterglow.core.PlanPartView

/** A choice on the safety page. */
public typealias SafetyOption = afterglow.core.SafetyChoiceView

/** The page that an answer to a safety item opens: before any score, complete or not, online or not. */
public typealias SafetyScreen = afterglow.core.SafetyView

/** Four words to compare with a therapist, and the number of the key that they are of. */
public typealias SafetyWords = afterglow.core.SafetyWords

/** What became of a damaged journal. */
public typealias Salvaged = afterglow.core.SalvagedView

/** A scale from 0 to 10. */
public typealias Scale = afterglow.core.ScaleView

/** What was found. */
public typealias Search = afterglow.core.SearchView

/** What is looked for, and among what. */
public typealias SearchForm = afterglow.core.SearchForm

/** Something felt in the body. */
public typealias SensationForm = afterglow.core.SensationForm

/** A series and how it stands. */
public typealias Series = afterglow.core.SeriesView

/** A series of sessions. */
public typealias SeriesForm = afterglow.core.SeriesForm

/** How a series stands. */
public typealias SeriesProgress = afterglow.core.SeriesProgress

/** A dosing session as a landmark. */
public typealias Session = afterglow.core.SessionView

/** A ketamine session: what the clinic recorded, and what the client keeps of it. */
public typealias SessionForm = afterglow.core.SessionForm

/** A dosing session: before it, and after. */
public typealias SessionScreen = afterglow.core.SessionPage

/** A session beside the others. */
public typealias SessionTrend = afterglow.core.SessionTrendView

/** One part of a session's setting. */
public typealias Setting = afterglow.core.SettingView

/** The settings. */
public typealias SettingsScreen = afterglow.core.SettingsView

/** Exactly what the therapist would see. */
public typealias SharePreview = afterglow.core.Preview

/** A share before it is made. */
public typealias ShareScreen = afterglow.core.ShareView

/** Which check-in after a session. */
public typealias Slot = afterglow.core.Slot

/** Where one is on the way in. */
public typealias Stage = afterglow.core.Stage

/** Where this phone stands, by its own books: also true without a network. */
public typealias Status = afterglow.core.Status

/** A step. */
public typealias Step = afterglow.core.StepView

/** A small practical step, in the person's own words. */
public typealias StepForm = afterglow.core.StepForm

/** Where a step stands. */
public typealias StepProgress = afterglow.core.StepProgress

/** The steps. */
public typealias StepsScreen = afterglow.core.StepsView

/** A step that a therapist suggests. */
public typealias Suggestion = afterglow.core.SuggestionView

/** The therapist's screen. */
public typealias TherapistScreen = afterglow.core.TherapistView

/** The journey: dosing sessions as landmarks, and what was written between them. */
public typealias Timeline = afterglow.core.TimelineView

/** Today. */
public typealias TodayScreen = afterglow.core.TodayView

/** A trend over some days. */
public typealias Trend = afterglow.core.TrendView

/** A day of a trend. */
public typealias TrendPoint = afterglow.core.TrendPoint

/** What undoing an import did. */
public typealias UndoReport = afterglow.core.UndoReport

/** What an entry was. */
public typealias Version = afterglow.core.VersionView

/** The first screen: what stays on the phone, who can read, that nobody is watching. */
public typealias WelcomeScreen = afterglow.core.WelcomeView

/** What the person is asked to agree to. */
public typealias Wording = afterglow.core.Wording

/** What the editor offers. */
public typealias WriteScreen = afterglow.core.WriteView

/** What the editor of a reflection holds. */
public typealias Writing = afterglow.core.Writing

// The cases of sealed types: an alias of a type does not reach the classes inside of it.

/** [EntryForm]: free text. */
public typealias ReflectionEntry = afterglow.core.Form.Reflection

/** [EntryForm]: a few taps. */
public typealias CheckInEntry = afterglow.core.Form.CheckIn

/** [EntryForm]: a dosing session. */
public typealias SessionEntry = afterglow.core.Form.Session

/** [EntryForm]: a series of sessions. */
public typealias SeriesEntry = afterglow.core.Form.Series

/** [EntryForm]: what is hoped for from a session. */
public typealias IntentionEntry = afterglow.core.Form.Intention

/** [EntryForm]: what is to change. */
public typealias GoalEntry = afterglow.core.Form.Goal

/** [EntryForm]: what is feared or unclear. */
public typealias ConcernEntry = afterglow.core.Form.Concern

/** [EntryForm]: a meeting. */
public typealias AppointmentEntry = afterglow.core.Form.Appointment

/** [EntryForm]: a small practical step. */
public typealias StepEntry = afterglow.core.Form.Step

/** [EntryForm]: answers to an instrument. */
public typealias MeasureEntry = afterglow.core.Form.Measure

/** [EntryForm]: the plan for hard hours. */
public typealias CrisisPlanEntry = afterglow.core.Form.CrisisPlan

/** [JourneyRow]: a dosing session: a landmark. */
public typealias SessionRow = afterglow.core.JourneyRow.Session

/** [JourneyRow]: an entry. */
public typealias EntryRow = afterglow.core.JourneyRow.Entry

/** [MeasureNext]: the safety page comes before anything else. */
public typealias SafetyNext = afterglow.core.MeasureNext.Safety

/** [MeasureNext]: the next question. */
public typealias QuestionNext = afterglow.core.MeasureNext.Question

/** [MeasureNext]: all were shown. */
public typealias EndNext = afterglow.core.MeasureNext.End
