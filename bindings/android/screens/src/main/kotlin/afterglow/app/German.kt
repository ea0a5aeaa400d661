package afterglow.app

import afterglow.ExportReport
import afterglow.ImportReport
import afterglow.ReminderKind
import afterglow.SettingPart
import java.time.LocalDate
import java.util.Locale

object German : Words {
    override val locale: Locale = Locale.GERMAN
    override val dayPattern: String get() = "d. MMM"

    override val back = "Zurück"
    override val close = "Schließen"
    override val cancel = "Abbrechen"
    override val done = "Fertig"
    override val next = "Weiter"
    override val loading = "Lädt"
    override val tryAgain = "Noch einmal versuchen"
    override val somethingWrong = "In der App ist ein Fehler aufgetreten. Es ist nichts verloren gegangen."
    override val helpNow = "Hilfe jetzt"
    override val notWatched = "Gerade liest niemand mit. Deine Praxis liest meist vor den Terminen."
    override val offline = "Keine Verbindung. Alles ist hier gespeichert und wird später automatisch synchronisiert."
    override val offlineHere = "Keine Verbindung. Dafür wird eine Verbindung gebraucht. Was du schreibst, bleibt auf diesem Telefon gespeichert."
    override val delete = "Löschen"
    override val keep = "Behalten"
    override val add = "Hinzufügen"

    override val noticesDenied = "Dieses Telefon zeigt keine Mitteilungen von Afterglow. Du kannst sie in den Einstellungen des Telefons erlauben."
    override val show = "Zeigen"
    override val hide = "Verbergen"
    override val notSet = "keine Angabe"
    override val pinAgain = "PIN wiederholen"
    override val pinsDiffer = "Die beiden PINs stimmen nicht überein."
    override val openNext = "Öffnen"
    override val closePrompt = "Ohne Frage"
    override val whatTheySee = "Was die Praxis sieht"
    override val photoOrFile = "Foto"
    override val youAreHome = "Du bist zu Hause."
    override val dimNow = "Sehr dunkel, größere Schrift"
    override val brightAgain = "Normales Licht"

    override fun scaleEnds(title: String, low: String, high: String) = "$title, 0 ist $low, 10 ist $high"

    override fun ofTen(value: Int) = "$value von 10"

    override fun seenBy(therapist: String) = "Was $therapist sieht"

    override fun shareWith(therapist: String) = "Mit $therapist teilen"

    override fun series(done: Int, planned: Int?) = if (planned == null) "$done Sitzungen bisher" else "$done von $planned Sitzungen"

    override val today = "Heute"
    override val journey = "Tagebuch"
    override val lookBack = "Rückblick"
    override val more = "Du"
    override val write = "Schreiben"

    override val welcome = "Ein stiller Ort für das, was bleibt"
    override val begin = "Ohne Konto beginnen"
    override val haveInvitation = "Ich habe eine Einladung"
    override val haveAccount = "Anmelden"

    override val carriedForward = "Was du mitnimmst"
    override val nothingYet = "Noch nichts hier"
    override val nothingYetText = "Ein paar Worte genügen. Du kannst auch einfach ruhen."

    override val newEntry = "Neuer Eintrag"
    override val changeEntry = "Eintrag bearbeiten"
    override val saving = "Wird gespeichert …"
    override val notSaved = "Noch nicht gespeichert. Bitte lass die Seite geöffnet."
    override val mood = "Stimmung"
    override val moodLow = "sehr schlecht"
    override val moodHigh = "sehr gut"
    override val howIAm = "Wie geht es dir?"
    override val themes = "Worum es geht"
    override val wantsToTalk = "Darüber möchte ich sprechen"
    override val wantsToTalkDetail = "Für das nächste Gespräch vorgemerkt, sobald du den Eintrag teilst."
    override val inMyBody = "In meinem Körper"
    override val seeSoon = "Bitte bald ansehen"
    override val seeSoonDetail = "Gilt, sobald du den Eintrag teilst. Gerade liest niemand mit: Wenn es dringend ist, nutze „Hilfe jetzt“."
    override val addMore = "Mehr"
    override val otherVersions = "Zwei Fassungen"
    override val otherVersionsText = "Das wurde auf zwei Geräten gleichzeitig geändert. Beide Fassungen sind gespeichert."
    override val keepAll = "Alles so lassen"
    override val goOnWriting = "Weiterschreiben"

