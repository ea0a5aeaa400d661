# Was Bildschirme zeigen, auf Deutsch. Dieselben Schlüssel und Platzhalter wie in jeder anderen Sprache; die Tests
# vergleichen sie. Schlichte Sätze: warm, ohne Ausrufezeichen, ohne Lob für Menge. Angeredet wird mit „du“, wie in den
# Fragen zum Schreiben.

## Tage und Zeiten

weekday = { $n ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}
month = { $n ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
date-day = { $weekday }, { $day }. { $month }
date-day-year = { $weekday }, { $day }. { $month } { $year }
date-full = { $day }. { $month } { $year }
date-today = heute
date-tomorrow = morgen
date-yesterday = gestern
date-on-weekday = am { $weekday }
date-on = am { $day }
date-time = { $day }, { $time }
time = { $hour }:{ $minute }
row = { $before } und { $last }
days-ago = { $days ->
    [0] heute
    [one] vor einem Tag
   *[other] vor { $days } Tagen
}

## Wo ein Eintrag oder ein Tag steht

place-start = Vor der ersten Sitzung
place-before = { $days ->
    [one] Der Tag vor Sitzung { $session }
   *[other] { $days } Tage vor Sitzung { $session }
}
place-day = Der Tag von Sitzung { $session }
place-day-before = Der Tag von Sitzung { $session }, davor
place-after = { $days ->
    [one] Ein Tag nach Sitzung { $session }
   *[other] { $days } Tage nach Sitzung { $session }
}
next-appointment = { $purpose } { $when }
spine-done = { $done ->
    [0] Noch keine Sitzung
    [one] Eine Sitzung bisher
   *[other] { $done } Sitzungen bisher
}
spine-planned = { $done } von { $planned } Sitzungen

phase-preparation = Vorbereitung
phase-session_day = Sitzungstag
phase-after = Die Tage direkt danach
phase-integration = Integration
phase-between = Zwischen den Sitzungen
phase-closing = Rückschau

## Arten von Einträgen

kind-reflection = Eintrag
kind-check_in = Check-in
kind-side_effect_check = Nebenwirkungen
kind-dosing_session = Sitzung
kind-intention = Intention
kind-goal = Ziel
kind-concern = Sorge
kind-step = Schritt
kind-measure_response = Fragebogen
kind-appointment = Termin
kind-reply = Antwort
kind-crisis_plan = Krisenplan
kind-other = Aus einer neueren Fassung der App
kinds-reflection = Einträge
kinds-check_in = Check-ins
kinds-side_effect_check = Angaben zu Nebenwirkungen
kinds-dosing_session = Sitzungen
kinds-intention = Intentionen
kinds-goal = Ziele
kinds-concern = Sorgen
kinds-step = Schritte
kinds-measure_response = Fragebögen
kinds-appointment = Termine
kinds-reply = Antworten
kinds-crisis_plan = Krisenpläne
kinds-version = Frühere Fassungen
kinds-consent = Einwilligungen
kinds-sharing_rule = Regeln zum Teilen
kinds-draft = Entwürfe
kinds-other = Weitere Einträge

## Wörter des Tagebuchs

theme-insight = Einsicht
theme-emotion = Gefühl
theme-imagery = Bilder
theme-body = Körper
theme-relationship = Beziehung
theme-perspective = Blickwinkel
theme-sleep = Schlaf
theme-step = Schritt
state-calm = Ruhig
state-lighter = Leichter
state-reflective = Nachdenklich
state-tired = Müde
state-sensitive = Empfindsam
state-needs_space = Brauche Ruhe
quality-lightness = Leichtigkeit
quality-relaxation = Entspannung
quality-dreamlike = Traumartig
quality-new_perspective = Ein neuer Blickwinkel
quality-imagery = Lebhafte Bilder
quality-insight = Ein neuer Gedanke
quality-emotion = Starke Gefühle
quality-rough = Schwierig
quality-fear = Angst
quality-confusion = Verwirrung
quality-unreal = Unwirklich
quality-sadness = Traurigkeit
quality-unwell = Körperlich unwohl
quality-unwanted = Etwas geschah, das ich nicht wollte
quality-little_noticed = Es ist nicht viel passiert
body-head = Kopf
body-face = Gesicht
body-throat = Hals
body-chest = Brust
body-belly = Bauch
body-shoulders = Schultern
body-back = Rücken
body-arms = Arme
body-hands = Hände
body-legs = Beine
body-feet = Füße
body-whole_body = Der ganze Körper
sensation-warm = Warm
sensation-cold = Kalt
sensation-tight = Eng
sensation-loose = Locker
sensation-heavy = Schwer
sensation-light = Leicht
sensation-tingling = Kribbelnd
sensation-numb = Taub
sensation-aching = Schmerzend
scale-mood = Stimmung
scale-energy = Kraft
scale-sleep = Schlaf
scale-sensitivity = Empfindsamkeit
scale-clarity = Klarheit
scale-calm = Ruhe
scale-intensity = Intensität
low-mood = sehr schlecht
low-energy = erschöpft
low-sleep = sehr schlecht
low-sensitivity = gefestigt
low-clarity = verschwommen
high-mood = sehr gut
high-energy = voller Kraft
high-sleep = sehr gut
high-sensitivity = alles geht durch
high-clarity = klar
route-lozenge = Lutsch- oder Schmelztablette
route-nasal_spray = Nasenspray
route-intramuscular = Spritze in den Muskel
route-infusion = Infusion
route-intravenous = In die Vene
route-subcutaneous = Unter die Haut
route-oral = Geschluckt
route-rectal = Rektal
route-other = Auf andere Weise
setting-place = Ort
setting-light = Licht
setting-music = Musik
setting-seating = Sitz oder Liege
setting-companions = Wer dabei ist
support-talking = Gespräch während der Sitzung
support-quiet = Stille, und danach ein Gespräch
purpose-preparation = Vorbereitung
purpose-dosing = Sitzung
purpose-integration = Gespräch
purpose-follow_up = Nachgespräch
cadence-daily = jeden Tag
cadence-weekdays = werktags
cadence-weekly = { $times ->
    [one] einmal in der Woche
   *[other] { $times }-mal in der Woche
}
cadence-once = einmal
cadence-free = ab und zu

## Heute

fits-rest-title = Ruhe
fits-rest-text = Du wolltest bis morgen Ruhe haben. Nichts wartet.
fits-draft-title = Dein Entwurf
fits-draft-text = Der Entwurf ist so, wie du ihn verlassen hast.
fits-check_in-title = { $slot ->
    [h4] Ein stiller Moment
    [h24] { $days ->
        [0] Später am Tag
        [1] Ein Tag danach
       *[other] { $days } Tage danach
    }
    [h72] { $days } Tage danach
    [w4] Vier Wochen danach
    [m3] Drei Monate danach
    [m6] Sechs Monate danach
   *[d7] { $days } Tage danach
}
fits-check_in-text = Zweimal tippen genügt. Du darfst auch einfach ausruhen.
fits-measure-title = { $title }
fits-measure-text = { $therapist ->
    [none] Er ist fällig. Eine Frage nach der anderen, und aufhören geht jederzeit.
   *[other] { $therapist } bittet darum. Eine Frage nach der anderen, und aufhören geht jederzeit.
}
fits-talk-text = Möchtest du über etwas sprechen? Markiere die Einträge, auf die es ankommt.
fits-prompt-title = Eine Frage für heute
fits-step-title = Ein kleiner Schritt
fits-suggestion-title = Ein Vorschlag von { $therapist }
fits-intention-title = Vor Sitzung { $session }
fits-intention-text = Was erhoffst du dir? Ein paar Worte genügen; danach siehst du sie wieder.
intention-carried = Damit bist du in Sitzung { $session } gegangen.
intention-carried-on = Damit bist du aufgebrochen.
news-replies = { $count ->
    [one] Eine Antwort ist gekommen.
   *[other] { $count } Antworten sind gekommen.
}
news-conflicts = { $count ->
    [one] Ein Eintrag wurde auf zwei Telefonen geändert. Bitte sieh dir beide Fassungen an.
   *[other] { $count } Einträge wurden auf zwei Telefonen geändert. Bitte sieh dir beide Fassungen an.
}
big-decisions = Jetzt muss nichts Großes entschieden werden. Sprich es erst im nächsten Gespräch durch.
news-reader = Seit { $weekday } kann { $therapist } lesen, was du teilst.
news-unshared = { $title } ist abgeschlossen und noch nicht geteilt. Bitte entscheide.
today-safety-open = Noch einmal öffnen
today-safety-settle = Im Moment geht es
bring-default = Bequeme, warme Kleidung. Wenn du magst, eigene Musik oder eine Augenmaske. Eine Liste deiner Medikamente. Jemand, der dich nach Hause bringt: Bis morgen, nach dem Schlafen, nicht fahren. Frag deine Praxis, ab wann du nichts mehr essen und trinken sollst.
aftercare-default = Ruh dich aus. Bis morgen, nach dem Schlafen, nicht fahren, keine Maschinen, kein Alkohol. Heute Abend müde oder etwas weit weg zu sein, ist häufig. Ruf deine Praxis oder eine Ärztin, einen Arzt an, wenn du dich morgen Abend noch unwirklich fühlst, etwas hörst oder siehst, was andere nicht wahrnehmen, kaum Schlaf brauchst, kein Wasser lassen kannst oder es weh tut, oder deine Stimmung absackt. Ruf den Notruf bei Schmerzen in der Brust, Atemnot, Ohnmacht, plötzlichen sehr starken Kopfschmerzen, oder wenn du dir etwas antun könntest.
session-running-title = In der Sitzung
session-running = Du bist in deiner Sitzung. Hier braucht dich nichts.
low-mood-offer = Das ist sehr weit unten. Wenn es mehr ist, als du tragen kannst: „Hilfe jetzt“ ist hier; einen Grund brauchst du nicht.
fits-rest-low = Ruhe bis morgen. Wenn du damit nicht allein sein magst: Hilfe jetzt.
today-safety-today = Heute hast du schwere Gedanken angegeben. Wie ist es jetzt?
today-safety = { $when } hast du schwere Gedanken angegeben. Wie ist es jetzt?
today-safety_other-today = Heute hast du etwas Schweres angegeben. Wie ist es jetzt?
today-safety_other = { $when } hast du etwas Schweres angegeben. Wie ist es jetzt?

## Niemand liest jetzt mit

not_watched = Niemand liest dies jetzt mit. Gelesen wird gewöhnlich vor den Terminen. Wenn du jetzt jemanden brauchst, öffne „Hilfe jetzt“.
not_watched-alone = Niemand liest dies mit. Wenn du jetzt jemanden brauchst, öffne „Hilfe jetzt“.

## Schreiben

write-placeholder = Was gerade da ist. Ein paar Worte genügen.
write-hint-tired = Drei Wörter sind ein Eintrag. Einmal tippen auch.
label-prompt_free = Frei schreiben
prompt-from-therapist = Von { $therapist }
prompt-from-practice = Aus deiner Praxis

## Check-ins

check-in-title = { $slot ->
    [h4] Ein stiller Moment
    [h24] { $days ->
        [0] Später am Tag
        [1] Ein Tag danach
       *[other] { $days } Tage danach
    }
    [h72] { $days } Tage danach
    [d7] { $days } Tage danach
    [w4] Einige Wochen danach
    [m3] Einige Monate danach
    [m6] Ein halbes Jahr danach
   *[none] Wie geht es dir gerade?
}
check-in-question = { $slot ->
    [h4] Was ist gerade da?
    [h24] Was ist geblieben?
    [h72] Hat sich etwas verschoben?
    [d7] Was ist anders, im Kleinen?
    [w4] Wie sind diese Wochen?
    [m3] Wie sind deine Tage jetzt?
    [m6] Was ist geblieben?
   *[none] Was ist gerade da?
}
check-in-voice = Lieber als Sprachnotiz
check-in-intention = Deine Intention war: { $text }
label-check_in_thanks = Das genügt. Danke.
label-check_in_space = Bis morgen erinnert dich nichts.

## Nebenwirkungen

effects-title = Wie geht es Körper und Kopf?
effects-lead = Diese Liste ist von Afterglow. Sie ist kein Test, und nichts darin ist eine Diagnose.
effects-since-session = Macht dir seit der Sitzung etwas zu schaffen?
effects-since-check = Macht dir etwas zu schaffen, seit du es zuletzt hier gesagt hast?
effects-any-time = Macht dir etwas zu schaffen?
effects-no = Nein
effects-yes = Ja
effects-which = Was ist es? Tippe alles an, was passt.
effects-how = Wie stark ist es?
effects-still = Ist es noch da?
effects-before = War es vor der Sitzung auch schon da?
effects-other-hint = In deinen Worten, wenn du magst.
effects-drove = Bist du am selben Tag gefahren, auch Rad im Verkehr, oder hast du Maschinen bedient?
effects-suicidal = Hattest du seit der Sitzung Gedanken, dass du lieber tot wärst, oder dir etwas anzutun?
effects-suicidal-no = Nein
effects-suicidal-yes = Ja
effects-suicidal-unsaid = Das möchte ich nicht sagen
effects-suicidal-said = Gedanken, lieber tot zu sein oder mir etwas anzutun: { $answer }
effects-drove-yes = Am Tag der Sitzung gefahren oder Maschinen bedient
effects-drove-no = Am Tag der Sitzung nicht gefahren
effects-red-title = Bitte ruf deswegen jetzt jemanden an
effects-red = Das sollte heute noch eine Ärztin oder ein Arzt ansehen. Wenn es schlimm ist oder schlimmer wird, ruf den Notruf.
effects-amber-title = Bitte sag es deiner Praxis
effects-amber = Sag das bitte deiner Praxis vor der nächsten Sitzung. Wenn es schlimmer wird, warte nicht.
effects-amber-soon = Sag das bitte bald deiner Praxis. Wenn es schlimmer wird, warte nicht.
effects-none-title = Danke
effects-none = Wenn sich etwas ändert: Diese Seite ist immer da.
effects-share = { $therapist } soll das sehen
effects-waiting = { $therapist } bekommt das mit der nächsten Synchronisierung. Bis es gelesen wird, können Tage vergehen. Bitte warte nicht darauf.
effects-shared = { $therapist } kann das lesen. Bis es gelesen wird, können Tage vergehen. Bitte warte nicht darauf.
effects-nobody = Niemand sieht das, wenn du es nicht teilst.
effects-nothing = Nichts macht mir zu schaffen
effects-said = { $effect }: { $how }
effects-still-there = noch da
effects-over = vorbei
effects-as-before = auch schon vor der Sitzung
fits-effects-text = Ein Tippen genügt, wenn dir nichts zu schaffen macht.
label-effects = Nebenwirkungen

## Teilen

share-title = { $count ->
    [one] Genau das wird { $therapist } sehen: einen Eintrag.
   *[other] Genau das wird { $therapist } sehen: { $count } Einträge.
}
share-later-changes = Wenn du es später änderst, sieht { $therapist } auch die Änderung. Du kannst es jederzeit zurücknehmen.
share-private = Nur du kannst das lesen.
share-leaving = Wird zurückgenommen. Bis der Server es bestätigt hat, kann es noch gelesen werden.
therapist-one = jemand aus deiner Praxis
share-shared = Lesbar für { $therapist }.
share-waiting = Nach der nächsten Synchronisierung lesbar für { $therapist }.
share-ending = Die Behandlung bei { $therapist } wird beendet. Bis der Server es bestätigt hat, kann das noch geöffnet werden.
share-ended = Die Behandlung bei { $therapist } ist beendet. Nur du kannst das jetzt noch öffnen.
share-rule-off = Nichts wird von selbst geteilt. Du entscheidest, Eintrag für Eintrag.
share-rule-on = Seit { $when } werden neue Einträge dieser Arten mit { $therapist } geteilt: { $kinds }.
share-rule-ask = Ab jetzt wird jeder neue Eintrag dieser Arten geteilt, sobald er geschrieben ist: { $kinds }. Was schon da ist, bleibt privat.
take-back-waiting = Wird zurückgenommen. Bis der Server es bestätigt hat, kann { $therapist } es noch öffnen.
take-back-done = Zurückgenommen. Für { $therapist } nicht mehr zu öffnen.
take-back-never_left = Es hatte dieses Telefon nicht verlassen.
take-back-unread = Es wurde nicht gelesen.
take-back-noticed = Der Hinweis darauf wurde { $when } gesehen; die Antworten wurden nicht geöffnet.
take-back-read = Es wurde gelesen: { $when }. Das lässt sich nicht ungeschehen machen, und Notizen dazu bleiben.
access-since = seit { $date }
access-ended = beendet
access-ending = wird beendet, vom Server noch nicht bestätigt
access-shared = { $count ->
    [0] Du teilst nichts.
    [one] Du teilst einen Eintrag.
   *[other] Du teilst { $count } Einträge.
}
reading-new = Noch nicht geöffnet
reading-changed = Gelesen, bevor du es geändert hast
reading-opened = Geöffnet { $when }
reading-reviewed = Gelesen { $when }

## Sitzung

session-title = Sitzung { $number }
session-when = { $date }, { $time }
session-dose = { $dose } mg, wie die Klinik es notiert hat
session-dose-own = { $dose } mg, wie du es notiert hast
session-none-better = Nichts davon ist besser oder schlechter als etwas anderes.

## Schritte

step-from = Aus dem, was du geschrieben hast, { $when }
step-kept = { $kept ->
    [0] Diese Woche noch nicht
    [one] Einmal diese Woche
   *[other] { $kept }-mal diese Woche
}
step-kept-of = { $kept } von { $due } diese Woche
step-let-go = Losgelassen { $when }. Auch das ist ein Umgang damit.
step-done = Gehört jetzt zu deinen Tagen.
step-habit = In { $weeks } Wochen hast du das gemacht. Ist es eine Gewohnheit geworden?
step-suggested = { $therapist } schlägt das vor. Du entscheidest, und kannst es in deine Worte fassen.

## Fragebögen

measure-progress = { $number } von { $count }
measure-before-assigned = { $therapist } sieht deine Antworten nur, wenn du sie teilst. Du kannst jetzt entscheiden oder nach der letzten Frage.
measure-before = Nur du siehst deine Antworten, außer du teilst sie.
measure-skip = Diese auslassen
measure-resume = Du hast bei Frage { $number } aufgehört. Nichts ist verloren.
measure-result = { $total } von { $most }
measure-result-band = { $total } von { $most }: { $band }
measure-incomplete = { $missing ->
    [one] Eine Frage blieb offen, darum gibt es keine Summe. Das ist in Ordnung.
   *[other] { $missing } Fragen blieben offen, darum gibt es keine Summe. Das ist in Ordnung.
}
measure-not-diagnosis = Das ist eine Zahl für ein Gespräch, kein Urteil über dich.
measure-first = Das ist das erste Mal. Spätere lassen sich damit vergleichen.
measure-trend_only = Gute oder schlechte Zahlen gibt es hier nicht; es kommt darauf an, wie sie sich bewegen.
measure-kept-private = Bleibt privat. Du kannst es später teilen.
measure-not-shared = Noch nicht geteilt: { $therapist } sieht das nicht.
measure-waiting = Geteilt: { $therapist } bekommt das mit der nächsten Synchronisierung.
measure-shared = Geteilt: { $therapist } kann das lesen.
measure-share = Mit { $therapist } teilen
measure-agree = { $therapist } bekommt meine Antworten, sobald ich fertig bin
measure-before-agreed = Deine Antworten gehen an { $therapist }, sobald du fertig bist. Du kannst vorher aufhören.
measure-before-rule = Wie du es festgelegt hast, gehen deine Antworten an { $therapist }, sobald du fertig bist. Du kannst vorher aufhören.
measure-profile = Deine Antworten stehen nebeneinander. Eine Summe gibt es nicht.
measure-worse_but_better_than_last = Leichter als beim letzten Mal, aber schwerer als am Anfang. Bitte bring das ins Gespräch mit.
measure-better_but_worse_than_last = Besser als am Anfang, aber schwerer als beim letzten Mal. Bitte bring das ins Gespräch mit.
measure-safety = Du hast Gedanken angegeben, tot zu sein oder dir etwas anzutun. Das zählt mehr als die Zahl.
measure-safety_other = Du hast etwas angegeben, das mehr zählt als die Zahl.
measure-better = Verglichen mit dem Anfang ist das eine klare Veränderung zum Besseren.
measure-worse = Verglichen mit dem Anfang ist es jetzt deutlich schwerer. Bitte bring das ins Gespräch mit.
measure-better_than_last = Verglichen mit dem letzten Mal ist das eine klare Veränderung zum Besseren.
measure-worse_than_last = Verglichen mit dem letzten Mal ist es jetzt deutlich schwerer. Bitte bring das ins Gespräch mit.
measure-same = Keine klare Veränderung: Solche Zahlen bewegen sich auch von selbst ein wenig.
measure-due = fällig { $when }
measure-overdue = war fällig { $when }
measure-not-translated = Diese Fragen gibt es nur auf Englisch: Eine ungeprüfte Übersetzung würde nicht dasselbe messen.
band-minimal = minimal
band-mild = leicht
band-moderate = mittelgradig
band-moderately_severe = ausgeprägt
band-severe = schwer
band-below_cut = unter dem Schwellenwert
band-at_or_above_cut = am oder über dem Schwellenwert
band-adequate = gut
band-low = niedrig
band-very_low = sehr niedrig
band-high = hoch

## Wenn eine Antwort Sicherheit braucht

safety-title = Du bist damit nicht allein
safety-text = Danke für die ehrliche Antwort. Viele Menschen haben solche Gedanken, wenn es schwer ist, und sie können vorübergehen. Du musst damit nicht allein fertigwerden.
safety-text_other = Danke für die ehrliche Antwort. Du musst damit nicht allein fertigwerden.
safety-nobody = Diese App sagt niemandem von selbst etwas, und niemand liest mit.
safety-choice-unsure = Ich weiß es nicht
safety-not-seen = Von { $therapist } noch nicht gesehen.
safety-seen = Von { $therapist } gesehen: { $when }.
safety-share-detail = Zu sehen ist es beim nächsten Öffnen des Portals. Das kann Tage dauern und ist keine schnelle Hilfe.
safety-share = { $therapist } soll diese Antwort sehen
safety-waiting = { $therapist } bekommt diese Antwort mit der nächsten Synchronisierung. Bis sie gelesen wird, können Tage vergehen. Bitte warte nicht darauf.
safety-shared = { $therapist } kann diese Antwort lesen. Bis sie gelesen wird, können Tage vergehen. Bitte warte nicht darauf.
safety-now = Wenn du es tun könntest oder nicht sicher bist: Ruf jetzt an, und bleib bei jemandem.
safety-assigned = { $therapist } bekommt diese Antwort, wenn du den Fragebogen abschließt. Bis sie gelesen wird, können Tage vergehen. Bitte warte nicht darauf.
safety-choice-safe = Ich kann gerade sicher bleiben
safety-choice-told = Ich habe es jemandem gesagt
safety-choice-help = Ich möchte jetzt Hilfe
label-safety_plan = Mein Krisenplan
safety-no-plan = Auf diesem Telefon gibt es noch keinen Krisenplan. In einer ruhigen Stunde lässt er sich schreiben.
safety-after-safe = Gut zu hören. Schau bitte in deinen Plan, und sag es heute einem Menschen.
safety-after-safe_no_plan = Gut zu hören. Bitte sag es heute einem Menschen. Auf diesem Telefon gibt es noch keinen Krisenplan; in einer ruhigen Stunde lässt er sich schreiben.
safety-after-told = Das hat Mut gebraucht. Hilfe bleibt zwei Fingertipps entfernt, jederzeit.
safety-after-help = Bitte ruf jetzt eine dieser Stellen an, oder schreib ihr.

## Hilfe jetzt

help-title = Hilfe jetzt
help-text = „Hilfe jetzt“ öffnet sich ohne Internet und ohne Entsperren.
help-emergency = Notruf
help-emergency-unknown = Ruf den Notruf des Landes, in dem du bist.
help-in-hours = { $practice }, zu unseren Zeiten
help-outside-hours = { $practice }, außerhalb unserer Zeiten
help-hours-of = Zeiten: { $text }
help-what-then = Außerhalb unserer Zeiten: { $text }
help-response = Wie schnell markierte Antworten angesehen werden: { $text }
help-cover = Vertretung: { $text }
help-always = Rund um die Uhr
help-hours = { $hours } Uhr
help-stale = Diese Nummern wurden vor über einem Jahr zuletzt geprüft.
help-checked-by = Nummern geprüft von { $by }, { $date }
help-region = Nummern für: { $region }. Du bist woanders? Wähl das Land, in dem du bist.
help-region-elsewhere = Nummern für: { $region }. Dein Telefon ist in: { $here }. Wähl es für die Nummern dort.
help-region-none = Wähl das Land, in dem du bist.
harm-line = In einer Sitzung geschah etwas, das nicht richtig war
harm-title = Wenn dir etwas angetan wurde
harm-text = Was geschah, ist nicht deine Schuld, in welchem Zustand du auch warst. Niemand erfährt, dass du hier bist.
harm-end = Geteiltes zurücknehmen und den Zugang beenden
harm-write = Es für dich aufschreiben, mit Tag und Uhrzeit, privat
harm-talk = Mit jemandem außerhalb der Praxis sprechen
plan-safer-hint = Medikamente, Ketamin zu Hause, Waffen: Wer bewahrt sie vorerst auf?
plan-signs-hint = Zum Beispiel: Ich antworte nicht mehr auf Nachrichten.
plan-coping-hint = Zum Beispiel: kaltes Wasser über die Handgelenke, einmal um den Block.
plan-places-hint = Zum Beispiel: die Bücherei, die Küche meines Bruders.
plan-people-hint = Zum Beispiel: Ana, und was ich ihr sagen würde.
plan-professionals-hint = Zum Beispiel: meine Praxis, meine Ärztin, ein Krisentelefon.
plan-reasons-hint = Zum Beispiel: meine Tochter, der Garten im Frühling.
plan-made = Gemeinsam mit { $therapist } gemacht am { $date }
plan-share = Meinen Plan mit { $therapist } teilen
plan-waiting = Nach der nächsten Synchronisierung kann { $therapist } deinen Plan lesen.
plan-shared = { $therapist } kann deinen Plan lesen.
plan-review = Dein Plan ist über drei Monate alt. Stimmt er noch?
plan-review-event = Du hast seitdem schwere Gedanken angegeben. Stimmt dein Plan noch?
plan-proposed = { $therapist } schlägt für deinen Plan vor: { $text }
label-your_people = Deine Leute
label-clinic = Deine Praxis
help-call = { $number } anrufen
help-text-to = Nachricht an { $number }
help-as-of = Nummern geprüft: { $date }
help-unknown-region = Für dieses Land stehen hier noch keine Nummern.
plan-signs = Woran ich es merke
plan-coping = Was ich allein tun kann
plan-reasons = Wofür es sich lohnt
plan-people = Wen ich um Hilfe bitten kann
plan-professionals = Fachleute und Nummern
plan-places = Menschen und Orte, die mich ablenken
plan-safer = Wie ich es um mich herum sicherer mache

## Rückblick

look-back-nothing = Es gibt noch nichts, worauf du zurückblicken könntest.
trend-caption = { $scale }, { $from } bis { $to }
trend-points = { $count ->
    [one] Ein Tag mit einem Wert
   *[other] { $count } Tage mit einem Wert
}
returning-theme = { $count ->
    [one] einmal
   *[other] { $count }-mal
}
on-this-day-not-again = Das nicht mehr zeigen
on-this-day-month = { $months ->
    [one] Vor einem Monat schriebst du
   *[other] Vor { $months } Monaten schriebst du
}
on-this-day-session = { $sessions ->
    [one] An diesem Tag nach der letzten Sitzung schriebst du
   *[other] An diesem Tag, vor { $sessions } Sitzungen, schriebst du
}
on-this-day-year = { $years ->
    [one] Vor einem Jahr schriebst du
   *[other] Vor { $years } Jahren schriebst du
}
label-search_none = Nichts gefunden.

## Therapie

replies-none = Noch keine Antworten.
assigned-prompt = { $therapist } fragt
assigned-measure = { $therapist } bittet um { $title }
assigned-from = seit { $when }
assigned-until = bis { $when }

## Erinnerungen: was auf einem Sperrbildschirm stehen darf. Kein Name, keine Praxis, keine Wörter aus dem Tagebuch, keine Zahl.

notice-quiet_moment = Ein stiller Moment
notice-day_on = Ein Tag danach
notice-three_days_on = Drei Tage danach
notice-week_on = Eine Woche danach
notice-four_weeks_on = Vier Wochen danach
notice-three_months_on = Drei Monate danach
notice-six_months_on = Sechs Monate danach
notice-tomorrow = Etwas für morgen dabei?
notice-questions = Ein paar Fragen
notice-small_step = Eine Kleinigkeit für heute
reminder-why-check_in = { $slot ->
    [h4] Vier Stunden nach Sitzung { $session }
    [h24] Einen Tag nach Sitzung { $session }
    [h72] Drei Tage nach Sitzung { $session }
    [w4] Vier Wochen nach Sitzung { $session }
    [m3] Drei Monate nach Sitzung { $session }
    [m6] Sechs Monate nach Sitzung { $session }
   *[d7] Eine Woche nach Sitzung { $session }
}
reminder-why-meeting = Vor: { $said }
reminder-why-measure = Für { $title }
reminder-why-step = Für den Schritt „{ $text }“
reminder-next = Die nächste: { $when }
reminder-none = Keine Erinnerung geplant.
reminder-quiet = Ruhe von { $from } bis { $to }

## Frühere Fassungen

version-now = Jetzt
version-at = { $when }
resolve-title = Das wurde auf zwei Telefonen geändert
resolve-text = Beide Fassungen sind hier. Was immer du wählst, nichts geht verloren.
label-keep_standing = Diese behalten
label-keep_other = Die andere behalten
label-keep_both = Beide behalten
field-text = Wörter
field-mood = Stimmung
field-when = Zeit
field-first_words = Erste Worte
field-other = { $name }

## Willkommen und Einwilligung

welcome-title = Ein Tagebuch zwischen den Sitzungen
welcome-stays = Was du schreibst, bleibt verschlüsselt auf diesem Telefon. Zum Anfangen braucht es kein Konto.
welcome-reads = Niemand sonst kann es lesen: nicht der Server, nicht, wer ihn betreibt. Du entscheidest, Eintrag für Eintrag, was deine Therapie sieht.
welcome-watched = Niemand liest mit. Schnelle Hilfe ist das nicht.
welcome-who = Für Erwachsene in ketamingestützter Psychotherapie. Die App gibt keinen ärztlichen Rat und erkennt nicht, ob etwas gefährlich ist.
consent-age = Ich bin mindestens 18 Jahre alt.
consent-not-text = Afterglow ist ein Tagebuch. Es wird nicht rund um die Uhr gelesen, es schlägt keinen Alarm, und es ersetzt keinen Anruf. Wenn du jetzt jemanden brauchst, öffne „Hilfe jetzt“.
consent-journal-title = Dieses Tagebuch führen
consent-journal-text = Ich weiß, dass dieses Tagebuch auf meinem Telefon liegt, dass niemand mitliest, und dass ich jederzeit alles exportieren oder löschen kann.
invitation-handover = { $therapist } soll deine Behandlung von jemand anderem übernehmen. Zu sehen ist nur, was du selbst teilst.
invitation-supervision = { $therapist } würde als Supervision begleiten, wie jemand anderes mit dir arbeitet. Zu sehen ist nur, was du selbst zeigst.
care-handover = Übernimmt deine Behandlung von jemand anderem
care-supervision = Supervision deiner Behandlung bei jemand anderem
consent-sharing-title = Mit { $therapist } teilen
consent-sharing-text = { $therapist } liest, was ich teile, gewöhnlich vor Terminen und nicht sofort. Ich kann jeden Eintrag zurücknehmen. Was schon gelesen wurde, kann in den eigenen Notizen der Therapie stehen.
consent-part2-protects = Ein US-Bundesgesetz, 42 CFR Part 2, schützt die Unterlagen dieser Praxis, weil sie Substanzkonsum behandelt. Dazu gehört, dass ich dort in Behandlung bin oder war, was ich hier teile und was die Praxis darüber aufschreibt.
consent-part2-covers = Ich stimme zu, dass { $therapist } und die Praxis diese Unterlagen für Behandlung, Bezahlung und den Betrieb der Versorgung („treatment, payment and health care operations“) verwenden und weitergeben: an Menschen, die mich behandeln, an meine Krankenversicherung und andere Kostenträger und an alle, die beim Betrieb der Praxis helfen. Diese eine Einwilligung gilt auch für spätere Weitergaben zu diesen Zwecken. Wer meine Unterlagen dafür als Behandlungsstelle oder Krankenversicherung erhält, darf sie weitergeben, soweit HIPAA es erlaubt, aber nicht zur Verwendung in Verfahren gegen mich.
consent-part2-not-enough = Für jeden anderen Zweck reicht eine allgemeine Schweigepflichtentbindung nicht aus. Nötig ist meine schriftliche Einwilligung, wie Part 2 sie verlangt, außer Part 2 selbst erlaubt die Weitergabe, etwa in einem medizinischen Notfall.
consent-part2-proceedings = Ohne meine Einwilligung oder einen Gerichtsbeschluss nach Part 2 darf niemand diese Unterlagen oder Aussagen darüber in Zivil-, Straf-, Verwaltungs- oder Gesetzgebungsverfahren gegen mich verwenden.
consent-part2-revoke = Diese Einwilligung gilt, bis ich sie widerrufe. Das kann ich jederzeit schriftlich gegenüber der Praxis tun oder hier in der App. Was bis dahin verwendet oder weitergegeben wurde, bleibt davon unberührt.
consent-given = Zugestimmt { $when }, Fassung { $version }
consent-withdrawn = Widerrufen { $when }

## Einstellungen

language-en = English
language-de = Deutsch
language-follow = Wie das Telefon

## Status der Synchronisierung

status-waiting = Was du geschrieben hast, ist hier und wartet aufs Senden.
status-behind = Auf dem Server ist mehr, als hier angekommen ist.
status-unreadable = Einige Einträge ließen sich nicht öffnen. Sie werden aufbewahrt.
status-no_key = Der Schlüssel dazu ist noch nicht angekommen.
status-wrong_key = Ein Schlüssel passt nicht. Bitte vergleicht die Sicherheitswörter.
status-attachments = Fotos oder Sprachnotizen warten aufs Senden.
status-epochs = Die Schlüssel müssen noch gewechselt werden, weil ein Telefon entfernt wurde.
status-held = Das ließ sich noch nicht senden. Es bleibt hier, und es wird noch einmal versucht.
status-missing = { $count ->
    [one] Der Server hat einen Eintrag nicht mehr. Er ist auf diesem Telefon.
   *[other] Der Server hat { $count } Einträge nicht mehr. Sie sind auf diesem Telefon.
}
status-alarm = Etwas passt nicht: Der Server zeigt weniger oder Älteres, als dieses Telefon gesehen hat. Was hier ist, bleibt.
status-manifest_older = Der Server zeigt einen älteren Stand deines Kontos. Dieses Telefon behält, was es hat.
status-readers = Bevor von diesem Telefon etwas geteilt wird: Sind das die Personen, die lesen dürfen, was du teilst?
status-unchecked = Noch nicht geprüft.
status-no_bond = Es gibt einen Zugang, den dieses Telefon nicht kennt. Dorthin wird nichts gesendet.
status-not_listed = Der Server sagt, dass diese Behandlung beendet ist. Was dort geschrieben wurde, ist noch hier.
status-members_differ = Der Server nennt eine weitere Person, die mitlesen soll und die du nicht eingeladen hast. Dorthin wird nichts gesendet, bis das geklärt ist.
status-key_differs = Zwei deiner Telefone haben verschiedene Schlüssel. Bitte vergleicht die Wörter.
status-not_found = Der Server zeigt dein Tagebuch nicht so, wie du es verlassen hast. Es wurde nichts gesendet.
readers-checked = Alles bis { $when }.
readers-compared = Schlüssel { $key }, verglichen
readers-not-compared = Schlüssel { $key }, noch nicht verglichen
readers-waits = { $said }, von der anderen Seite noch nicht in Gebrauch
readers-not-taken-up = { $days ->
    [one] Der Browser von { $therapist } hat deinen neuen Schlüssel seit { $days } Tag nicht übernommen. Bitte ruf an.
   *[other] Der Browser von { $therapist } hat deinen neuen Schlüssel seit { $days } Tagen nicht übernommen. Bitte ruf an.
}
readers-unconfirmed = Was hier von { $therapist } ist, hat { $therapist } seit deinem neuen Schlüssel nicht bestätigt.
readers-older-journal = Der Server zeigt einen älteren Stand deines Tagebuchs. Von diesem Telefon wird nichts geteilt.
readers-older = Der Server zeigt einen älteren Stand, als dieses Telefon gesehen hat. Was hier ist, bleibt.
readers-missing = { $count ->
    [one] Es fehlt etwas: ein Eintrag. Was hier ist, bleibt.
   *[other] Es fehlt etwas: { $count } Einträge. Was hier ist, bleibt.
}
readers-differs = Was der Server zeigt, ist nicht das, was geschrieben wurde. Was hier ist, bleibt.
readers-split = Der Server hat deinen Telefonen verschiedene Stände deines Tagebuchs gezeigt. Bitte sieh deine letzten Einträge durch: Was ein anderes Telefon ersetzt hat, ist unter „Kürzlich entfernt“.
readers-members-private = Der Server nennt eine weitere Person für dein Tagebuch. Sie hat nichts bekommen.
readers-members = Der Server führt in deiner Behandlung bei { $therapist } eine Person, die du nicht eingeladen hast. Dorthin wird nichts gesendet, bis das geklärt ist.
readers-another-key = Das ist ein anderer Schlüssel als der, den { $therapist } hatte. Vergleicht die Wörter.
removed-own = Aus deinem Tagebuch
readers-stale = Diese Person war unter einem früheren Schlüssel von dir gespeichert. Bestätige nur, wenn du sie eingeladen hast.
readers-renewed = Deine Schlüssel wurden am { $date } erneuert.
readers-ended-by-server = Der Server sagt, dass deine Behandlung bei { $therapist } beendet ist. Was { $therapist } geschrieben hat, ist noch hier.
readers-listed-again = Der Server führt { $therapist } noch auf. Es wird nichts Neues geteilt: Du hast das beendet.
readers-restored = { $count ->
    [one] Der Server meldete am { $date }, dass er wiederhergestellt wurde. Dein Telefon bringt zurück, was verloren ging; nichts Zurückgenommenes wird wieder geteilt.
   *[other] Der Server meldete am { $date }, dass er wiederhergestellt wurde, { $count }-mal in einem Jahr. Nichts Zurückgenommenes wird wieder geteilt.
}
refused-retired_epoch = Es kam etwas, das mit einem abgelaufenen Schlüssel verschlossen war. Es wurde nicht verwendet.
refused-not_theirs = Von der Seite von { $therapist } kam etwas, das sie nicht schreiben darf. Es liegt beiseite und ändert nichts.
refused-deletion = Der Server sagt, dass ein Eintrag gelöscht wurde, und kann nicht zeigen, dass du es warst. Er ist noch hier.
refused-stale_authority = Einstellungen aus der Zeit vor deinem letzten neuen Schlüssel warten auf deine Bestätigung.
refused-not_in_checkpoint = Es kam etwas, das in der Liste der Person, von der es stammen soll, nicht vorkommt. Es liegt beiseite.
status-too_large = „{ $words }…“ ist zu groß zum Synchronisieren: { $size } KB, und { $most } KB sind möglich. Teile den Eintrag in zwei, oder entferne Fotos daraus. Hier ist er sicher.

## Was ein Import auslässt, und was Löschen bedeutet

left_out-unreadable = Das war nicht zu lesen.
left_out-cut_off = Das bricht vor seinem Ende ab oder ist ab hier beschädigt.
left_out-encoding = Die Zeichenkodierung dieses Textes ist nicht bekannt. Speichere ihn als UTF-8 und importiere ihn noch einmal.
left_out-no_date = Hier steht nicht, wann es geschrieben wurde. Um das Datum der Datei zu nehmen, erlaube es und importiere noch einmal.
left_out-empty = Hier steht nichts.
left_out-missing = Die Datei, die hier genannt ist, fehlt.
left_out-not_downloaded = Diese Datei liegt noch in der Cloud. Lade sie auf dieses Gerät und importiere noch einmal.
left_out-too_large = Das ist zu groß.
left_out-path = Das nennt einen Ort außerhalb des Archivs und wurde nicht angerührt.
left_out-kind = Dateien dieser Art werden nicht übernommen.
left_out-packed = Das ist gepackt. Entpacke es und importiere, was darin ist.
left_out-locked = Das ist verschlüsselt oder mit einem Passwort gesperrt. Exportiere es ohne und importiere es noch einmal.
left_out-picture = Dieses Bild lässt sich nicht von dem befreien, was es über Ort und Kamera verrät. Speichere es als JPEG oder PNG.
left_out-unlinked = Kein Eintrag zeigt diese Datei.
left_out-other = Das gehört nicht zu dem Export, der hier gefunden wurde. Importiere es für sich.
left_out-twice = Zwei Dateien in diesem Archiv haben diesen Namen. Nur die letzte ist lesbar.
left_out-trashed = Das lag im Papierkorb der anderen App.
left_out-our_markdown = Das ist Afterglows Markdown, das zum Lesen gemacht ist. Importiere stattdessen das Archiv (Zip).
left_out-care = Das gehört zu einer laufenden Behandlung. Es kommt durch die Synchronisierung, nicht aus einer Datei.
left_out-settings = { $count ->
    [one] 1 ausgelassen: Einstellungen kommen nicht mit einem Import.
   *[other] { $count } ausgelassen: Einstellungen kommen nicht mit einem Import.
}

## Hinweise zu importierten Einträgen

remark-repaired = Ein Teil davon war nicht zu lesen; er ist mit � markiert.
remark-encoding = Die Zeichenkodierung ist nicht angegeben. Gelesen als Windows-1252.
remark-date_guessed = Das Datum lässt sich auf zwei Arten lesen. Die erste Zahl gilt als Tag.
remark-date_of_file = Das hat das Datum seiner Datei.
remark-date_of_folder = Das hat das Datum seines Ordners.
remark-zone = Die Zeitzone ist nicht bekannt. Es gilt die Zone deines Telefons.
remark-split = Das war zu groß zum Synchronisieren und kam deshalb als mehrere Einträge.
remark-may_tell = Diese Datei bleibt, wie sie ist. Sie kann verraten, wo und wann sie entstanden ist.
remark-names_guessed = Das Zip sagt nicht, wie seine Dateinamen kodiert sind. Sie wurden so gelesen, wie sie aussehen.
remark-doubled = Ein Feld steht hier zweimal. Texte wurden zusammengefügt; von anderen Werten gilt der letzte.
remark-changed_here = In der anderen App gibt es eine neuere Fassung, aber du hast diesen Eintrag hier geändert. Deine bleibt.
loss-all = Dein Tagebuch ist nur auf diesem Telefon. Wird es gelöscht, kann es niemand zurückholen.
loss-none = Alles ist auch auf dem Server: Es kommt zurück, wenn du dich wieder anmeldest.
loss-some = { $count ->
    [one] Ein Eintrag ist nur auf diesem Telefon und ginge verloren. Alles andere kommt zurück.
   *[other] { $count } Einträge sind nur auf diesem Telefon und gingen verloren. Alles andere kommt zurück.
}
erased-locked = Das Tagebuch auf diesem Telefon und seine Schlüssel sind gelöscht. Wenn du ein Konto hast, melde dich an: Was synchronisiert war, kommt zurück.
erased-phone = Das Tagebuch auf diesem Telefon und seine Schlüssel sind gelöscht. Dein Konto und deine anderen Telefone sind wie zuvor.
erased-everything = Dein Konto ist gelöscht: { $records } Aufzeichnungen und { $attachments } Fotos und Sprachnotizen auf dem Server, { $devices } angemeldete Geräte, und das Tagebuch auf diesem Telefon mit seinen Schlüsseln. Was in der Therapie vorher notiert wurde, bleibt dort.

## Export: was in PDF und Markdown steht

export-journal = Tagebuch
kit-title = Notfallkarte
kit-text = Wenn du Telefon und Passwort verlierst, bringen nur diese fünfzehn Wörter dein Tagebuch zurück. Bewahre diese Seite dort auf, wo niemand sonst hinsieht, und nicht beim Telefon. Wenn du sie brauchst: Öffne Afterglow, wähle „Anmelden“, dann „Passwort vergessen“, und scanne den Code oder gib die Wörter ein.
kit-account = Name { $handle } auf { $server }
export-span = { $from } bis { $to }
export-of-ten = { $value } von 10
export-answered = { $answered } von { $items } beantwortet
export-done-on = Getan am
export-for = Wofür
export-milligrams = { $dose } mg
export-answer = Antwort vom { $date }
export-made = Erstellt am { $date } mit Afterglow.
export-inside = Inhalt
export-photos = Fotos und Sprachnotizen
export-photos-not-here = Fotos und Sprachnotizen, die nicht auf diesem Telefon und deshalb nicht enthalten sind
export-not-here = { $name }: nicht auf diesem Telefon
export-part2 = Hinweis nach US-Bundesrecht an alle, die dies erhalten (42 CFR 2.32), im vorgeschriebenen englischen Wortlaut:
export-files-archive = journal.json enthält alles so, wie es geschrieben wurde (ein JSON-Dokument), attachments die Fotos und Sprachnotizen, benannt nach den ids in journal.json. Afterglow liest das mit „Importieren“ wieder ein; docs/export.md im Quelltext beschreibt das Format.
export-files-markdown = Eine Datei je Eintrag, zum Lesen gemacht; Fotos und Sprachnotizen liegen in attachments. Entwürfe, frühere Fassungen, Einwilligungen und Einstellungen sind nicht enthalten. Diesen Ordner liest Afterglow nicht wieder ein: Ein Tagebuch kommt mit dem Archiv zurück.
export-signs-missing = { $count ->
    [one] Ein Zeichen dieser Einträge fehlt in der Schrift dieses Dokuments und steht hier als Kästchen. In den anderen Exporten ist es da.
   *[other] { $count } Zeichen dieser Einträge fehlen in der Schrift dieses Dokuments und stehen hier als Kästchen. In den anderen Exporten sind alle da.
}

## Beschriftungen: feste Wörter auf Knöpfen, in Titeln und Hinweisen

label-save = Speichern
label-done = Fertig
label-cancel = Abbrechen
label-back = Zurück
label-next = Weiter
label-continue = Weiter
label-delete = Löschen
label-edit = Ändern
label-close = Schließen
label-retry = Noch einmal
label-not_today = Heute nicht
label-skip = Überspringen
label-another_prompt = Eine andere Frage
label-today = Heute
label-write = Schreiben
label-journey = Weg
label-look_back = Rückblick
label-therapist = Therapie
label-settings = Einstellungen
label-help_now = Hilfe jetzt
label-check_in = Check-in
label-session = Sitzung
label-steps = Schritte
label-measures = Fragebögen
label-reminders = Erinnerungen
label-search = Suchen
label-share = Teilen
label-share_now = Jetzt teilen
label-share_several = Mehrere teilen
label-take_back = Zurücknehmen
label-talk = Darüber möchte ich sprechen
label-keep_private = Privat lassen
label-preview = Vorschau
label-who_reads = Wer lesen kann
label-replies = Antworten
label-intentions = Intentionen
label-goals = Ziele
label-concerns = Sorgen
label-new_intention = Neue Intention
label-new_goal = Neues Ziel
label-new_concern = Neue Sorge
label-answer = Was wurde daraus?
label-new_step = Neuer Schritt
label-tick = Heute getan
label-let_go = Loslassen
label-habit = Es ist jetzt eine Gewohnheit
label-resume = Wieder aufnehmen
label-cadence = Wie oft
label-from_entry = Woher es kam
label-mood = Stimmung
label-themes = Themen
label-feelings = Wie du dich fühlst
label-body = Körper
label-more = Mehr
label-less = Weniger
label-needs_space = Ich brauche Ruhe
label-a_few_words = Ein paar Worte, wenn du magst
label-first_words = Erste Worte danach
label-qualities = Wie es war
label-intensity = Intensität
label-setting = Der Raum
label-dose = Dosis, wie die Klinik sie notiert hat
label-route = Wie es gegeben wurde
label-duration = Dauer in Minuten
label-helped = Was geholfen hat
label-did_not_help = Was nicht geholfen hat
label-number = Nummer in der Reihe
label-when = Wann
label-support = Begleitung
label-notes = Notizen direkt danach
label-start_measure = Beginnen
label-resume_measure = Weitermachen
label-finish = Abschließen
label-leave_out = Auslassen
label-result = Ergebnis
label-crisis_plan = Mein Krisenplan
label-edit_plan = Den Plan schreiben
label-call = Anrufen
label-text_message = Nachricht senden
label-region = Land
label-language = Sprache
label-text_size = Schriftgröße
label-lock = Sperre
label-devices = Geräte
label-export = Exportieren
label-import = Importieren
label-delete_everything = Alles löschen
label-sign_in = Anmelden
label-sign_out = Abmelden
label-register = Konto anlegen
label-recover = Ich habe einen Notfallcode
label-handle = Anmeldename
label-password = Passwort
label-server = Server
label-recovery_code = Notfallcode
label-recovery_why = Fünfzehn Wörter. Ohne sie und das Passwort sind private Einträge verloren. Schreib sie auf und bewahre sie getrennt vom Telefon auf.
label-recovery_confirm = Gib die Wörter noch einmal ein
label-join = Mit Therapie verbinden
label-scan = QR-Code scannen
label-paste_link = Link einfügen
label-your_name = Wie du genannt werden möchtest
label-safety_words = Vergleicht diese Wörter im Gespräch
label-safety_words_why = Wenn beide dieselben Wörter sehen, steht niemand dazwischen.
label-begin_private = Ohne Konto beginnen
label-agree = Ich stimme zu
label-withdraw = Widerrufen
label-consent = Was dies ist, und was nicht
label-sync = Synchronisieren
label-in_sync = Alles ist gespeichert und synchronisiert
label-not_in_sync = Hier gespeichert, noch nicht synchronisiert
label-drafts = Entwürfe
label-discard = Verwerfen
label-history = Frühere Fassungen
label-both_versions = Beide Fassungen
label-on_this_day = An diesem Tag
label-returning = Was wiederkehrt
label-words = Wörter
label-trends = Verläufe
label-quiet_hours = Ruhezeiten
label-reminders_on = Erinnerungen
label-next_reminder = Nächste Erinnerung
label-appointment = Termin
label-appointments = Termine
label-assigned = Aus deiner Therapie
label-accept = Annehmen
label-accept_edited = Mit eigenen Worten
label-decline = Nicht für mich
label-photo = Foto
label-voice_note = Sprachnotiz
label-unlock = Entsperren
label-pin = PIN
label-quick_exit = Verbergen
label-share_rule = Ab jetzt teilen
label-stop_rule = Nicht mehr von selbst teilen
label-end_care = Diese Verbindung beenden
label-private = Privat
label-shared = Geteilt
label-all = Alle
label-i_am_home = Ich bin zu Hause
label-rest = Einfach ausruhen

## Länder, für die Nummern bei „Hilfe jetzt“

region-AE = Vereinigte Arabische Emirate
region-AR = Argentinien
region-AS = Amerikanisch-Samoa
region-AT = Österreich
region-AU = Australien
region-AX = Ålandinseln
region-BE = Belgien
region-BG = Bulgarien
region-BL = Saint-Barthélemy
region-BR = Brasilien
region-CA = Kanada
region-CH = Schweiz
region-CO = Kolumbien
region-CR = Costa Rica
region-CY = Zypern
region-CZ = Tschechien
region-DE = Deutschland
region-DK = Dänemark
region-EE = Estland
region-ES = Spanien
region-FI = Finnland
region-FO = Färöer
region-FR = Frankreich
region-GB = Vereinigtes Königreich
region-GF = Französisch-Guayana
region-GG = Guernsey
region-GI = Gibraltar
region-GL = Grönland
region-GP = Guadeloupe
region-GR = Griechenland
region-GU = Guam
region-HK = Hongkong
region-HR = Kroatien
region-HU = Ungarn
region-IE = Irland
region-IL = Israel
region-IM = Isle of Man
region-IN = Indien
region-IS = Island
region-IT = Italien
region-JE = Jersey
region-JM = Jamaika
region-JP = Japan
region-KR = Südkorea
region-LI = Liechtenstein
region-LT = Litauen
region-LU = Luxemburg
region-LV = Lettland
region-MC = Monaco
region-MF = Saint-Martin
region-MP = Nördliche Marianen
region-MQ = Martinique
region-MT = Malta
region-MX = Mexiko
region-MY = Malaysia
region-NC = Neukaledonien
region-NL = Niederlande
region-NO = Norwegen
region-NZ = Neuseeland
region-PE = Peru
region-PF = Französisch-Polynesien
region-PH = Philippinen
region-PL = Polen
region-PM = Saint-Pierre und Miquelon
region-PR = Puerto Rico
region-PT = Portugal
region-RE = Réunion
region-RO = Rumänien
region-SE = Schweden
region-SG = Singapur
region-SI = Slowenien
region-SK = Slowakei
region-SM = San Marino
region-TH = Thailand
region-TW = Taiwan
region-UA = Ukraine
region-US = Vereinigte Staaten
region-VA = Vatikanstadt
region-VI = Amerikanische Jungferninseln
region-WF = Wallis und Futuna
region-YT = Mayotte
region-ZA = Südafrika
