package afterglow.app

import java.util.Locale

object German : Words {
    override val locale: Locale = Locale.GERMAN

    override val back = "Zurück"
    override val close = "Schließen"
    override val cancel = "Abbrechen"
    override val done = "Fertig"
    override val next = "Weiter"
    override val loading = "Lädt"
    override val tryAgain = "Noch einmal"
    override val somethingWrong = "In der App ist etwas schiefgegangen. Es ging nichts verloren."
    override val helpNow = "Hilfe jetzt"
    override val notWatched = "Gerade schaut niemand zu. Deine Therapeutin oder dein Therapeut liest meist vor den Terminen."
    override val offline = "Keine Verbindung. Alles ist hier gespeichert und geht von selbst hinaus."
    override val delete = "Löschen"
    override val keep = "Behalten"
    override val add = "Hinzufügen"
    override val low = "Niedrig"
    override val high = "Hoch"
    override val optional = "freiwillig"

    override val today = "Heute"
    override val journey = "Weg"
    override val lookBack = "Rückblick"
    override val more = "Mehr"
    override val write = "Schreiben"

    override val welcome = "Ein stiller Ort für das, was bleibt"
    override val welcomeText = "Schreib zwischen den Sitzungen, wann und so wenig du magst. Was du schreibst, bleibt verschlossen auf diesem Telefon, bis du es teilst."
    override val begin = "Schreiben beginnen"
    override val haveInvitation = "Ich habe eine Einladung"
    override val haveAccount = "Ich habe schon geschrieben"

    override val howAreYou = "Wie geht es dir?"
    override val howAreYouText = "Zweimal tippen genügt."
    override val goOnWriting = "Weiterschreiben"
    override val carriedForward = "Was du mitnimmst"
    override val nothingYet = "Noch nichts da"
    override val nothingYetText = "Ein paar Worte genügen. Du kannst auch einfach ruhen."
    override val latest = "Zuletzt"

    override val newEntry = "Neuer Eintrag"
    override val changeEntry = "Eintrag ändern"
    override val writeHere = "Hier schreiben"
    override val saving = "Wird gespeichert …"
    override val savedHere = "Auf diesem Telefon gespeichert"
    override val notSaved = "Noch nicht gespeichert. Bitte offen lassen."
    override val mood = "Stimmung"
    override val moodLow = "sehr schlecht"
    override val moodHigh = "sehr gut"
    override val howIAm = "Wie ich bin"
    override val themes = "Worum es geht"
    override val wantsToTalk = "Darüber möchte ich sprechen"
    override val wantsToTalkDetail = "Für das nächste Gespräch vorgemerkt, sobald du es teilst."
    override val addMore = "Stimmung, Themen und mehr"
    override val photo = "Foto"
    override val voiceNote = "Sprachnotiz"
    override val stopRecording = "Stopp"
    override val otherVersions = "Eine andere Fassung"
    override val otherVersionsText = "Das wurde auf zwei Geräten zugleich geändert. Beides ist aufgehoben."
    override val seen = "Ich habe es angesehen"

    override val checkIn = "Kurz melden"
    override val checkInText = "Tipp an, was passt, und lass den Rest."
    override val fewWords = "Ein paar Worte, wenn du magst"
    override val needsSpace = "Ich brauche Ruhe"
    override val needsSpaceDetail = "Keine Erinnerungen bis morgen."
    override val saved = "Gespeichert."

    override val everything = "Alles"
    override val beforeFirst = "Vor der ersten Sitzung"
    override val search = "Suchen"
    override val searchText = "In allem suchen"
    override val nothingFound = "Nichts gefunden"
    override val nothingFoundText = "Jedes Wort muss vorkommen; das letzte darf unfertig sein."
    override val moodOverTime = "Stimmung über die Zeit"
    override val noMoods = "Wenn du deine Stimmung notierst, erscheint sie hier als Linie."

    override val edit = "Ändern"
    override val share = "Teilen"
    override val takeBack = "Zurücknehmen"
    override val replies = "Antworten"
    override val deleteEntry = "Diesen Eintrag löschen?"
    override val deleteEntryText = "Er verschwindet von deinen Geräten und, falls geteilt, aus der Ansicht in der Praxis."
    override val private = "Nur du"
    override val shared = "Geteilt"
    override val unread = "Noch nicht geöffnet"
    override val changedSinceRead = "Seit dem Lesen geändert"
    override val opened = "Geöffnet"
    override val reviewed = "Gelesen"
    override val waitingToBeSent = "Wartet aufs Senden"
    override val stepFromThis = "Einen Schritt daraus machen"
    override val fromTherapist = "Aus der Praxis"

