/*
 * The types that screens show and fill in, under the names that screens use. Each is an alias of a record or enum of the
 * core, with its documentation.
 */
package afterglow

/** Who can read what. */
public typealias Access = afterglow.core.AccessView

/** The account on this phone. */
public typealias Account = afterglow.core.AccountView

/** Whether the therapist gets the answers on finishing: asked before the first question. Nothing is sent before. */
public typealias Agreement = afterglow.core.AgreementView

/** A version of a field that lost against another phone's change. */
public typealias Alternative = afterglow.core.AlternativeView

/** An upcoming appointment. */
public typealias Appointment = afterglow.core.AppointmentView

/** An appointment. */
public typealias AppointmentForm = afterglow.core.AppointmentForm

/** An assignment. */
public typealias Assigned = afterglow.core.AssignedView

/** A photo or a voice note of an entry. */
public typealias Attachment = afterglow.core.AttachmentView

/** How often a step is meant. */
public typealias CadenceForm = afterglow.core.CadenceForm

/** A care relationship. */
public typealias Care = afterglow.core.CareView

/** What a therapist invites for, and is then there for. */
public typealias CarePurpose = afterglow.core.CarePurpose

/** A few taps some hours or days after a session. Scales run from 0 to 10; all are optional. */
public typealias CheckIn = afterglow.core.CheckInForm

/** The check-in that fits now, ready to be filled in. */
public typealias CheckInScreen = afterglow.core.CheckInView

/** A marked side effect. */
public typealias SideEffect = afterglow.core.EffectForm

/** How body and mind are after a session. */
public typealias SideEffects = afterglow.core.EffectsForm

/** The side-effect check, ready to be filled in. */
public typealias EffectsScreen = afterglow.core.EffectsView

/** A side effect to tap. */
public typealias EffectOption = afterglow.core.EffectChoiceView

/** A severity to tap. */
public typealias Severity = afterglow.core.SeverityView

/** What a check asks for: red, amber, or nothing. */
public typealias EffectLevel = afterglow.core.EffectLevel

/** What is said about what is marked so far. */
public typealias EffectsSaid = afterglow.core.EffectsSaid

/** The page that answers a check. */
public typealias EffectsAnswerScreen = afterglow.core.EffectsAnswer

/** What was tapped on the page that answers a check. */
public typealias EffectChoice = afterglow.core.EffectChoice

/** The answer to the question about thoughts of death or of self-harm. */
public typealias Suicidal = afterglow.core.Suicidal

/** That question, where it is asked. */
public typealias SuicidalQuestion = afterglow.core.SuicidalQuestion

/** An answer to it, to tap. */
public typealias SuicidalOption = afterglow.core.SuicidalChoice

/** Something to tap. */
public typealias Choice = afterglow.core.Choice

/** What the person is unsure or afraid of. */
public typealias ConcernForm = afterglow.core.ConcernForm

/** An entry that two phones changed at once. */
public typealias Conflict = afterglow.core.ConflictView

/** A field that two phones changed at once. */
public typealias ConflictField = afterglow.core.ConflictField

/** A wording, and whether the person agreed to it. */
public typealias Consent = afterglow.core.ConsentView

/** A person to call. */
public typealias ContactForm = afterglow.core.ContactForm

/** One of the account's devices. */
public typealias Device = afterglow.core.DeviceView

/** A draft. */
public typealias Draft = afterglow.core.DraftView

/** An entry of the journal. */
public typealias Entry = afterglow.core.EntryView

/** The content of an entry that a screen edits. */
public typealias EntryForm = afterglow.core.Form

/** What was deleted. */
public typealias Erased = afterglow.core.ErasedView

/** How often a step is planned. */
public typealias Every = afterglow.core.Every

/** What an export contains. */
public typealias ExportReport = afterglow.core.ExportReport

/** A named value. */
public typealias Figure = afterglow.core.Figure

/** What fits now. */
public typealias Fit = afterglow.core.Fit

/** The one thing that fits now: a tap on it leads to `target`. */
public typealias FitsNow = afterglow.core.FitView

/** What the person wants to change over the series. */
public typealias GoalForm = afterglow.core.GoalForm

/** The state of a goal or a concern. */
public typealias GoalProgress = afterglow.core.GoalProgress

/** A person or a service to call. */
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

/** Who invites, from inside the invitation: sealed by the therapist's browser, not by the server. */
public typealias Invitation = afterglow.core.InvitationView

/** Which entries of the journey to show. Everything, if nothing is named. */
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

