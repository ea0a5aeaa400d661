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
/// Is told, from another thread, which part has changed.
public typealias Observer = AfterglowCore.Observer
/// A part of what screens show, named when it has changed. (`View` is SwiftUI's word.)
public typealias Part = AfterglowCore.View

/// Who is on this phone.
public typealias Account = AfterglowCore.AccountView
/// One of the account's devices.
public typealias Device = AfterglowCore.DeviceView
/// Who invites, read before the invitation is answered.
public typealias Invitation = AfterglowCore.InvitationView
/// A care relationship.
public typealias Care = AfterglowCore.CareView
/// A reflection as the editor holds it.
public typealias Writing = AfterglowCore.Writing
/// The part of the arc that an entry belongs to.
public typealias Phase = AfterglowCore.Phase
/// What the editor holds before it becomes an entry.
public typealias Draft = AfterglowCore.DraftView
/// A few taps some hours or days after a session.
public typealias CheckIn = AfterglowCore.CheckInForm
/// A dosing session, as the clinic recorded it, to be written.
public typealias SessionForm = AfterglowCore.SessionForm
/// Where a step stands.
public typealias StepProgress = AfterglowCore.StepProgress
/// The whole journey, newest first.
public typealias Timeline = AfterglowCore.TimelineView
/// A session and what followed it. (`Section` alone is SwiftUI's word.)
public typealias JourneySection = AfterglowCore.SectionView
/// A dosing session as a landmark of the journey.
public typealias Session = AfterglowCore.SessionView
/// One part of a session's setting.
public typealias Setting = AfterglowCore.SettingView
/// An entry, laid out.
public typealias Entry = AfterglowCore.EntryView
/// A named value of a check-in.
public typealias Figure = AfterglowCore.Figure
/// Answers to an instrument.
public typealias Measure = AfterglowCore.MeasureView
/// How far the therapist has read an entry.
public typealias Reading = AfterglowCore.Reading
/// A therapist's answer.
public typealias Reply = AfterglowCore.ReplyView
/// Another version of a field, which a merge kept.
public typealias Alternative = AfterglowCore.AlternativeView
/// Exactly what the therapist would see. (`Preview` alone is SwiftUI's word.)
public typealias SharePreview = AfterglowCore.Preview
/// An entry that was found.
public typealias Hit = AfterglowCore.Hit
/// Where sync stands.
public typealias Status = AfterglowCore.Status
/// Why something is not in sync yet.
public typealias Reason = AfterglowCore.Reason
/// What became of a damaged journal.
public typealias Salvaged = AfterglowCore.SalvagedView