    override val shareTitle = "Diesen Eintrag teilen"
    override val thisIsSeen = "Das ist alles, was zu sehen sein wird:"
    override val shareNow = "Teilen"
    override val sharedNow = "Geteilt. Du kannst es jederzeit zurücknehmen."
    override val takeBackNow = "Zurücknehmen"
    override val takeBackTruth = "Niemand in der Praxis kann es mehr öffnen. Wurde es schon gelesen, lässt sich das nicht ungeschehen machen, und eigene Notizen der Praxis bleiben dort."
    override val nobodyToShareWith = "Noch niemand zum Teilen"
    override val nobodyToShareWithText = "Wenn deine Praxis dich einlädt, kannst du einzelne Einträge teilen."
    override val withWhom = "Mit wem?"
    override val exactly = "Bis ins letzte Feld"

    override val sessions = "Sitzungen"
    override val noSessions = "Noch keine Sitzungen"
    override val noSessionsText = "Jede Sitzung wird eine Wegmarke, und was du schreibst, findet danach seinen Platz."
    override val newSession = "Sitzung hinzufügen"
    override val sessionNumber = "Nummer in der Reihe"
    override val intention = "Absicht"
    override val intentionText = "Was möchtest du mitbringen?"
    override val intentionKept = "Für dich aufgehoben. Danach erscheint sie wieder."
    override val setting = "Der Rahmen"
    override val recordedByClinic = "Wie die Praxis es festgehalten hat"
    override val firstWords = "Erste Worte"
    override val qualities = "Wie es war"
    override val support = "Begleitung"

    override val steps = "Schritte"
    override val noSteps = "Noch keine Schritte"
    override val noStepsText = "Ein Schritt ist etwas Kleines, in deinen Worten. Er kann aus einem Eintrag kommen."
    override val newStep = "Neuer Schritt"
    override val newStepText = "Etwas Kleines, das du tun könntest"
    override val doneToday = "Heute getan"
    override val letGo = "Loslassen"
    override val letGoDetail = "Das ist kein Scheitern. Er kann wiederkommen."
    override val finished = "Abgeschlossen"
    override val whereItCameFrom = "Woher er kommt"
    override val stepsDone = "Abgeschlossen und losgelassen"

    override val measures = "Fragebögen"
    override val noMeasures = "Noch keine Fragebögen"
    override val noMeasuresText = "Deine Praxis kann dich um einen bitten; du kannst auch selbst einen beginnen."
    override val leaveOut = "Auslassen"
    override val resume = "Weitermachen"
    override val previous = "Vorherige Frage"

    override val therapist = "Praxis"
    override val noTherapist = "Noch keine Praxis"
    override val noTherapistText = "Dein Tagebuch geht auch allein. Wenn deine Praxis dir einen Code gibt, trittst du hier bei."
    override val join = "Einer Praxis beitreten"
    override val joinText = "Scanne den Code, den dir deine Praxis zeigt, oder füge den Link ein."
    override val scan = "Code scannen"
    override val scanText = "Halte den Code vor die Kamera"
    override val invitationLink = "Link der Einladung"
    override val yourName = "Dein Name"
    override val yourNameText = "So liest dich die Praxis. Jeder Name ist recht."
    override val readInvitation = "Wer lädt mich ein?"
    override val joinNow = "Beitreten"
    override val safetyWords = "Sicherheitsworte"
    override val safetyWordsText = "Sagt sie einander. Sind sie gleich, steht niemand dazwischen."
    override val endCare = "Beenden"
    override val endCareText = "Ab jetzt liest die Praxis nichts mehr. Dein Tagebuch bleibt bei dir."
    override val ended = "Beendet"
    override val notReadNow = "Die Praxis liest meist vor den Terminen."

    override val account = "Konto"
    override val noAccount = "Nur auf diesem Telefon"
    override val noAccountText = "Mit einem Konto liegt dein Tagebuch versiegelt auch auf dem Server der Praxis, und ein verlorenes Telefon ist kein verlorenes Tagebuch."
    override val register = "Konto anlegen"
    override val registerText = "Was du geschrieben hast, kommt mit. Der Server hält es versiegelt und kann es nicht lesen."
    override val signIn = "Anmelden"
    override val signOut = "Abmelden"
    override val signOutText = "Dein Tagebuch bleibt auf diesem Telefon."
    override val signedOut = "Abgemeldet"
    override val server = "Adresse des Servers der Praxis"
    override val handle = "Name zum Anmelden"
    override val password = "Passwort"
    override val newPassword = "Neues Passwort"
    override val passwordText = "Niemand kann es für dich nachsehen. Drei oder vier Worte, die du behältst, sind gut."
    override val lostPassword = "Ich habe mein Passwort verloren"
    override val recover = "Mit dem Wiederherstellungscode zurückkommen"
    override val recoverText = "Die fünfzehn Worte deiner Notfallkarte. Alle anderen Geräte werden abgemeldet."
    override val recoveryCode = "Wiederherstellungscode"
    override val recoveryKit = "Deine Notfallkarte"
    override val recoveryKitText = "Wenn du Telefon und Passwort verlierst, bringen nur diese Worte dein Tagebuch zurück. Schreib sie auf oder drucke sie. Niemand sonst hat sie."
    override val typeItBack = "Tippe die Worte zurück"
    override val codeKept = "Ich habe sie aufgehoben"
    override val printKit = "Sichern oder drucken"
    override val keepLater = "Später"
    override val devices = "Geräte"
    override val thisDevice = "Dieses Telefon"
    override val removeDevice = "Abmelden"