/** Something that was left out of an import or export, or needs a remark. */
public typealias LeftOut = afterglow.core.LeftOut

/** The state of the lock. Available while the journal is locked. */
public typealias Lock = afterglow.core.LockView

/** Look back. */
public typealias LookBackScreen = afterglow.core.LookBackView

/** What deleting this phone's journal would lose. Show it before. */
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

/** A result in plain words. Never a diagnosis. */
public typealias MeasureResult = afterglow.core.MeasureResultView

/** The ends of a slider. */
public typealias MeasureSlider = afterglow.core.SliderView

/** The measures screen. */
public typealias MeasuresScreen = afterglow.core.MeasuresView

/** Something that was written some time ago. */
public typealias Memory = afterglow.core.MemoryView

/** What the platform knows of a file to attach. */
public typealias NewAttachment = afterglow.core.NewAttachment

/** Something that has come. */
public typealias News = afterglow.core.NewsView

/** A reminder to schedule. */
public typealias Notice = afterglow.core.NoticeView

/** What a reminder is about, and where a tap on it leads. */
public typealias NoticeReason = afterglow.core.ReasonView

/** A view that can change. */
public typealias Part = afterglow.core.View

/** The first page of a PDF, and which entries are included. */
public typealias PdfForm = afterglow.core.PdfForm

/** An import that was made on this phone. */
public typealias PastImport = afterglow.core.ImportView

/** The part of the arc that an entry belongs to. */
public typealias Phase = afterglow.core.Phase

/** A part of a text. */
public typealias Piece = afterglow.core.PieceView

/** The position of a moment in the arc, with its label. */
public typealias Place = afterglow.core.PlaceView

/** The plan for hard hours, in the order in which it is used. */
public typealias PlanForm = afterglow.core.PlanForm

/** A part of the crisis plan. */
public typealias PlanPart = afterglow.core.PlanPart

/** A line that a therapist suggests for the plan. */
public typealias PlanProposal = afterglow.core.PlanProposal

/** What a practice wants its clients to know. */
public typealias Practice = afterglow.core.PracticeView

/** The preferences. */
public typealias Preferences = afterglow.core.PreferencesForm

/** An answer of a profile. */
public typealias ProfileLine = afterglow.core.ProfileLine

/** A prompt: an offer, and never a duty. */
public typealias Prompt = afterglow.core.PromptView

/** How far the therapist has read an entry. */
public typealias Reading = afterglow.core.Reading

/** An account that can read what is shared with it. */
public typealias Reader = afterglow.core.ReaderView

/** Who can read what is shared, and how much of it this phone knows to be true. */
public typealias Readers = afterglow.core.ReadersView

/** A reason why something is not in sync. */
public typealias Reason = afterglow.core.Reason

/** The next reminders. */
public typealias RemindersScreen = afterglow.core.RemindersView

/** A kind of reminder. */
public typealias ReminderSwitch = afterglow.core.SwitchView

/** Text of a therapist that the server no longer has. */
public typealias Removed = afterglow.core.RemovedView

/** A therapist's answer. */
public typealias Reply = afterglow.core.ReplyView

/** A reply, with what it answers. */
public typealias ReplyLine = afterglow.core.ReplyLine

/** A theme or a word that returns. */
public typealias Returning = afterglow.core.ReturningView

/** What a person chose on the safety page. */
public typealias SafetyChoice = afterglow.core.SafetyChoice

/** What Today shows for three days after a safety answer. */
public typealias SafetyCard = afterglow.core.SafetyCard

/** A therapist with whom it could be shared. */
public typealias ShareOffer = afterglow.core.ShareOffer

/** Help after harm by a practitioner. Opening it is not recorded. */
public typealias HarmScreen = afterglow.core.HarmView

/** The crisis plan's page. */
public typealias PlanScreen = afterglow.core.PlanPage

/** A part of the crisis plan's page. */
public typealias PlanPartOf = afterglow.core.PlanPartView

/** A choice on the safety page. */
public typealias SafetyOption = afterglow.core.SafetyChoiceView

/** The page that an answer to a safety item opens: before any score, complete or not, online or not. */
public typealias SafetyScreen = afterglow.core.SafetyView

/** Four words to compare with a therapist, for one key of the relationship. */
public typealias SafetyWords = afterglow.core.SafetyWords

/** What was salvaged of a damaged journal. */
public typealias Salvaged = afterglow.core.SalvagedView

/** A scale from 0 to 10. */
public typealias Scale = afterglow.core.ScaleView

/** A page of search results. */
public typealias Search = afterglow.core.SearchView

