/*
 * The types that screens show and fill in, under the names that screens use. Each is an alias of a record or enum of the
 * core, with its documentation.
 */
package afterglow

/** The access of one therapist. */
public typealias Access = afterglow.core.AccessView

/** The account on this phone. */
public typealias Account = afterglow.core.AccountView

/** Whether the therapist gets the answers on finishing: asked before the first question. Nothing is sent before. */
public typealias Agreement = afterglow.core.AgreementView

/** A version of a field that lost against another phone's change. */
public typealias Alternative = afterglow.core.AlternativeView

/** An upcoming appointment, for display. */
public typealias Appointment = afterglow.core.AppointmentView

/** The content of an appointment that the person adds or edits. */
public typealias AppointmentForm = afterglow.core.AppointmentForm

/** An assignment of a therapist that is due: a prompt or a measure. */
public typealias Assigned = afterglow.core.AssignedView

/** A photo or a voice note of an entry. */
public typealias Attachment = afterglow.core.AttachmentView

/** How often a step is meant. */
public typealias CadenceForm = afterglow.core.CadenceForm

/** A care relationship with a therapist, also one that has ended. */
public typealias Care = afterglow.core.CareView

/** The purpose of an invitation and of the relationship that follows. */
public typealias CarePurpose = afterglow.core.CarePurpose

/** A few taps some hours or days after a session. Scales run from 0 to 10; all are optional. */
public typealias CheckIn = afterglow.core.CheckInForm

/** The check-in for now, ready to be filled in. */
public typealias CheckInScreen = afterglow.core.CheckInView

/** A marked side effect. */
public typealias SideEffect = afterglow.core.EffectForm

/** A side-effect check after a session. */
public typealias SideEffects = afterglow.core.EffectsForm

/** The side-effect check, ready to be filled in. */
public typealias EffectsScreen = afterglow.core.EffectsView

/** A side effect to tap. */
public typealias EffectOption = afterglow.core.EffectChoiceView

/** A severity to tap. */
public typealias Severity = afterglow.core.SeverityView

/** The urgency of a check: red, amber, or none. */
public typealias EffectLevel = afterglow.core.EffectLevel

/** The response to the effects marked so far. */
public typealias EffectsAdvice = afterglow.core.EffectsAdvice

/** The page that answers a check. */
public typealias EffectsAnswerScreen = afterglow.core.EffectsAnswer

/** The tapped action on the page that is shown in response to a check. */
public typealias EffectChoice = afterglow.core.EffectChoice

/** The answer to the question about thoughts of death or of self-harm. */
public typealias Suicidal = afterglow.core.Suicidal

/** The question about suicidal thoughts, with its answers. */
public typealias SuicidalQuestion = afterglow.core.SuicidalQuestion

/** An answer to it, to tap. */
public typealias SuicidalOption = afterglow.core.SuicidalChoice

/** A choice: the value for a form, and its label in the person's language. */
public typealias Choice = afterglow.core.Choice

/** What the person is unsure or afraid of. */
public typealias ConcernForm = afterglow.core.ConcernForm

/** An entry that two phones changed at the same time. */
public typealias Conflict = afterglow.core.ConflictView

/** A field that two phones changed at the same time. */
public typealias ConflictField = afterglow.core.ConflictField

/** A wording, and whether the person agreed to it. */
public typealias Consent = afterglow.core.ConsentView

/** A person to call. */
public typealias ContactForm = afterglow.core.ContactForm

/** One of the account's devices. */
public typealias Device = afterglow.core.DeviceView

/** A stored draft: the content of an unfinished screen. */
public typealias Draft = afterglow.core.DraftView

/** An entry of the journal. */
public typealias Entry = afterglow.core.EntryView

/** The content of an entry that a screen edits. */
public typealias EntryForm = afterglow.core.Form

/** The data that was deleted. */
public typealias Erased = afterglow.core.ErasedView

/** How often a step is planned. */
public typealias Every = afterglow.core.Every