    override val whatThisIs = "Was das ist, und was nicht"
    override val whatThisIsText = listOf(
        "Das ist dein Tagebuch. Was du schreibst, ist auf diesem Telefon verschlossen. Niemand liest es, außer du teilst es, Eintrag für Eintrag.",
        "Der Server hält versiegelte Einträge. Er kann sie nicht öffnen, und wer ihn betreibt, auch nicht.",
        "Niemand schaut rund um die Uhr zu. Die Praxis liest vor den Terminen. Für alles, was nicht warten kann, ist „Hilfe jetzt“ da.",
        "Das ist kein Medizinprodukt. Es gibt keinen Rat, schlägt keine Dosis vor und liest nicht zwischen deinen Zeilen.",
        "Du kannst Geteiltes zurücknehmen, alles mitnehmen oder alles löschen, ohne jemanden zu fragen.",
    )

    override val call = "Anrufen"
    override val message = "Schreiben"

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
    override val export = "Mitnehmen"
    override val exportJson = "Alles als JSON"
    override val import = "Ein Tagebuch hereinholen"
    override val deleteEverything = "Alles löschen"
    override val sync = "Abgleich"
    override val inSync = "Alles ist, wo es hingehört."
    override val syncNow = "Jetzt abgleichen"
    override val unlock = "Entsperren"
    override val pin = "PIN"
    override val lockedText = "Gesperrt"
    override val salvaged = "Die Datei des Tagebuchs war beschädigt. Sie wurde beiseitegelegt, und was lesbar war, ist wieder da."

    override fun savedAt(time: String) = "Auf diesem Telefon gespeichert, $time"

    override fun dayOf(session: Int, day: Int?): String = when {
        day == null -> "Sitzung $session"
        day == 0 -> "Tag der Sitzung $session"
        day < 0 -> "${-day} ${if (day == -1) "Tag" else "Tage"} vor Sitzung $session"
        else -> "$day ${if (day == 1) "Tag" else "Tage"} nach Sitzung $session"
    }

    override fun session(number: Int) = "Sitzung $number"

    override fun moodOf(value: Int) = "Stimmung $value"

    override fun answered(count: Int) = if (count == 1) "1 Antwort" else "$count Antworten"

    override fun question(number: Int, of: Int) = "Frage $number von $of"

    override fun sharedWith(name: String) = "Geteilt mit $name"

    override fun invitedBy(therapist: String, practice: String) = "$therapist, $practice, lädt dich ein."

    override fun safetyWith(therapist: String) = "Sicherheitsworte mit $therapist"

    override fun doneDays(count: Int) = if (count == 1) "An 1 Tag getan" else "An $count Tagen getan"

    override fun kind(kind: String) = when (kind) {
        "reflection" -> "Gedanken"
        "check_in" -> "Kurzmeldung"
        "intention" -> "Absicht"
        "step" -> "Schritt"
        "measure_response" -> "Fragebogen"
        "appointment" -> "Termin"
        else -> kind.replace('_', ' ')
    }

    override fun state(state: String) = when (state) {
        "reflective" -> "nachdenklich"
        "calm" -> "ruhig"
        "lighter" -> "leichter"
        "tired" -> "müde"
        "sensitive" -> "empfindlich"
        "needs space" -> "brauche Ruhe"
        else -> state
    }

    override fun theme(theme: String) = when (theme) {
        "insight" -> "Einsicht"
        "emotion" -> "Gefühl"
        "perspective" -> "Blickwinkel"
        "imagery" -> "Bilder"
        "body" -> "Körper"
        "relationship" -> "Beziehung"
        "sleep" -> "Schlaf"
        "step" -> "Schritt"
        else -> theme
    }

    override fun figure(figure: String) = when (figure) {
        "mood" -> "Stimmung"
        "energy" -> "Kraft"
        "sleep" -> "Schlaf"
        "sensitivity" -> "Empfindlichkeit"
        "clarity" -> "Klarheit"
        else -> figure
    }

    override fun route(route: String) = when (route) {
        "lozenge" -> "Lutschtablette"
        "nasal_spray" -> "Nasenspray"
        "intramuscular" -> "Spritze in den Muskel"
        else -> route
    }

    override fun settingPart(part: String) = when (part) {
        "place" -> "Ort"
        "light" -> "Licht"
        "music" -> "Musik"
        "seating" -> "Sitz"
        "companions" -> "Begleitung"
        else -> part
    }

    override fun field(field: String) = when (field) {
        "text" -> "Worte"
        else -> figure(field)
    }
}
