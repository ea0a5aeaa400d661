/*
 * What screens show and fill in, under the names that screens use. The core computes all of it; nothing is computed
 * again here. Each name stands for one record or enum of the core, with its documentation.
 */
package afterglow

import afterglow.core.AccountView
import afterglow.core.AlternativeView
import afterglow.core.CareView
import afterglow.core.CheckInForm
import afterglow.core.DeviceView
import afterglow.core.DraftView
import afterglow.core.EntryView
import afterglow.core.InvitationView
import afterglow.core.MeasureView
import afterglow.core.ReplyView
import afterglow.core.SalvagedView
import afterglow.core.SectionView
import afterglow.core.SessionView
import afterglow.core.SettingView
import afterglow.core.TimelineView
import afterglow.core.View

/** Who is on this phone. */
public typealias Account = AccountView

/** One of the account's devices. */
public typealias Device = DeviceView

/** Who invites, read before the invitation is answered. */
public typealias Invitation = InvitationView

/** A care relationship. */
public typealias Care = CareView

/** A reflection as the editor holds it. */
public typealias Writing = afterglow.core.Writing

/** The part of the arc that an entry belongs to. */
public typealias Phase = afterglow.core.Phase

/** What the editor holds before it becomes an entry. */
public typealias Draft = DraftView

/** A few taps some hours or days after a session. */
public typealias CheckIn = CheckInForm

/** A dosing session, as the clinic recorded it, to be written. */
public typealias SessionForm = afterglow.core.SessionForm

/** Where a step stands. */
public typealias StepProgress = afterglow.core.StepProgress

/** The whole journey, newest first. */
public typealias Timeline = TimelineView

/** A session and what followed it. (`Section` alone is a screen's word in many toolkits.) */
public typealias JourneySection = SectionView

/** A dosing session as a landmark of the journey. */
public typealias Session = SessionView

/** One part of a session's setting. */
public typealias Setting = SettingView

/** An entry, laid out. */
public typealias Entry = EntryView

/** A named value of a check-in. */
public typealias Figure = afterglow.core.Figure

/** Answers to an instrument. */
public typealias Measure = MeasureView

/** How far the therapist has read an entry. */
public typealias Reading = afterglow.core.Reading

/** A therapist's answer. */
public typealias Reply = ReplyView

/** Another version of a field, which a merge kept. */
public typealias Alternative = AlternativeView

/** Exactly what the therapist would see. (`Preview` alone is Compose's word.) */
public typealias SharePreview = afterglow.core.Preview

/** An entry that was found. */
public typealias Hit = afterglow.core.Hit

/** Where sync stands. */
public typealias Status = afterglow.core.Status

/** Why something is not in sync yet. */
public typealias Reason = afterglow.core.Reason

/** What became of a damaged journal. */
public typealias Salvaged = SalvagedView

/** A part of what screens show, named when it has changed. */
public typealias Part = View