/** What is looked for, and among what. */
public typealias SearchForm = afterglow.core.SearchForm

/** Something felt in the body. */
public typealias SensationForm = afterglow.core.SensationForm

/** A series with its state. */
public typealias Series = afterglow.core.SeriesView

/** A series of sessions. */
public typealias SeriesForm = afterglow.core.SeriesForm

/** The state of a series. */
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

/** The settings screen. */
public typealias SettingsScreen = afterglow.core.SettingsView

/** Exactly what a therapist sees, or would see. */
public typealias SharePreview = afterglow.core.Preview

/** A share before it is made. */
public typealias ShareScreen = afterglow.core.ShareView

/** The time of a check-in after a session. */
public typealias Slot = afterglow.core.Slot

/** The step of onboarding. No account is needed to begin. */
public typealias Stage = afterglow.core.Stage

/** The sync status of this phone, from its own store. Needs no network. */
public typealias Status = afterglow.core.Status

/** A step. */
public typealias Step = afterglow.core.StepView

/** A small practical step, in the person's own words. */
public typealias StepForm = afterglow.core.StepForm

/** The state of a step. */
public typealias StepProgress = afterglow.core.StepProgress

/** The steps screen. */
public typealias StepsScreen = afterglow.core.StepsView

/** A step that a therapist suggests. */
public typealias Suggestion = afterglow.core.SuggestionView

/** An entry that was taken back, and whether that is confirmed. */
public typealias TakenBack = afterglow.core.TakeBackView

/** The therapist's screen. */
public typealias TherapistScreen = afterglow.core.TherapistView

/** The journey: dosing sessions as landmarks, and what was written between them. */
public typealias Timeline = afterglow.core.TimelineView

/** The Today screen. */
public typealias TodayScreen = afterglow.core.TodayView

/** A trend over some days. */
public typealias Trend = afterglow.core.TrendView

/** A day of a trend. */
public typealias TrendPoint = afterglow.core.TrendPoint

/** What undoing an import did. */
public typealias UndoReport = afterglow.core.UndoReport

/** A version of an entry. */
public typealias Version = afterglow.core.VersionView

/** The first screen: what stays on the phone, who can read, that nobody is watching. */
public typealias WelcomeScreen = afterglow.core.WelcomeView

/** What the person is asked to agree to. */
public typealias Wording = afterglow.core.Wording

/** What the editor offers. */
public typealias WriteScreen = afterglow.core.WriteView

/** What the editor of a reflection contains. Free text first; everything else is optional. */
public typealias Writing = afterglow.core.Writing

// The cases of sealed types: an alias of a type does not reach the classes inside of it.

/** [EntryForm]: free text. */
public typealias ReflectionEntry = afterglow.core.Form.Reflection

/** [EntryForm]: a few taps. */
public typealias CheckInEntry = afterglow.core.Form.CheckIn

/** [EntryForm]: how body and mind are after a session. */
public typealias SideEffectsEntry = afterglow.core.Form.Effects

/** [EntryForm]: a dosing session. */
public typealias SessionEntry = afterglow.core.Form.Session

/** [EntryForm]: a series of sessions. */
public typealias SeriesEntry = afterglow.core.Form.Series

/** [EntryForm]: a hope for a session. */
public typealias IntentionEntry = afterglow.core.Form.Intention

/** [EntryForm]: a change to reach. */
public typealias GoalEntry = afterglow.core.Form.Goal

/** [EntryForm]: a fear or an uncertainty. */
public typealias ConcernEntry = afterglow.core.Form.Concern

/** [EntryForm]: an appointment. */
public typealias AppointmentEntry = afterglow.core.Form.Appointment

/** [EntryForm]: a small practical step. */
public typealias StepEntry = afterglow.core.Form.Step

/** [EntryForm]: answers to an instrument. */
public typealias MeasureEntry = afterglow.core.Form.Measure

/** [EntryForm]: the crisis plan. */
public typealias CrisisPlanEntry = afterglow.core.Form.CrisisPlan

/** [JourneyRow]: a dosing session, as a landmark. */
public typealias SessionRow = afterglow.core.JourneyRow.Session

/** [JourneyRow]: an entry. */
public typealias EntryRow = afterglow.core.JourneyRow.Entry

/** [MeasureNext]: the safety page, which comes first. */
public typealias SafetyNext = afterglow.core.MeasureNext.Safety

/** [MeasureNext]: the next question. */
public typealias QuestionNext = afterglow.core.MeasureNext.Question

/** [MeasureNext]: all questions were shown. */
public typealias EndNext = afterglow.core.MeasureNext.End