/** The contents of an export. */
public typealias ExportReport = afterglow.core.ExportReport

/** A rating of an entry, such as mood or sleep, with its label. */
public typealias Figure = afterglow.core.Figure

/** The kind of thing to do now. */
public typealias Fit = afterglow.core.Fit

/** The one suggestion for now. A tap on it opens `target`. */
public typealias FitsNow = afterglow.core.FitView

/** What the person wants to change over the series. */
public typealias GoalForm = afterglow.core.GoalForm

/** The state of a goal or a concern. */
public typealias GoalProgress = afterglow.core.GoalProgress

/** A person or a service to call. */
public typealias HelpLine = afterglow.core.LineView

/** The Help now screen: contacts, practice, crisis plan and services. */
public typealias HelpScreen = afterglow.core.HelpView

/** An entry that was found. */
public typealias Hit = afterglow.core.Hit

/** An intention, a goal or a concern. */
public typealias Hope = afterglow.core.HopeView

/** Intentions, goals and concerns: the preparation page. */
public typealias HopesScreen = afterglow.core.HopesView

/** How something is imported. */
public typealias ImportForm = afterglow.core.ImportForm

/** The result of an import, or of a trial run. */
public typealias ImportReport = afterglow.core.ImportReport

/** The form of an intention: a hope for a session. */
public typealias IntentionForm = afterglow.core.IntentionForm

/** The inviting therapist, from inside the invitation: sealed by the therapist's browser, not by the server. */
public typealias Invitation = afterglow.core.InvitationView

/** A filter of the journey. By default everything is included. */
public typealias JourneyFilter = afterglow.core.JourneyFilter

/** One page of the journey, newest first. */
public typealias JourneyPage = afterglow.core.JourneyPage

/** One row of the journey. */
public typealias JourneyRow = afterglow.core.JourneyRow

/** A dosing session with the entries after it, or the entries before the first one. */
public typealias JourneySection = afterglow.core.SectionView

/** Which version of a field stays. */
public typealias Keep = afterglow.core.Keep

/** A language of the app's texts. */
public typealias Language = afterglow.core.Language

/** A remark on an import or export, for example an item that was left out. */
public typealias LeftOut = afterglow.core.LeftOut

/** The state of the lock. Available while the journal is locked. */
public typealias Lock = afterglow.core.LockView

/** The Look back screen: trends, recurring themes and words, memories. */
public typealias LookBackScreen = afterglow.core.LookBackView

/** The data that deleting this phone's journal would lose. Show it before. */
public typealias Loss = afterglow.core.Loss

/** Answers to an instrument. */
public typealias Measure = afterglow.core.MeasureView

/** A measure in progress, which can be resumed. */
public typealias MeasureBegun = afterglow.core.MeasureBegunView

/** A measure that can be answered. */
public typealias MeasureCard = afterglow.core.MeasureCard

/** A measure that is due. */
public typealias MeasureDue = afterglow.core.MeasureDueView

/** Answers to an instrument. */
public typealias MeasureForm = afterglow.core.MeasureForm

/** The page after an answer. */
public typealias MeasureNext = afterglow.core.MeasureNext

/** An answer to tap. */
public typealias MeasureOption = afterglow.core.OptionView

/** The page of one question of a measure. */
public typealias MeasurePage = afterglow.core.MeasurePage

/** A result in plain language. Never a diagnosis. */
public typealias MeasureResult = afterglow.core.MeasureResultView

/** The ends of a slider. */
public typealias MeasureSlider = afterglow.core.SliderView

/** The measures screen: due, begun and available measures, and results. */
public typealias MeasuresScreen = afterglow.core.MeasuresView

/** An entry from some time ago. */
public typealias Memory = afterglow.core.MemoryView

/** The platform's description of a file to attach. */
public typealias NewAttachment = afterglow.core.NewAttachment

/** A piece of news on the Today screen. */
public typealias News = afterglow.core.NewsView

/** A reminder to schedule. */
public typealias Notice = afterglow.core.NoticeView