    override val checkIn = "Check-in"
    override val fewWords = "Ein paar Worte, wenn du magst"
    override val needsSpace = "Ich brauche Ruhe"
    override val needsSpaceDetail = "Keine Erinnerungen bis morgen."
    override val saved = "Gespeichert."

    override val everything = "Alles"
    override val searchText = "In allem suchen"
    override val nothingFound = "Nichts gefunden"
    override val nothingFiltered = "„Alles“ zeigt das ganze Tagebuch."
    override val nothingFoundText = "Alle Wörter müssen vorkommen. Vom letzten genügt der Anfang."

    override val edit = "Bearbeiten"
    override val share = "Teilen"
    override val takeBack = "Zurücknehmen"
    override val replies = "Antworten"
    override val deleteEntry = "Diesen Eintrag löschen?"
    override val deleteEntryText = "Er wird von deinen Geräten gelöscht und, falls geteilt, auch in der Praxis."
    override val private = "Nur du"
    override val shared = "Geteilt"
    override val stepFromThis = "Einen Schritt daraus machen"

    override val shareTitle = "Diesen Eintrag teilen"
    override val shareNow = "Teilen"
    override val sharedNow = "Wird mit der nächsten Synchronisierung geteilt. Du kannst es jederzeit zurücknehmen."
    override val notSent = "Noch nicht gesendet"
    override val takingBack = "Wird zurückgenommen…"
    override val takeBackNow = "Zurücknehmen"
    override val nobodyToShareWith = "Noch niemand zum Teilen"
    override val nobodyToShareWithText = "Wenn deine Praxis dich einlädt, kannst du einzelne Einträge teilen."
    override val withWhom = "Mit wem?"
    override val exactly = "Gesendete Rohdaten anzeigen"
    override val whatTheyHave = "Was hier geteilt ist"
    override val nothingShared = "Nichts geteilt"
    override val nothingSharedText = "Jeder Eintrag gehört dir allein, bis du ihn teilst."
    override val goAlong = "Auch mit einer anderen Praxis teilen"
    override val theyHaveIt = "Dort ist schon alles geteilt."

    override val sessions = "Sitzungen"
    override val noSessions = "Noch keine Sitzungen"
    override val noSessionsText = "Jede Sitzung ist eine Wegmarke. Was du danach schreibst, wird ihr zugeordnet."
    override val newSession = "Sitzung hinzufügen"
    override val intention = "Intention"
    override val intentionText = "Was erhoffst du dir von dieser Sitzung?"
    override val intentionKept = "Gespeichert. Nach der Sitzung wird sie wieder angezeigt."
    override val goal = "Ziel"
    override val goalText = "Was möchtest du im Lauf der Sitzungen verändern?"
    override val concern = "Sorge"
    override val concernText = "Was macht dich unsicher, oder wovor hast du Angst?"
    override val whatToBring = "Was du mitbringst"
    override val whatCameUp = "Was ist daraus geworden?"
    override val setting = "Setting"
    override val firstWords = "Erste Worte"
    override val qualities = "Wie es war"
    override val support = "Begleitung"

    override val steps = "Schritte"
    override val noSteps = "Noch keine Schritte"
    override val noStepsText = "Ein Schritt ist etwas Kleines, in deinen eigenen Worten. Er kann aus einem Eintrag entstehen."
    override val newStep = "Neuer Schritt"
    override val newStepText = "Etwas Kleines, das du tun könntest"
    override val howOften = "Wie oft"
    override val wheneverItFits = "Wann es passt"
    override val once = "Einmal"
    override val everyDay = "Jeden Tag"
    override val everyWeek = "Jede Woche"
    override val onCertainDays = "An bestimmten Tagen"
    override val doneToday = "Heute gemacht"
    override val letGo = "Loslassen"
    override val letGoDetail = "Das ist kein Scheitern. Du kannst den Schritt jederzeit wieder aufnehmen."
    override val finished = "Abgeschlossen"
    override val options = "Weitere Optionen"
    override val whereItCameFrom = "Woher er kommt"
    override val stepsDone = "Abgeschlossen und losgelassen"

