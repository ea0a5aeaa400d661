# What screens show, in English. Same keys and placeholders as in every other language; the tests compare them.
# A line of a message stays a plain sentence: warm, no exclamation marks, no praise for volume.

## Days and times

weekday = { $n ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
month = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-day = { $weekday }, { $month } { $day }
date-day-year = { $weekday }, { $month } { $day }, { $year }
date-full = { $month } { $day }, { $year }
date-today = today
date-tomorrow = tomorrow
date-yesterday = yesterday
date-on-weekday = on { $weekday }
date-on = on { $day }
date-time = { $day }, { $time }
time = { $twelve }:{ $minute } { $half ->
    [am] AM
   *[pm] PM
}
row = { $before } and { $last }
days-ago = { $days ->
    [0] today
    [one] a day ago
   *[other] { $days } days ago
}

## Where an entry or a day stands

place-start = Before the first session
place-before = { $days ->
    [one] The day before session { $session }
   *[other] { $days } days before session { $session }
}
place-day = The day of session { $session }
place-day-before = The day of session { $session }, before it
place-after = { $days ->
    [one] A day after session { $session }
   *[other] { $days } days after session { $session }
}
next-appointment = { $purpose } { $when }
spine-done = { $done ->
    [0] No session yet
    [one] One session so far
   *[other] { $done } sessions so far
}
spine-planned = { $done } of { $planned } sessions

phase-preparation = Preparation
phase-session_day = Session day
phase-after = The days right after
phase-integration = Integration
phase-between = Between sessions
phase-closing = Looking back

## Kinds of entries

kind-reflection = Entry
kind-check_in = Check-in
kind-side_effect_check = Side-effect check
kind-dosing_session = Session
kind-intention = Intention
kind-goal = Goal
kind-concern = Concern
kind-step = Step
kind-measure_response = Measure
kind-appointment = Appointment
kind-reply = Reply
kind-crisis_plan = Crisis plan
kind-other = From a newer version of the app
kinds-reflection = Entries
kinds-check_in = Check-ins
kinds-side_effect_check = Side-effect checks
kinds-dosing_session = Sessions
kinds-intention = Intentions
kinds-goal = Goals
kinds-concern = Concerns
kinds-step = Steps
kinds-measure_response = Measures
kinds-appointment = Appointments
kinds-reply = Replies
kinds-crisis_plan = Crisis plans
kinds-version = Earlier versions
kinds-consent = Consents
kinds-sharing_rule = Sharing rules
kinds-draft = Drafts
kinds-other = Other records

## Words of the journal

theme-insight = Insight
theme-emotion = Emotion
theme-imagery = Imagery
theme-body = Body
theme-relationship = Relationship
theme-perspective = Perspective
theme-sleep = Sleep
theme-step = Step
state-calm = Calm
state-lighter = Lighter
state-reflective = Reflective
state-tired = Tired
state-sensitive = Sensitive
state-needs_space = Needs space
quality-lightness = Lightness
quality-relaxation = Relaxation
quality-dreamlike = Dreamlike
quality-new_perspective = A new perspective
quality-imagery = Vivid imagery
quality-insight = A new thought
quality-emotion = Strong emotion
quality-rough = Difficult
quality-fear = Fear
quality-confusion = Confusion
quality-unreal = Unreal
quality-sadness = Sadness
quality-unwell = Physically unwell
quality-unwanted = Something happened that I did not want
quality-little_noticed = Nothing much happened
body-head = Head
body-face = Face
body-throat = Throat
body-chest = Chest
body-belly = Belly
body-shoulders = Shoulders
body-back = Back
body-arms = Arms
body-hands = Hands
body-legs = Legs
body-feet = Feet
body-whole_body = The whole body
sensation-warm = Warm
sensation-cold = Cold
sensation-tight = Tight
sensation-loose = Loose
sensation-heavy = Heavy
sensation-light = Light
sensation-tingling = Tingling
sensation-numb = Numb
sensation-aching = Aching
scale-mood = Mood
scale-energy = Energy
scale-sleep = Sleep
scale-sensitivity = Sensitivity
scale-clarity = Clarity
scale-calm = Calm
scale-intensity = Intensity
low-mood = very low
low-energy = drained
low-sleep = very badly
low-sensitivity = steady
low-clarity = foggy
high-mood = very good
high-energy = full of energy
high-sleep = very well
high-sensitivity = everything gets through
high-clarity = clear
route-lozenge = Lozenge or tablet under the tongue
route-nasal_spray = Nasal spray
route-intramuscular = Injection into a muscle
route-infusion = Infusion
route-intravenous = Into a vein
route-subcutaneous = Under the skin
route-oral = Swallowed
route-rectal = Rectal
route-other = Another way
setting-place = Place
setting-light = Light
setting-music = Music
setting-seating = Seating
setting-companions = Who is there
support-talking = Talking during the session
support-quiet = Quiet, and a conversation afterwards
purpose-preparation = Preparation
purpose-dosing = Session
purpose-integration = Conversation
purpose-follow_up = Follow-up
cadence-daily = every day
cadence-weekdays = on weekdays
cadence-weekly = { $times ->
    [one] once a week
   *[other] { $times } times a week
}
cadence-once = once
cadence-free = now and then

## Today

fits-rest-title = Space
fits-rest-text = You asked for space until tomorrow. Nothing is waiting.
fits-draft-title = Your draft
fits-draft-text = It is kept as you left it.
fits-check_in-title = { $slot ->
    [h4] A quiet moment
    [h24] { $days ->
        [0] Later that day
        [1] A day on
       *[other] { $days } days on
    }
    [h72] { $days } days on
    [w4] Four weeks on
    [m3] Three months on
    [m6] Six months on
   *[d7] { $days } days on
}
fits-check_in-text = Two taps are enough. You can also just rest.
fits-measure-title = { $title }
fits-measure-text = { $therapist ->
    [none] It is due. One question at a time, and you can stop anywhere.
   *[other] { $therapist } asks for it. One question at a time, and you can stop anywhere.
}
fits-talk-text = Is there something you want to talk about? Mark the entries that matter.
fits-prompt-title = A question for today
fits-step-title = A small step
fits-suggestion-title = A suggestion from { $therapist }
fits-intention-title = Before session { $session }
fits-intention-text = What do you hope for? A few words are enough; you will see them again afterwards.
intention-carried = You set out with this for session { $session }.
intention-carried-on = You set out with this.
news-replies = { $count ->
    [one] A reply has come.
   *[other] { $count } replies have come.
}
news-conflicts = { $count ->
    [one] One entry was changed on two phones. Please look at both versions.
   *[other] { $count } entries were changed on two phones. Please look at both versions.
}
big-decisions = Nothing big has to be decided now. Talk it through at your next conversation first.
news-reader = Since { $weekday } { $therapist } can read what you share.
news-unshared = { $title } is finished and not shared yet. Please decide.
today-safety-open = Open this again
today-safety-settle = I am all right for now
bring-default = Comfortable, warm clothes. Your own music or an eye mask, if you like them. A list of your medicines. Somebody who takes you home: no driving until tomorrow, after you have slept. Ask your practice from when on you should not eat or drink.
aftercare-default = Rest. No driving, machines or alcohol until tomorrow, after you have slept. It is common to feel tired or a little far away tonight. Call your practice, or a doctor, if you still feel unreal tomorrow evening, hear or see what others do not, hardly need sleep, cannot pass water or it hurts, or your mood drops. Call the emergency number for chest pain, trouble breathing, fainting, a sudden very strong headache, or if you might hurt yourself.
session-running-title = In session
session-running = You are in your session. Nothing here needs you.
low-mood-offer = That is very low. If it is more than you can carry, “Help now” is here; you do not need a reason.
fits-rest-low = Space until tomorrow. If you do not want to be alone with it: Help now.
today-safety-today = Today you marked hard thoughts. How is it now?
today-safety = { $when } you marked hard thoughts. How is it now?
today-safety_other-today = Today you marked something hard. How is it now?
today-safety_other = { $when } you marked something hard. How is it now?

## Nobody is watching

not_watched = Nobody is watching this now. Your therapist usually reads before appointments. If you need someone now, open “Help now”.
not_watched-alone = Nobody is watching this. If you need someone now, open “Help now”.

## Write

write-placeholder = Whatever is here. A few words are enough.
write-hint-tired = Three words count as an entry. So does one tap.
label-prompt_free = Write freely
prompt-from-therapist = From { $therapist }
prompt-from-practice = From your practice

## Check-in

check-in-title = { $slot ->
    [h4] A quiet moment
    [h24] { $days ->
        [0] Later that day
        [1] A day on
       *[other] { $days } days on
    }
    [h72] { $days } days on
    [d7] { $days } days on
    [w4] Some weeks on
    [m3] Some months on
    [m6] Half a year on
   *[none] How are you now?
}
check-in-question = { $slot ->
    [h4] What is with you right now?
    [h24] What has stayed with you?
    [h72] Has something shifted?
    [d7] What is different, in small things?
    [w4] How are these weeks?
    [m3] How are your days now?
    [m6] What has lasted?
   *[none] What is with you right now?
}
check-in-voice = Say it in a voice note
check-in-intention = Your intention was: { $text }
label-check_in_thanks = That is enough. Thank you.
label-check_in_space = Reminders keep quiet until tomorrow.

## Side effects

effects-title = How are body and mind?
effects-lead = This list is Afterglow’s own. It is not a test, and nothing in it is a diagnosis.
effects-since-session = Is anything bothering you since the session?
effects-since-check = Is anything bothering you since the last time you told it here?
effects-any-time = Is anything bothering you?
effects-no = No
effects-yes = Yes
effects-which = What is it? Tap all that fits.
effects-how = How strong is it?
effects-still = Is it still there?
effects-before = Was it there before the session as well?
effects-other-hint = In your words, if you like.
effects-drove = Did you drive, cycle in traffic or use machines on the day?
effects-suicidal = Since the session, have you had thoughts that you would be better off dead, or of hurting yourself?
effects-suicidal-no = No
effects-suicidal-yes = Yes
effects-suicidal-unsaid = I would rather not say
effects-suicidal-said = Thoughts of being better off dead, or of hurting myself: { $answer }
effects-drove-yes = Drove or used machines on the day of the session
effects-drove-no = Did not drive on the day of the session
effects-red-title = Please call somebody about this now
effects-red = What you marked should be looked at by a doctor today. If it is bad or getting worse, call the emergency number.
effects-amber-title = Please tell your practice
effects-amber = Please tell your practice about this before the next session. If it gets worse, do not wait.
effects-amber-soon = Please tell your practice about this soon. If it gets worse, do not wait.
effects-none-title = Thank you
effects-none = If something changes, this page is always here.
effects-share = Let { $therapist } see this
effects-waiting = { $therapist } gets this with the next sync. It may be days before it is read. Please do not wait for that.
effects-shared = { $therapist } can read this. It may be days before it is read. Please do not wait for that.
effects-nobody = Nobody sees this unless you share it.
effects-nothing = Nothing bothers me
effects-said = { $effect }: { $how }
effects-still-there = still there
effects-over = over
effects-as-before = before the session as well
fits-effects-text = One tap is enough, if nothing bothers you.
label-effects = Side effects

## Share

share-title = { $count ->
    [one] This is exactly what { $therapist } will see: one entry.
   *[other] This is exactly what { $therapist } will see: { $count } entries.
}
share-later-changes = If you change it later, { $therapist } sees the change too. You can take it back at any time.
share-private = Only you can read this.
share-leaving = Being taken back. It may still be read until the server has confirmed it.
therapist-one = one of your therapists
share-shared = { $therapist } can read this.
share-waiting = { $therapist } will see it after the next sync.
share-ending = Care with { $therapist } is being ended. This may still be opened until the server has confirmed it.
share-ended = Care with { $therapist } has ended. Only you can open this now.
share-rule-off = Nothing is shared by itself. You choose, entry by entry.
share-rule-on = From { $when } on, new entries of these kinds are shared with { $therapist }: { $kinds }.
share-rule-ask = From now on, each new entry of these kinds will be shared as soon as it is written: { $kinds }. What is there already stays private.
take-back-waiting = Taking it back. { $therapist } may still open it until the server has confirmed it.
take-back-done = Taken back. { $therapist } can no longer open it.
take-back-never_left = It had not left this phone.
take-back-unread = It was not read.
take-back-noticed = The notice about it was seen { $when }; the answers were not opened.
take-back-read = It was read { $when }; that cannot be undone, and notes that were taken stay.
access-since = since { $date }
access-ended = ended
access-ending = being ended, not confirmed by the server yet
access-shared = { $count ->
    [0] You share nothing.
    [one] You share one entry.
   *[other] You share { $count } entries.
}
reading-new = Not opened yet
reading-changed = Read before you changed it
reading-opened = Opened { $when }
reading-reviewed = Read { $when }

## Session

session-title = Session { $number }
session-when = { $date }, { $time }
session-dose = { $dose } mg, as the clinic recorded it
session-dose-own = { $dose } mg, as you noted it
session-none-better = Nothing here is better or worse than anything else.

## Steps

step-from = From what you wrote { $when }
step-kept = { $kept ->
    [0] Not yet this week
    [one] Once this week
   *[other] { $kept } times this week
}
step-kept-of = { $kept } of { $due } this week
step-let-go = Let go { $when }. That is a way of keeping it, too.
step-done = Has become part of your days.
step-habit = You did this in { $weeks } weeks. Has it become a habit?
step-suggested = { $therapist } suggests this. You decide, and can word it your way.

## Measures

measure-progress = { $number } of { $count }
measure-before-assigned = { $therapist } sees your answers only if you share them. You can decide now, or after the last question.
measure-before = Only you see your answers, unless you share them.
measure-skip = Leave this out
measure-resume = You stopped at question { $number }. Nothing is lost.
measure-result = { $total } of { $most }
measure-result-band = { $total } of { $most }: { $band }
measure-incomplete = { $missing ->
    [one] One question was left out, so there is no total. That is all right.
   *[other] { $missing } questions were left out, so there is no total. That is all right.
}
measure-not-diagnosis = This is a number for a conversation, not a verdict about you.
measure-first = This is the first time. Later ones can be compared with it.
measure-trend_only = There is no good or bad number here; what matters is how it moves.
measure-kept-private = Kept private. You can share it later.
measure-not-shared = Not shared yet: { $therapist } does not see this.
measure-waiting = Shared: { $therapist } gets this with the next sync.
measure-shared = Shared: { $therapist } can read this.
measure-share = Share with { $therapist }
measure-agree = { $therapist } gets my answers as soon as I have finished
measure-before-agreed = Your answers go to { $therapist } as soon as you have finished. You can stop before.
measure-before-rule = As you have chosen, your answers go to { $therapist } as soon as you have finished. You can stop before.
measure-profile = Your answers stand side by side. There is no total.
measure-worse_but_better_than_last = Easier than the last time, but harder than at the start. Please bring it to the conversation.
measure-better_but_worse_than_last = Better than at the start, but harder than the last time. Please bring it to the conversation.
measure-safety = You marked thoughts of being dead or of hurting yourself. That matters more than the number.
measure-safety_other = You marked something that matters more than the number.
measure-better = Compared with the start, this is a clear change for the better.
measure-worse = Compared with the start, this is clearly harder now. Please bring it to the conversation.
measure-better_than_last = Compared with the last time, this is a clear change for the better.
measure-worse_than_last = Compared with the last time, this is clearly harder now. Please bring it to the conversation.
measure-same = There is no clear change: numbers like this move a little by themselves.
measure-due = due { $when }
measure-overdue = was due { $when }
measure-not-translated = These questions come in English only: a translation that was not tested would not measure the same.
band-minimal = minimal
band-mild = mild
band-moderate = moderate
band-moderately_severe = moderately severe
band-severe = severe
band-below_cut = below the cut-off
band-at_or_above_cut = at or above the cut-off
band-adequate = good
band-low = low
band-very_low = very low
band-high = high

## When an answer asks for safety

safety-title = You are not alone with this
safety-text = Thank you for answering honestly. Many people have such thoughts when it is hard, and they can pass. You do not have to handle this alone.
safety-text_other = Thank you for answering honestly. You do not have to handle this alone.
safety-nobody = This app tells nobody by itself, and nobody is watching it.
safety-choice-unsure = I do not know
safety-not-seen = Not seen yet by { $therapist }.
safety-seen = Seen by { $therapist } { $when }.
safety-share-detail = They see it when they next open the portal. That can take days and is not fast help.
safety-share = Let { $therapist } see this answer
safety-waiting = { $therapist } gets this answer with the next sync. It may be days before it is read. Please do not wait for that.
safety-shared = { $therapist } can read this answer. It may be days before it is read. Please do not wait for that.
safety-now = If you might act on it, or are not sure: call now, and stay with somebody.
safety-assigned = { $therapist } gets this answer when you finish the form. It may be days before it is read. Please do not wait for that.
safety-choice-safe = I can stay safe for now
safety-choice-told = I have told someone
safety-choice-help = I want help now
label-safety_plan = My crisis plan
safety-no-plan = There is no crisis plan on this phone yet. It can be written in a quiet moment.
safety-after-safe = I am glad. Please look at your plan, and tell one person today.
safety-after-safe_no_plan = I am glad. Please tell one person today. There is no crisis plan on this phone yet; it can be written in a quiet moment.
safety-after-told = That took courage. Help stays two taps away, at any time.
safety-after-help = Please call or text one of these now.

## Help now

help-title = Help now
help-text = “Help now” opens without internet and without unlocking.
help-emergency = Emergency
help-emergency-unknown = Call the emergency number where you are.
help-in-hours = { $practice }, in our hours
help-outside-hours = { $practice }, outside our hours
help-hours-of = Hours: { $text }
help-what-then = Outside our hours: { $text }
help-response = How fast marked answers are looked at: { $text }
help-cover = In absence: { $text }
help-always = Day and night
help-hours = { $hours } h
help-stale = These numbers were last checked over a year ago.
help-checked-by = Numbers checked by { $by }, { $date }
help-region = Numbers for: { $region }. Somewhere else? Choose the country where you are.
help-region-elsewhere = Numbers for: { $region }. Your phone is in { $here }: choose it for the numbers there.
help-region-none = Choose the country where you are.
harm-line = Something happened in a session that was not right
harm-title = If something was done to you
harm-text = What was done is not your fault, whatever state you were in. Nobody is told by opening this.
harm-end = Take back what is shared and end access
harm-write = Write it down for yourself, with date and time, private
harm-talk = Talk to somebody outside the practice
plan-safer-hint = Medicines, ketamine at home, weapons: who keeps them for now?
plan-signs-hint = For example: I stop answering messages.
plan-coping-hint = For example: cold water on my wrists, a walk around the block.
plan-places-hint = For example: the library, my brother’s kitchen.
plan-people-hint = For example: Ana, and what I would say to her.
plan-professionals-hint = For example: my practice, my doctor, a crisis line.
plan-reasons-hint = For example: my daughter, the garden in spring.
plan-made = Made with { $therapist } on { $date }
plan-share = Share my plan with { $therapist }
plan-waiting = { $therapist } will see your plan after the next sync.
plan-shared = { $therapist } can read your plan.
plan-review = Your plan is more than three months old. Is it still right?
plan-review-event = You marked hard thoughts since. Is your plan still right?
plan-proposed = { $therapist } suggests for your plan: { $text }
label-your_people = Your people
label-clinic = Your practice
help-call = Call { $number }
help-text-to = Text { $number }
help-as-of = Numbers checked { $date }
help-unknown-region = There are no numbers for this country here yet.
plan-signs = How I notice
plan-coping = What I can do by myself
plan-reasons = What is worth it
plan-people = People I can ask for help
plan-professionals = Professionals and lines
plan-places = People and places that take my mind off it
plan-safer = How I make it safer around me

## Look back

look-back-nothing = There is nothing to look back at yet.
trend-caption = { $scale }, { $from } to { $to }
trend-points = { $count ->
    [one] One day with a value
   *[other] { $count } days with a value
}
returning-theme = { $count ->
    [one] once
   *[other] { $count } times
}
on-this-day-not-again = Do not show me this again
on-this-day-month = { $months ->
    [one] A month ago you wrote
   *[other] { $months } months ago you wrote
}
on-this-day-session = { $sessions ->
    [one] On this day after the last session you wrote
   *[other] On this day, { $sessions } sessions ago, you wrote
}
on-this-day-year = { $years ->
    [one] A year ago you wrote
   *[other] { $years } years ago you wrote
}
label-search_none = Nothing was found.

## Therapist

replies-none = No replies yet.
assigned-prompt = { $therapist } asks
assigned-measure = { $therapist } asks for { $title }
assigned-from = since { $when }
assigned-until = by { $when }

## Reminders: what may stand on a lock screen. No name, no clinic, no words of the journal, no count.

notice-quiet_moment = A quiet moment
notice-day_on = A day on
notice-three_days_on = Three days on
notice-week_on = A week on
notice-four_weeks_on = Four weeks on
notice-three_months_on = Three months on
notice-six_months_on = Six months on
notice-tomorrow = Something to bring tomorrow?
notice-questions = A few questions
notice-small_step = A small step
reminder-why-check_in = { $slot ->
    [h4] Four hours after session { $session }
    [h24] A day after session { $session }
    [h72] Three days after session { $session }
    [w4] Four weeks after session { $session }
    [m3] Three months after session { $session }
    [m6] Six months after session { $session }
   *[d7] A week after session { $session }
}
reminder-why-meeting = Before: { $said }
reminder-why-measure = For { $title }
reminder-why-step = For the step “{ $text }”
reminder-next = Next: { $when }
reminder-none = No reminder is planned.
reminder-quiet = Quiet from { $from } to { $to }

## History and versions

version-now = Now
version-at = { $when }
resolve-title = This was changed on two phones
resolve-text = Both versions are here. Nothing is lost, whatever you choose.
label-keep_standing = Keep this one
label-keep_other = Keep the other one
label-keep_both = Keep both
field-text = Words
field-mood = Mood
field-when = Time
field-first_words = First words
field-other = { $name }

## Welcome and consent

welcome-title = A journal between sessions
welcome-stays = What you write stays on this phone, encrypted. No account is needed to begin.
welcome-reads = Nobody else can read it: not the server, not the people who run it. You choose, entry by entry, what your therapist sees.
welcome-watched = Nobody is watching. This is not a way to reach help quickly.
welcome-who = For adults in ketamine-assisted psychotherapy. It gives no medical advice and cannot tell whether something is dangerous.
consent-age = I am 18 or older.
consent-not-text = Afterglow is a journal. It is not watched around the clock, it raises no alarm, and it does not replace a call. If you need someone now, open “Help now”.
consent-journal-title = Keeping this journal
consent-journal-text = I know that this journal is kept on my phone, that nobody watches it, and that I can export or delete everything at any time.
invitation-handover = { $therapist } is to take your care over from another therapist. They see what you choose to take along, and nothing else.
invitation-supervision = { $therapist } would accompany another therapist’s work with you, as a supervisor. They see what you choose to show them, and nothing else.
care-handover = Takes your care over from another therapist
care-supervision = Accompanies another therapist’s work, as a supervisor
consent-sharing-title = Sharing with { $therapist }
consent-sharing-text = { $therapist } reads what I share, usually before appointments, and not at once. I can take back any entry. What was read already may stand in their own notes.
consent-part2-protects = A US federal law, 42 CFR Part 2, protects the records of this practice because it treats substance use. They include that I am or was in treatment there, what I share here, and what the practice writes about it.
consent-part2-covers = I agree that { $therapist } and the practice use and disclose these records for treatment, payment and health care operations: to the people who treat me, to my health plan and others who pay, and to those who help to run the practice. This one consent covers later disclosures for these purposes as well. If a provider or health plan receives my records for them, they may pass them on as HIPAA allows, but not for use in proceedings against me.
consent-part2-not-enough = For any other purpose, a general authorization to release medical information is not enough. It takes my written consent as Part 2 asks for it, unless Part 2 itself allows the disclosure, as in a medical emergency.
consent-part2-proceedings = Without my consent or a court order under Part 2, nobody may use these records, or testimony about them, in civil, criminal, administrative or legislative proceedings against me.
consent-part2-revoke = This consent holds until I revoke it. I can revoke it at any time in writing to the practice, or here in the app. What was used or disclosed before then stays used or disclosed.
consent-given = Agreed { $when }, version { $version }
consent-withdrawn = Withdrawn { $when }

## Settings

language-en = English
language-de = Deutsch
language-follow = As the phone

## Where sync stands

status-waiting = What you wrote is kept here and waits to be sent.
status-behind = There is more on the server than has arrived here.
status-unreadable = Some records could not be opened. They are kept for later.
status-no_key = The key for this has not arrived yet.
status-wrong_key = A key does not fit. Please compare the safety words with your therapist.
status-attachments = Photos or voice notes wait to be sent.
status-epochs = The keys still have to be changed, because a phone was removed.
status-held = This could not be sent yet. It is kept here and will be tried again.
status-missing = { $count ->
    [one] The server no longer has one entry. It is on this phone.
   *[other] The server no longer has { $count } entries. They are on this phone.
}
status-alarm = Something does not fit: the server shows less, or something older, than this phone has seen. What is here is kept.
status-manifest_older = The server shows an older state of your account. This phone keeps what it has.
status-readers = Before anything is shared from this phone: is this who may read what you share?
status-unchecked = Not checked yet.
status-no_bond = There is access that this phone does not know. Nothing is sent there.
status-not_listed = The server says that this care has ended. What was written there is still here.
status-members_differ = The server names somebody else as a reader whom you did not invite. Nothing is sent there until this is gone.
status-key_differs = Two of your phones have different keys. Compare the words with your therapist.
status-not_found = The server does not show your journal as you left it. Nothing was sent.
readers-checked = Everything up to { $when }.
readers-compared = key { $key }, compared
readers-not-compared = key { $key }, not compared yet
readers-waits = { $said }, not in use by the other side yet
readers-not-taken-up = { $days ->
    [one] { $therapist }’s browser has not taken up your new key for { $days } day. Please call.
   *[other] { $therapist }’s browser has not taken up your new key for { $days } days. Please call.
}
readers-unconfirmed = What is here from { $therapist } has not been confirmed by { $therapist } since your new key.
readers-older-journal = The server shows an older state of your journal. Nothing is shared from this phone.
readers-older = The server shows an older state than this phone has seen. What is here is kept.
readers-missing = { $count ->
    [one] Something is missing: one entry. What is here is kept.
   *[other] Something is missing: { $count } entries. What is here is kept.
}
readers-differs = What the server shows is not what was written. What is here is kept.
readers-split = The server has shown your phones different states of your journal. Please look through your latest entries: what another phone has replaced is under Recently removed.
readers-members-private = The server names somebody else for your journal. Nothing was given to them.
readers-members = The server lists a person in your care with { $therapist } whom you did not invite. Nothing is sent there until this is gone.
readers-another-key = This is another key than the one { $therapist } had. Compare the words.
removed-own = From your journal
readers-stale = This reader was saved under an earlier key of yours. Confirm only if you invited this person.
readers-renewed = Your keys were renewed on { $date }.
readers-ended-by-server = The server says that your care with { $therapist } has ended. What { $therapist } wrote is still here.
readers-listed-again = The server still lists { $therapist }. Nothing new is shared: you ended this.
readers-restored = { $count ->
    [one] The server said on { $date } that it was restored. Your phone brings back what was lost; nothing that you took back is shared again.
   *[other] The server said on { $date } that it was restored, { $count } times within a year. Nothing that you took back is shared again.
}
refused-retired_epoch = Something came that was sealed with a key that is over. It was not used.
refused-not_theirs = { $therapist }’s side sent something that it may not write. It was set aside and changes nothing.
refused-deletion = The server says that an entry was deleted, and cannot show that you did it. It is still here.
refused-stale_authority = Settings from before your last new key wait for you to confirm them.
refused-not_in_checkpoint = Something came that its author’s list does not name. It was set aside.
status-too_large = “{ $words }…” is too large to sync: { $size } KB, and { $most } KB are possible. Split it into two entries, or remove photos from it. It is kept here.

## What an import leaves out, and what deleting means

left_out-unreadable = This could not be read.
left_out-cut_off = This ends before its end, or is broken from here on.
left_out-encoding = The encoding of this text is not known. Save it as UTF-8, then import it again.
left_out-no_date = This does not say when it was written. To take it with the date of its file, import again and allow that.
left_out-empty = There is nothing in this.
left_out-missing = The file that this names is not there.
left_out-not_downloaded = This file is still in the cloud. Download it to this device, then import again.
left_out-too_large = This is too large.
left_out-path = This names a place outside of the archive, and was left alone.
left_out-kind = Files of this kind are not taken.
left_out-packed = This is packed. Unpack it, then import what is inside.
left_out-locked = This is encrypted or locked with a password. Export it without one, then import it again.
left_out-picture = Place and camera cannot be removed from this picture. Save it as JPEG or PNG.
left_out-unlinked = No entry shows this file.
left_out-other = This is not part of the export that was found here. Import it on its own.
left_out-twice = Two files in this archive have this name. Only the last one can be read.
left_out-trashed = This was in the other app's bin.
left_out-our_markdown = This is Afterglow's Markdown, which is made for reading. Import the archive (zip) instead.
left_out-care = This belongs to a therapist you share with now. It comes by sync, not from a file.
left_out-settings = { $count ->
    [one] 1 left out: settings do not come with an import.
   *[other] { $count } left out: settings do not come with an import.
}

## Said about an entry that was imported

remark-repaired = Part of this could not be read; it is marked with �.
remark-encoding = This does not say its encoding. It was read as Windows-1252.
remark-date_guessed = The date can be read in two ways. The first number was taken as the day.
remark-date_of_file = This has the date of its file.
remark-date_of_folder = This has the date of its folder.
remark-zone = The time zone is not known. Your phone's zone was taken.
remark-split = This was too large to sync, so it came in as several entries.
remark-may_tell = This file is kept as it is. It may say where and when it was made.
remark-names_guessed = The zip does not say how its file names are encoded. They were read as what they look like.
remark-doubled = A field is in this twice. Texts were put together; of other values the last one was taken.
remark-changed_here = The other app has a newer version, but you changed this entry here. Yours stays.
loss-all = Your journal is only on this phone. If it is deleted, nobody can bring it back.
loss-none = Everything is on the server as well: it comes back when you sign in again.
loss-some = { $count ->
    [one] One entry is only on this phone and would be lost. The rest comes back.
   *[other] { $count } entries are only on this phone and would be lost. The rest comes back.
}
erased-locked = This phone's journal and its keys are gone. If you have an account, sign in: what was synced comes back.
erased-phone = This phone's journal and its keys are gone. Your account and your other phones are as before.
erased-everything = Your account is gone: { $records } records and { $attachments } photos and voice notes on the server, { $devices } signed-in devices, and this phone's journal with its keys. What a therapist wrote down before stays with them.

## Export: what stands in a PDF and in Markdown

export-journal = Journal
kit-title = Recovery kit
kit-text = If you lose your phone and your password, only these fifteen words bring your journal back. Keep this page where nobody else looks, and not beside your phone. To use it, open Afterglow, choose “Sign in”, then “Forgot password”, and scan the code or type the words.
kit-account = Name { $handle } on { $server }
export-span = { $from } to { $to }
export-of-ten = { $value } of 10
export-answered = { $answered } of { $items } answered
export-done-on = Done on
export-for = For
export-milligrams = { $dose } mg
export-answer = Answer of { $date }
export-made = Made on { $date } with Afterglow.
export-inside = Inside
export-photos = Photos and voice notes
export-photos-not-here = Photos and voice notes that are not on this phone, and so not in here
export-not-here = { $name }: not on this phone
export-part2 = Notice under US federal law to whoever receives this (42 CFR 2.32):
export-files-archive = In journal.json is everything as it was written (one JSON document), in attachments are photos and voice notes, named by the ids in journal.json. Afterglow reads this again with Import; docs/export.md of its source code describes the format.
export-files-markdown = One file for each entry, made for reading; photos and voice notes are in attachments. Drafts, earlier versions, consents and settings are not in here. Afterglow does not read this folder again: the archive brings a journal back.
export-signs-missing = { $count ->
    [one] One sign of these entries is not in this document’s font and is shown as a box. The other exports have it.
   *[other] { $count } signs of these entries are not in this document’s font and are shown as boxes. The other exports have them all.
}

## Labels: fixed words of buttons, titles and hints

label-save = Save
label-done = Done
label-cancel = Cancel
label-back = Back
label-next = Next
label-continue = Continue
label-delete = Delete
label-edit = Edit
label-close = Close
label-retry = Try again
label-not_today = Not today
label-skip = Skip
label-another_prompt = Another question
label-today = Today
label-write = Write
label-journey = Journey
label-look_back = Look back
label-therapist = Therapist
label-settings = Settings
label-help_now = Help now
label-check_in = Check-in
label-session = Session
label-steps = Steps
label-measures = Measures
label-reminders = Reminders
label-search = Search
label-share = Share
label-share_now = Share now
label-share_several = Share several
label-take_back = Take back
label-talk = I want to talk about this
label-keep_private = Keep private
label-preview = Preview
label-who_reads = Who can read
label-replies = Replies
label-intentions = Intentions
label-goals = Goals
label-concerns = Concerns
label-new_intention = New intention
label-new_goal = New goal
label-new_concern = New concern
label-answer = What became of it?
label-new_step = New step
label-tick = Done today
label-let_go = Let go
label-habit = It is a habit now
label-resume = Take up again
label-cadence = How often
label-from_entry = Where it came from
label-mood = Mood
label-themes = Themes
label-feelings = How you feel
label-body = Body
label-more = More
label-less = Less
label-needs_space = I need space
label-a_few_words = A few words, if you like
label-first_words = First words afterwards
label-qualities = What it was like
label-intensity = Intensity
label-setting = The room
label-dose = Dose, as the clinic recorded it
label-route = How it was given
label-duration = Duration in minutes
label-helped = What helped
label-did_not_help = What did not help
label-number = Number in the series
label-when = When
label-support = Support
label-notes = Notes right after
label-start_measure = Begin
label-resume_measure = Go on
label-finish = Finish
label-leave_out = Leave this out
label-result = Result
label-crisis_plan = My crisis plan
label-edit_plan = Write the plan
label-call = Call
label-text_message = Send a text
label-region = Country
label-language = Language
label-text_size = Text size
label-lock = Lock
label-devices = Devices
label-export = Export
label-import = Import
label-delete_everything = Delete everything
label-sign_in = Sign in
label-sign_out = Sign out
label-register = Make an account
label-recover = I have a recovery code
label-handle = Name for signing in
label-password = Password
label-server = Server
label-recovery_code = Recovery code
label-recovery_why = Fifteen words. Without them and the password, private entries are lost. Write them down and keep them apart from this phone.
label-recovery_confirm = Type the words back
label-join = Join a therapist
label-scan = Scan the QR code
label-paste_link = Paste the link
label-your_name = How you want to be called
label-safety_words = Compare these words by voice
label-safety_words_why = If both of you see the same words, nobody stands between you.
label-begin_private = Begin without an account
label-agree = I agree
label-withdraw = Withdraw
label-consent = What this is, and is not
label-sync = Sync
label-in_sync = Everything is saved and synced
label-not_in_sync = Saved here, not synced yet
label-drafts = Drafts
label-discard = Throw away
label-history = Earlier versions
label-both_versions = Both versions
label-on_this_day = On this day
label-returning = What returns
label-words = Words
label-trends = Trends
label-quiet_hours = Quiet hours
label-reminders_on = Reminders
label-next_reminder = Next reminder
label-appointment = Appointment
label-appointments = Appointments
label-assigned = From your therapist
label-accept = Accept
label-accept_edited = Word it my way
label-decline = Not for me
label-photo = Photo
label-voice_note = Voice note
label-unlock = Unlock
label-pin = PIN
label-quick_exit = Hide
label-share_rule = Share from now on
label-stop_rule = Stop sharing by itself
label-end_care = End this relationship
label-private = Private
label-shared = Shared
label-all = All
label-i_am_home = I am home
label-rest = Just rest

## Countries, for the numbers of Help now

region-AE = United Arab Emirates
region-AR = Argentina
region-AS = American Samoa
region-AT = Austria
region-AU = Australia
region-AX = Åland Islands
region-BE = Belgium
region-BG = Bulgaria
region-BL = Saint Barthélemy
region-BR = Brazil
region-CA = Canada
region-CH = Switzerland
region-CO = Colombia
region-CR = Costa Rica
region-CY = Cyprus
region-CZ = Czechia
region-DE = Germany
region-DK = Denmark
region-EE = Estonia
region-ES = Spain
region-FI = Finland
region-FO = Faroe Islands
region-FR = France
region-GB = United Kingdom
region-GF = French Guiana
region-GG = Guernsey
region-GI = Gibraltar
region-GL = Greenland
region-GP = Guadeloupe
region-GR = Greece
region-GU = Guam
region-HK = Hong Kong
region-HR = Croatia
region-HU = Hungary
region-IE = Ireland
region-IL = Israel
region-IM = Isle of Man
region-IN = India
region-IS = Iceland
region-IT = Italy
region-JE = Jersey
region-JM = Jamaica
region-JP = Japan
region-KR = South Korea
region-LI = Liechtenstein
region-LT = Lithuania
region-LU = Luxembourg
region-LV = Latvia
region-MC = Monaco
region-MF = Saint Martin
region-MP = Northern Mariana Islands
region-MQ = Martinique
region-MT = Malta
region-MX = Mexico
region-MY = Malaysia
region-NC = New Caledonia
region-NL = Netherlands
region-NO = Norway
region-NZ = New Zealand
region-PE = Peru
region-PF = French Polynesia
region-PH = Philippines
region-PL = Poland
region-PM = Saint Pierre and Miquelon
region-PR = Puerto Rico
region-PT = Portugal
region-RE = Réunion
region-RO = Romania
region-SE = Sweden
region-SG = Singapore
region-SI = Slovenia
region-SK = Slovakia
region-SM = San Marino
region-TH = Thailand
region-TW = Taiwan
region-UA = Ukraine
region-US = United States
region-VA = Vatican City
region-VI = U.S. Virgin Islands
region-WF = Wallis and Futuna
region-YT = Mayotte
region-ZA = South Africa