/** The subject of a reminder, and the screen that a tap opens. */
public typealias NoticeReason = afterglow.core.ReasonView

/** A view that can change. */
public typealias Part = afterglow.core.View

/** The first page of a PDF, and which entries are included. */
public typealias PdfForm = afterglow.core.PdfForm

/** An import that was made on this phone. */
public typealias PastImport = afterglow.core.ImportView

/** The phase of the arc that an entry belongs to. */
public typealias Phase = afterglow.core.Phase

/** A part of a text. */
public typealias Piece = afterglow.core.PieceView

/** The position of a moment in the arc, with its label. */
public typealias Place = afterglow.core.PlaceView

/** The plan for a crisis, in the order in which it is used. */
public typealias PlanForm = afterglow.core.PlanForm

/** A part of the crisis plan. */
public typealias PlanPart = afterglow.core.PlanPart

/** A line that a therapist suggests for the plan. */
public typealias PlanProposal = afterglow.core.PlanProposal

/** A practice's information for its clients. */
public typealias Practice = afterglow.core.PracticeView

/** The person's preferences: language, region, reminders and more. */
public typealias Preferences = afterglow.core.PreferencesForm

/** An answer of a profile. */
public typealias ProfileLine = afterglow.core.ProfileLine

/** A prompt. Answering is optional. */
public typealias Prompt = afterglow.core.PromptView

/** How far the therapist has read an entry. */
public typealias Reading = afterglow.core.Reading

/** An account that can read what is shared with it. */
public typealias Reader = afterglow.core.ReaderView

/** The readers of the shared entries, and how much of that this phone has verified. */
public typealias Readers = afterglow.core.ReadersView

/** A reason why the phone is not in sync. */
public typealias Reason = afterglow.core.Reason

/** The next reminders to schedule, and the settings for reminders. */
public typealias RemindersScreen = afterglow.core.RemindersView

/** A kind of reminder. */
public typealias ReminderSwitch = afterglow.core.SwitchView

/** Text of a therapist that the server no longer has. */
public typealias Removed = afterglow.core.RemovedView

/** A therapist's reply to an entry. */
public typealias Reply = afterglow.core.ReplyView

/** A reply, with the entry that it answers. */
public typealias ReplyLine = afterglow.core.ReplyLine

/** A recurring theme or word. */
public typealias Returning = afterglow.core.ReturningView

/** The person's choice on the safety page. */
public typealias SafetyChoice = afterglow.core.SafetyChoice

/** The card that Today shows for three days after a safety answer. */
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

/**
 * The page that an answer to a safety item opens: before any score, whether the form is complete or not, online or not.
 */
public typealias SafetyScreen = afterglow.core.SafetyView

/** Four words to compare with a therapist, for one key of the relationship. */
public typealias SafetyWords = afterglow.core.SafetyWords

/** The data that was salvaged from a damaged journal. */
public typealias Salvaged = afterglow.core.SalvagedView

/** A scale from 0 to 10. */
public typealias Scale = afterglow.core.ScaleView

/** A page of search results. */
public typealias Search = afterglow.core.SearchView

/** A search query with its filters. */
public typealias SearchForm = afterglow.core.SearchForm

/** A bodily sensation, with its region and intensity. */
public typealias SensationForm = afterglow.core.SensationForm

/** A series with its state. */
public typealias Series = afterglow.core.SeriesView

/** A series of sessions. */
public typealias SeriesForm = afterglow.core.SeriesForm

/** The state of a series. */
public typealias SeriesProgress = afterglow.core.SeriesProgress

/** A dosing session as a landmark. */
public typealias Session = afterglow.core.SessionView

/** A ketamine session: the clinic's values, and the client's own notes. */
public typealias SessionForm = afterglow.core.SessionForm

/** A dosing session: before it, and after. */
public typealias SessionScreen = afterglow.core.SessionPage

/** A session beside the others. */
public typealias SessionTrend = afterglow.core.SessionTrendView

/** One part of a session's setting. */
public typealias Setting = afterglow.core.SettingView