    override val measures = "Fragebögen"
    override val noMeasures = "Noch keine Fragebögen"
    override val noMeasuresText = "Deine Praxis kann dir einen zuweisen. Du kannst auch selbst einen beginnen."
    override val previous = "Vorherige Frage"

    override val therapist = "Praxis"
    override val noTherapist = "Noch keine Praxis"
    override val noTherapistText = "Dein Tagebuch funktioniert auch ohne Praxis. Wenn deine Praxis dir einen Code gibt, kannst du hier beitreten."
    override val join = "Einer Praxis beitreten"
    override val joinText = "Scanne den Code, den dir deine Praxis zeigt, oder füge den Link ein."
    override val scan = "Code scannen"
    override val scanText = "Halte den Code vor die Kamera"
    override val invitationLink = "Link der Einladung"
    override val yourName = "Dein Name"
    override val yourNameText = "Unter diesem Namen sieht dich die Praxis. Du kannst jeden Namen wählen."
    override val readInvitation = "Wer lädt mich ein?"
    override val joinNow = "Beitreten"
    override val safetyWords = "Sicherheitswörter"
    override val safetyWordsText = "Lest sie einander vor. Stimmen sie überein, kann niemand sonst mitlesen."

    override fun keyNumber(n: Int) = "Schlüssel $n"

    override val again = "Bist du es?"
    override val readers = "Wer hier lesen kann"
    override val readersYes = "Ja, diese Personen dürfen lesen"
    override val noReaders = "Niemand sonst kann lesen."
    override val uploadMissing = "Erneut hochladen"
    override val removeMissing = "Von diesem Telefon entfernen"
    override val removeMissingText = "Was auf dem Server fehlt, wird dann auch von diesem Telefon gelöscht."
    override val recentlyRemoved = "Kürzlich entfernt"
    override val recentlyRemovedText = "Texte aus der Praxis, die auf dem Server nicht mehr vorhanden sind. Hier bleiben sie dreißig Tage."
    override val nothingRemoved = "Nichts wurde entfernt."
    override val restore = "Als Eintrag behalten"
    override val restored = "Der Text ist jetzt ein privater Eintrag in deinem Tagebuch."
    override val wordsCompared = "Sie stimmen überein"
    override val sameWords = "Verglichen, sie stimmen überein."
    override val shareRule = "Neue Einträge automatisch teilen"
    override val shareRuleText = "Was soll geteilt werden, sobald es geschrieben ist?"
    override fun endCare(therapist: String) = "Verbindung zu $therapist beenden"
    override val endCareText = "Die Praxis kann dann nichts mehr lesen. Dein Tagebuch bleibt bei dir."

    override val account = "Konto"
    override val noAccount = "Nur auf diesem Telefon"
    override val noAccountText = "Mit einem Konto ist dein Tagebuch zusätzlich verschlüsselt auf dem Server der Praxis gespeichert. Wenn du dein Telefon verlierst, bleibt es erhalten."
    override val register = "Konto anlegen"
    override val registerText = "Deine bisherigen Einträge werden übernommen. Der Server speichert sie verschlüsselt und kann sie nicht lesen."
    override val signIn = "Anmelden"
    override val signOut = "Abmelden"
    override val signOutText = "Dein Tagebuch bleibt auf diesem Telefon."
    override val signedOut = "Abgemeldet"
    override val server = "Adresse des Servers der Praxis"
    override val handle = "Anmeldename"
    override val password = "Passwort"
    override val newPassword = "Neues Passwort"
    override val passwordText = "Niemand kann es für dich nachsehen. Gut sind drei oder vier Wörter, die du dir merken kannst."
    override val changePassword = "Passwort ändern"
    override val passwordChanged = "Dein Passwort wurde geändert. Deine anderen Geräte bleiben angemeldet."
    override val lostPassword = "Passwort vergessen"
    override val recover = "Mit dem Notfallcode wiederherstellen"
    override val recoverText = "Die fünfzehn Wörter deines Notfallcodes. Alle anderen Geräte werden abgemeldet."
    override val recoveryCode = "Notfallcode"
    override val recoveryKit = "Dein Notfallcode"
    override val recoveryKitText = "Wenn du Telefon und Passwort verlierst, lässt sich dein Tagebuch nur mit diesen Wörtern wiederherstellen. Schreib sie auf oder drucke sie aus. Niemand sonst hat sie."
    override val codeKept = "Ich habe sie gesichert"
    override val printKit = "Speichern oder drucken"
    override val keepLater = "Später"
    override val devices = "Geräte"
    override val thisDevice = "Dieses Telefon"
    override val removeDevice = "Abmelden"
    override val removeDeviceText = "Für ein Telefon, das du verkauft oder verschenkt hast."
    override val lostPhone = "Telefon verloren"
    override val lostPhoneText =
        "Mit dem verlorenen Telefon kann dann niemand mehr lesen, was du neu schreibst, oder in deinem Namen handeln. Du bekommst ein neues " +
            "Passwort und einen neuen Notfallcode, und deine anderen Geräte müssen sich neu anmelden."
    override val lostPhoneNoCode = "Ohne den Notfallcode muss dich jede Praxis neu einladen."

    override val whatThisIs = "Was diese App ist und was nicht"

    override val reminders = "Erinnerungen"

    override val settings = "Einstellungen"
    override val light = "Helligkeit"
    override val asSystem = "Wie das Telefon"
    override val lightOn = "Hell"
    override val dark = "Dunkel"
    override val dim = "Sehr dunkel"
    override val dimDetail = "Für empfindliche Augen nach einer Sitzung"
    override val textSize = "Textgröße"
    override val language = "Sprache"
    override val lock = "Sperre"
    override val export = "Exportieren"
    override val exportJson = "Alles als JSON"
    override val deleteEverything = "Alles löschen"
    override val sync = "Synchronisierung"
    override val inSync = "Alles ist gesichert."
    override val syncNow = "Jetzt synchronisieren"
    override val unlock = "Entsperren"
    override val pin = "PIN"
    override val lockedText = "Gesperrt"
    override val salvaged = "Die Datei deines Tagebuchs war beschädigt. Sie wurde gesichert, und alle lesbaren Einträge wurden wiederhergestellt."

    override val notToday = "Heute nicht"
    override val restNow = "Bis morgen kommen keine Erinnerungen."
    override val enough = "Das genügt. Danke."
    override val anotherQuestion = "Eine andere Frage"
    override val throughALens = "Fragen zu"
    override val keepThis = "Diese behalten"
    override val keepBoth = "Beide behalten"
    override val earlier = "Früher"
    override val whatCameOfIt = "Was daraus wurde"
    override val noTalk = "Darüber möchte ich nicht sprechen"
    override val earlierVersions = "Frühere Fassungen"
    override val bringBack = "Wiederherstellen"
    override val whatHelped = "Was geholfen hat"
    override val whatHindered = "Was nicht geholfen hat"
    override val iAmHome = "Ich bin zu Hause"
    override val habits = "Gewohnheiten"
    override val takeIt = "Annehmen"
    override val letItBe = "Ablehnen"
    override val yes = "Ja"
    override val results = "Ergebnisse"
    override val atAnyTime = "Jederzeit"
    override val finish = "Abschließen"
    override val yourPeople = "Deine Kontakte"
    override val myPlan = "Mein Krisenplan"
    override val goOn = "Weiter"
    override val keepPrivate = "Privat behalten"
    override val takeIntoPlan = "In meinen Plan übernehmen"
    override val stillRight = "Er stimmt noch"
    override val otherCountry = "Ich bin in einem anderen Land"
    override val theResult = "Ergebnis"
    override val name = "Name"
    override val phone = "Telefon"
    override val faceOrFinger = "Gesicht oder Fingerabdruck"
    override val pinIsSet = "Das Tagebuch ist mit einer PIN gesperrt."
    override val noPin = "Noch keine PIN. Mindestens vier Ziffern, besser sechs."
    override val setPin = "PIN festlegen"
    override val removePin = "PIN entfernen"
    override val locksItself = "Automatisch sperren"
    override val whenLeft = "Beim Verlassen der App"
    override val never = "Nie"
    override val lockNow = "Jetzt sperren"
    override val agree = "Ich stimme zu"
    override val withdraw = "Einwilligung zurücknehmen"
    override val planned = "Geplant"
    override val quietFrom = "Ruhe ab"
    override val quietUntil = "Ruhe bis"
    override val new = "Neu"
    override val stopRule = "Nicht mehr automatisch teilen"
    override val returning = "Wiederkehrende Themen"
    override val region = "Hilfenummern"