/** The settings screen: preferences, account and consents. */
public typealias SettingsScreen = afterglow.core.SettingsView

/** A therapist's view of an entry, exactly as it is or would be shared. */
public typealias SharePreview = afterglow.core.Preview

/** A share before it is made. */
public typealias ShareScreen = afterglow.core.ShareView

/** The time of a check-in after a session. */
public typealias Slot = afterglow.core.Slot

/** The stage of onboarding. No account is needed to begin. */
public typealias Stage = afterglow.core.Stage

/** The sync status of this phone, from its own store. Needs no network. */
public typealias Status = afterglow.core.Status

/** A step with its progress. */
public typealias Step = afterglow.core.StepView

/** A small practical step, in the person's own words. */
public typealias StepForm = afterglow.core.StepForm

/** The state of a step. */
public typealias StepProgress = afterglow.core.StepProgress

/** The steps screen: active steps, habits, ended steps and suggestions. */
public typealias StepsScreen = afterglow.core.StepsView

/** A step that a therapist suggests. */
public typealias Suggestion = afterglow.core.SuggestionView

/** An entry that was taken back, and whether that is confirmed. */
public typealias TakenBack = afterglow.core.TakeBackView

/** The therapist's screen: relationships, replies, assignments and appointments. */
public typealias TherapistScreen = afterglow.core.TherapistView

/** The journey: dosing sessions as landmarks, with the entries between them. */
public typealias Timeline = afterglow.core.TimelineView

/** The Today screen: the position in the journey, and what is due today. */
public typealias TodayScreen = afterglow.core.TodayView

/** A trend over some days. */
public typealias Trend = afterglow.core.TrendView

/** A day of a trend. */
public typealias TrendPoint = afterglow.core.TrendPoint

/** The result of undoing an import. */
public typealias UndoReport = afterglow.core.UndoReport

/** A version of an entry. */
public typealias Version = afterglow.core.VersionView

/** The welcome screen: what stays on the phone, who can read, and that nobody reads entries live. */
public typealias WelcomeScreen = afterglow.core.WelcomeView

/** A text that the person is asked to agree to. */
public typealias Wording = afterglow.core.Wording

/** The content of the writing screen. */
public typealias WriteScreen = afterglow.core.WriteView

/** The content of the editor of a reflection. Only the text is central; everything else is optional. */
public typealias Writing = afterglow.core.Writing

// The codes: strings of the core with known values, and room for those of a newer app.

/** What a meeting is for. */
public typealias AppointmentPurpose = afterglow.core.AppointmentPurpose

/** What the person is asked to agree to. */
public typealias ConsentPurpose = afterglow.core.ConsentPurpose

/** The kind of an entry. */
public typealias EntryKind = afterglow.core.EntryKind

/** The subject of a piece of news. */
public typealias NewsKind = afterglow.core.NewsKind

/** A part of the crisis plan. */
public typealias PlanSection = afterglow.core.PlanSection

/** Who recorded a session's route and dose. */
public typealias RecordedBy = afterglow.core.RecordedBy

/** The subject of a reminder. */
public typealias ReminderKind = afterglow.core.ReminderKind

/** The name of a scale from 0 to 10. */
public typealias ScaleName = afterglow.core.ScaleName

/** A part of a session's setting. */
public typealias SettingPart = afterglow.core.SettingPart

/** The status of a step in the journal. */
public typealias StepStatus = afterglow.core.StepStatus

/** Why the phone is not in sync yet. */
public typealias SyncReason = afterglow.core.SyncReason

/** A day of the week. */
public typealias Weekday = afterglow.core.Weekday

// The cases of sealed types: an alias of a type does not reach the classes inside of it.

/** [EntryForm]: free text. */
public typealias ReflectionEntry = afterglow.core.Form.Reflection

/** [EntryForm]: a few taps. */
public typealias CheckInEntry = afterglow.core.Form.CheckIn

/** [EntryForm]: a side-effect check. */
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