    override val takePhoto = "Foto aufnehmen"
    override val choosePhoto = "Foto auswählen"
    override val recordVoice = "Sprachnotiz aufnehmen"
    override val stopRecording = "Aufnahme beenden"
    override val mayNotListen = "Die App darf das Mikrofon nicht verwenden. Du kannst das in den Einstellungen des Telefons erlauben."
    override val openPicture = "Bild öffnen"
    override val play = "Abspielen"
    override val stop = "Stopp"
    override val remove = "Entfernen"
    override val handOver = "Teilen oder speichern"

    override val yourJournal = "Dein Tagebuch"
    override val exportText = "Dein Tagebuch gehört dir. Eine exportierte Datei können alle lesen, die sie haben, außer sie ist mit einer Passphrase verschlüsselt."
    override val exportPdf = "Ein PDF zum Lesen und Drucken"
    override val exportMarkdown = "Textdateien (Markdown), mit Fotos"
    override val exportArchive = "Ein Archiv, das sich wieder importieren lässt"
    override val passphrase = "Passphrase"
    override val passphraseText = "Mindestens acht Zeichen. Ohne sie kann niemand das Archiv öffnen, auch du nicht."
    override val makeIt = "Datei erstellen"
    override val forYourCalendar = "Für deinen Kalender"
    override val makeOpen = "Ohne Passphrase erstellen"
    override val bring = "Importieren"
    override val bringText = "Aus einem Export von Afterglow oder Day One oder aus einer Textdatei. Importierte Einträge sind privat, und vorhandene Einträge bleiben unverändert."
    override val chooseFile = "Datei auswählen"
    override val lookInside = "Vorschau"
    override val bringIn = "Jetzt importieren"
    override val keepPlaces = "Orte und Wetter behalten"
    override val keepPlacesDetail = "Wo ein Eintrag geschrieben wurde, wenn die Datei es enthält."
    override val faceOrFingerDetail = "Die PIN funktioniert weiterhin."
    override val pinFirst = "Bitte gib oben zuerst deine PIN ein."
    override val wipeAfter = "Nach zehn falschen PINs hier alles löschen"
    override val wipeAfterDetail = "Falls das Telefon in falsche Hände geraten könnte."

    override val previousCard = "Vorherige Karte"

    override fun cardOf(number: Int, all: Int) = "$number von $all"

    override val monthBefore = "Der Monat davor"
    override val monthAfter = "Der Monat danach"
    override val timeOfDay = "Uhrzeit"
    override val timeLooksLike = "Stunden und Minuten, etwa 14:30"

    override fun beforeSession(number: Int) = "Vor Sitzung $number"

    override val prepare = "Vorbereiten"
    override val prepareText = "Was du dir erhoffst, was dich unsicher macht, was du verändern möchtest. Ein paar Worte, oder keine."
    override val addAnother = "Behalten und noch etwas hinzufügen"
    override val draftKept = "Als Entwurf auf diesem Telefon"
    override val firstWordsQuestion = "Was möchtest du dir merken?"
    override val helpedQuestion = "Was hat geholfen, und was nicht?"
    override val whenItWas = "Wann es war"
    override val intensity = "Intensität"
    override val intensityLow = "kaum da"
    override val intensityHigh = "sehr stark"
    override val duration = "Wie lange, in Minuten"
    override val wholeMinutes = "Bitte Minuten als Zahl, etwa 90."
    override val doseAndRoute = "Dosis"
    override val doseText = "Wenn du sie kennst und hier behalten möchtest. Die App schlägt nie eine Dosis vor."
    override val doseMg = "Milligramm"
    override val wholeMilligrams = "Bitte Milligramm als Zahl, etwa 150."
    override val lookBackGrows = "Hier wachsen eine Kurve und ein Kalender deiner Stimmungen, während du schreibst."
    override val overTime = "Im Lauf der Zeit"
    override val noValues = "In dieser Zeit wurde nichts notiert."

    override fun rangeOf(label: String, low: Int, high: Int, days: Int) = "$label zwischen $low und $high, an ${if (days == 1) "1 Tag" else "$days Tagen"}"

    override fun sessionOn(number: Int, date: LocalDate) = "Sitzung $number am ${shortDay(date)}"

    override val chartLegend = "Balken: vom niedrigsten zum höchsten Wert eines Tages. Linie: die Mitte von sieben Tagen. Gestrichelt: eine Sitzung."

    override fun span(days: Int) = when {
        days <= 31 -> "1 Monat"
        days <= 92 -> "3 Monate"
        else -> "1 Jahr"
    }

    override fun sessionTrend(number: Int, before: Double?, after: Double?, later: Double?) = "Sitzung $number. " + listOfNotNull(
        before?.let { "Woche davor: ${number(it)}" },
        after?.let { "drei Tage danach: ${number(it)}" },
        later?.let { "zwei Wochen danach: ${number(it)}" },
    ).joinToString(", ")

    override val moodCalendar = "Deine Stimmungen, Tag für Tag"

    override fun moodLegend(low: String, high: String) = "Der Balken zeigt einen Tag von der niedrigsten zur höchsten Stimmung. Links ist $low, rechts $high. Ein Ring ist eine Sitzung."

    override fun dayAndMood(day: LocalDate, low: Int?, high: Int?, number: Int?) = listOfNotNull(
        longDay(day),
        number?.let { session(it) },
        low?.let { if (it == high) "Stimmung $it" else "Stimmung von $it bis $high" } ?: "nichts notiert",
    ).joinToString(", ")

    override fun questionsAndMinutes(count: Int) = "${questions(count)} · etwa ${(count + 3) / 4} Min."

    override fun aboutMeasure(title: String) = "Über $title"

    override val changePlan = "Den Plan ändern"
    override val oneALine = "Ein Gedanke je Zeile"
    override val lookAndText = "Licht und Text"
    override val languageAndRegion = "Sprache und Hilfenummern"
    override val accountAndDevices = "Konto und Geräte"
    override val pinIsSetShort = "PIN ist gesetzt"
    override val noPinShort = "Keine PIN"
    override val threeWords = "Drei der Wörter, damit du weißt, dass sie sicher sind"

    override fun wordNumber(number: Int) = "Wort $number"

    override val notThisWord = "Das ist nicht das Wort. Bitte sieh nach, was du notiert hast."
    override val kitReminder = "Deine Notfallwörter sind noch nicht gesichert"
    override val kitReminderText = "Nur sie bringen das Tagebuch zurück, wenn Telefon und Passwort verloren sind."
    override val scanKit = "Den Code der Notfallkarte scannen"

    override fun digitsTyped(count: Int) = if (count == 1) "1 Ziffer eingegeben" else "$count Ziffern eingegeben"

    override val deleteDigit = "Letzte Ziffer löschen"
    override val keyboardInstead = "Mit der Tastatur eingeben"
    override val keypadInstead = "Mit dem Ziffernfeld eingeben"
    override val forgotPin = "PIN vergessen?"
    override val forgotPinText = "Ohne die PIN kann niemand dieses Tagebuch öffnen, auch die Praxis nicht. Du kannst es von diesem Telefon löschen und neu beginnen. Wenn du ein Konto hast, melde dich danach an: Alles, was synchronisiert war, kommt zurück. Ohne Konto kommt nichts zurück."
    override val waitsForUnlock = "Was aus der anderen App kam, wartet, bis das Tagebuch offen ist."
    override val tooLargeToTake = "Das ist zu groß, um es hier aufzunehmen."
    override val eraseAndBegin = "Löschen und neu beginnen"
    override val agreeAndJoin = "Ich stimme zu und trete bei"
    override val withdrawText = "Ab jetzt wird nichts Neues geteilt. Was schon geteilt ist, bleibt lesbar, bis du es zurücknimmst."

    override fun takeBackAll(count: Int) = if (count == 1) "Den geteilten Eintrag zurücknehmen" else "Alle $count geteilten Einträge zurücknehmen"

    override fun lastWeeks(count: Int) = "Die letzten $count Wochen"

    override fun picture(name: String) = name.ifBlank { "Foto" }

    override fun voiceNote(durationMs: Int?) = if (durationMs == null) "Sprachnotiz" else "Sprachnotiz, ${clock(durationMs)}"

    override fun exported(report: ExportReport) = listOfNotNull(
        "In der Datei: ${of(report.records, "Eintrag", "Einträge")} und ${of(report.attachments, "Foto oder Sprachnotiz", "Fotos und Sprachnotizen")}.",
        "Nicht auf diesem Telefon und deshalb nicht enthalten: ${of(report.notHere, "Foto oder Sprachnotiz", "Fotos oder Sprachnotizen")}.".takeIf { report.notHere > 0u },
        "${of(report.signsMissing, "Zeichen konnte", "Zeichen konnten")} nicht gedruckt werden.".takeIf { report.signsMissing > 0u },
    ).joinToString(" ")

    override fun wouldCome(report: ImportReport) =
        "Gefunden: ${of(report.found, "Eintrag", "Einträge")}, davon schon hier: ${report.known}. Mit dabei: ${of(report.attachments, "Foto oder Sprachnotiz", "Fotos und Sprachnotizen")}."

    override fun hasCome(report: ImportReport) =
        "Importiert: ${of(report.added, "Eintrag", "Einträge")} und ${of(report.attachments, "Foto oder Sprachnotiz", "Fotos und Sprachnotizen")}. Alles ist privat."

    override fun leftOut(count: Int) = "Ausgelassen: $count"

    private fun of(count: UInt, one: String, many: String) = "$count ${if (count == 1u) one else many}"

    override fun meant(instead: String) = "Keine genaue Übereinstimmung. Gefunden mit: $instead"

    override fun takeToSession(number: Int) = "In Sitzung $number mitnehmen"

    override fun timesAWeek(count: Int) = if (count == 1) "Einmal pro Woche" else "$count-mal pro Woche"

    override fun savedAt(time: String) = "Auf diesem Telefon gespeichert, $time"

    override fun session(number: Int) = "Sitzung $number"

    override fun moodOf(value: Int) = "Stimmung $value"

    override fun answered(count: Int) = if (count == 1) "1 Antwort" else "$count Antworten"

    override fun invitedBy(therapist: String, practice: String) = "$therapist, $practice, lädt dich ein."

    override fun settingPart(part: SettingPart) = when (part) {
        SettingPart.PLACE -> "Ort"
        SettingPart.LIGHT -> "Licht"
        SettingPart.MUSIC -> "Musik"
        SettingPart.SEATING -> "Sitz oder Liege"
        SettingPart.COMPANIONS -> "Wer dabei war"
        else -> part.code
    }

    override fun reminder(kind: ReminderKind) = when (kind) {
        ReminderKind.CHECK_IN -> "Check-ins nach einer Sitzung"
        ReminderKind.STEP -> "Schritte"
        ReminderKind.MEASURE -> "Fragebögen"
        ReminderKind.FOLLOW_UP -> "Vor einem Gespräch"
        else -> kind.code.replace('_', ' ')
    }

    override fun questions(count: Int) = if (count == 1) "1 Frage" else "$count Fragen"

    override fun minutes(count: Int) = if (count == 1) "Nach einer Minute" else "Nach $count Minuten"
}
