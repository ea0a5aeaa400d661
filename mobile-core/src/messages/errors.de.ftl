# Was nicht ging, auf Deutsch, nach dem Code des Fehlers. Auf Englisch stehen dieselben Sätze bei den Fehlern selbst.

error-store_key_missing = Dieses Tagebuch wurde mit einem anderen Schlüssel verschlossen. Es ist unberührt. Mit deinem Notfallcode kannst du die App neu einrichten und alles zurückholen, was abgeglichen war.
error-store_wrong_key = Dieses Tagebuch wurde mit einem anderen Schlüssel verschlossen. Es ist unberührt. Mit deinem Notfallcode kannst du die App neu einrichten und alles zurückholen, was abgeglichen war.
error-store_key_locked = Entsperre dein Telefon, um das Tagebuch zu öffnen.
error-store_key_failed = Der Schlüsselspeicher des Telefons antwortet nicht. Bitte starte das Telefon neu.
error-store_damaged = Die Datei des Tagebuchs ist beschädigt. Schließ die App und öffne sie wieder: Die Datei wird beiseitegelegt, und alles Lesbare wird zurückgeholt.
error-store_newer = Eine neuere Fassung der App hat dieses Tagebuch geschrieben. Bitte aktualisiere die App.
error-store_full = Auf dem Telefon ist kein Platz mehr, darum wurde das nicht gesichert. Alles vorher Gesicherte ist sicher. Bitte schaff etwas Platz und sichere noch einmal.
error-store_busy = Das Tagebuch ist in einem anderen Fenster der App in Gebrauch. Bitte versuch es noch einmal.
error-store_closed = Bitte schließ die App und öffne sie wieder. Alles Gesicherte ist sicher.
error-locked = Das Tagebuch ist gesperrt.
error-store_io = Die Datei des Tagebuchs ist nicht zu erreichen. Bitte prüfe den Speicher des Telefons.
error-store_failed = Das konnte das Tagebuch nicht tun. Alles Gesicherte ist sicher.
error-offline = Der Server ist nicht zu erreichen. Was du schreibst, bleibt hier und wird später gesendet.
error-not_a_server = Was geantwortet hat, ist kein Afterglow-Server. Bitte prüfe die Adresse und das Netz.
error-no_account = Bitte melde dich erst an, oder leg ein Konto an.
error-signed_out = Bitte melde dich wieder an. Alles, was du geschrieben hast, ist noch hier.
error-account_here = Auf diesem Telefon gibt es schon ein Konto.
error-another_account = Auf diesem Telefon ist das Tagebuch von jemand anderem. Es lässt sich nicht mit deinem vermischen.
error-not_a_client = Das ist ein Konto für die Therapie. Bitte benutze das Portal im Browser.
error-same_password = Nach einem Verlust muss das neue Passwort ein anderes sein als das alte.
error-password_too_short = Ein Passwort braucht mindestens acht Zeichen.
error-address = Das ist keine Adresse eines Servers. Sie beginnt mit https://
error-no_entry = Diesen Eintrag gibt es hier nicht mehr.
error-no_care = Mit dieser Therapie bist du nicht verbunden, oder die Verbindung ist beendet.
error-which_care = Du teilst mit mehr als einer Person. Bitte sag, mit wem.
error-wrong_kind = Mit einem Eintrag dieser Art geht das nicht.
error-invalid = Ein Wert liegt außerhalb dessen, was möglich ist. Skalen gehen von 0 bis 10.
error-empty = Es gibt noch nichts zu sichern.
error-pin_wrong = { $left ->
    [-1] Das ist nicht die PIN.
    [one] Das ist nicht die PIN. Nach einer weiteren falschen PIN löscht dieses Telefon sein Tagebuch, wie du es gewählt hast.
   *[other] Das ist nicht die PIN. Nach { $left } weiteren falschen PINs löscht dieses Telefon sein Tagebuch.
}
error-pin_wait = { $minutes ->
    [0] Zu viele falsche PINs. Bitte versuch es in { $seconds } Sekunden noch einmal.
   *[other] Zu viele falsche PINs. Bitte versuch es in { $minutes } Minuten noch einmal.
}
error-pin_again = Bitte gib deine PIN noch einmal ein.
error-pin_too_short = Eine PIN braucht mindestens vier Zeichen; sechs sind besser.
error-no_pin = Es ist keine PIN gesetzt.
error-wiped = Nach zu vielen falschen PINs hat dieses Telefon sein Tagebuch gelöscht, wie du es gewählt hast. Was abgeglichen war, kommt zurück, wenn du dich wieder anmeldest.
error-biometrics_refused = Das wurde nicht erkannt. Du kannst deine PIN benutzen.
error-biometrics_changed = Auf diesem Telefon sind seither Gesichter oder Finger hinzugekommen. Bitte benutze deine PIN, und schalte dies wieder ein.
error-biometrics_unavailable = Das geht gerade nicht. Bitte benutze deine PIN.
error-stuck = Der Server sendet nicht alles. Nichts ging verloren; bitte versuch es später noch einmal.
error-fault = In der App ging etwas schief. Nichts ging verloren.

error-version = Das wurde von einer neueren Fassung der App geschrieben.
error-truncated = Das ist unvollständig.
error-unopened = Das ließ sich nicht öffnen: Es wurde unterwegs verändert oder gehört zu einem anderen Schlüssel.
error-older = Anstelle einer neueren Fassung kam eine ältere.
error-no_key = Der Schlüssel dazu ist noch nicht auf diesem Gerät.
error-wrong_key = Dieser Schlüssel gehört nicht dazu.
error-identity = Die andere Seite ist nicht, wer sie laut Server ist; bitte vergleicht die Sicherheitswörter.
error-key_differs = Zwei deiner Geräte haben verschiedene Schlüssel; bitte vergleicht die Sicherheitswörter.
error-next_identity = Jemand wollte den Schlüssel der anderen Seite ersetzen; das wurde abgelehnt. Bitte sprecht miteinander.
error-manifest_older = Der Server zeigt einen älteren Stand dieses Kontos; dieses Gerät behält, was es hat.
error-members_differ = Der Server nennt jemand anderen, der mitlesen soll; solange das so ist, geht nichts dorthin.
error-role = Diese Art von Konto kann das nicht.
error-bond_ended = Diese Verbindung ist beendet; dort wird nichts mehr geteilt.
error-invitation_taken = Diese Einladung wurde zweimal beantwortet; bitte vergleicht die Sicherheitswörter, bevor ihr lest.
error-invitation_over = Diese Einladung ist vorbei; bitte um eine neue.
error-retired_epoch = Das war mit einem abgelaufenen Schlüssel verschlossen; es wurde nicht verwendet.
error-stale_authority = Diese Einstellung war mit einem älteren Schlüssel verschlossen; bitte bestätige sie.
error-not_theirs_to_write = Die andere Seite hat etwas geschickt, das sie nicht schreiben darf; es liegt beiseite und ändert nichts.
error-deletion_unproved = Der Server sagt, das sei gelöscht, und kann nicht zeigen, wer es gelöscht hat; es bleibt.
error-not_in_checkpoint = In der neuesten Liste, die dazu gehört, steht das nicht; es liegt beiseite.
error-code_unconfirmed = Dieser Wiederherstellungscode wurde nie bestätigt, das verlorene Telefon hat ihn also vielleicht noch; mach ohne ihn weiter.
error-record = Der Eintrag darin ließ sich nicht lesen.
error-password = Name und Passwort gehören nicht zusammen.
error-code = Das ist kein Notfallcode: Bitte prüfe jedes der fünfzehn Wörter.
error-link = Das ist kein Einladungslink.
error-exchange = Die Antwort des Servers war nicht zu verstehen.

error-unknown_instrument = Dieser Fragebogen ist hier nicht bekannt.
error-answer_out_of_range = Eine Antwort ist keine von denen, die möglich sind.
error-wrong_item_count = Es sind nicht so viele Antworten wie Fragen.
error-cut_not_allowed = Dieser Schwellenwert gehört nicht zu denen, die der Fragebogen erlaubt.
error-no_change_rule = Dieser Fragebogen sagt nicht, wann eine Veränderung verlässlich ist.
error-definition_invalid = Die Beschreibung dieses Fragebogens ist nicht zu gebrauchen.

error-malformed = Die Anfrage war nicht zu lesen.
error-unsupported_media_type = Diese Art von Inhalt wird hier nicht verstanden.
error-unauthenticated = Bitte melde dich wieder an.
error-wrong_credentials = Name und Geheimnis gehören nicht zusammen. Prüfe beide, und versuch es noch einmal.
error-refresh_reused = Dieses Gerät wurde abgemeldet, um dein Konto zu schützen. Bitte melde dich wieder an.
error-forbidden = Deine Rolle erlaubt das nicht.
error-not_found = Hier ist nichts, was du sehen kannst.
error-method_not_allowed = Das geht hier nicht.
error-handle_taken = Dieser Name ist vergeben. Bitte wähle einen anderen.
error-handle_invalid = Ein Name hat 2 bis 64 Buchstaben, Ziffern, Punkte, Striche, Unterstriche oder @.
error-already_exists = Das gibt es schon.
error-enrolment_invalid = Dieser Code gilt nicht mehr. Bitte die Praxis um einen neuen.
error-invitation_invalid = Diese Einladung ist nicht bekannt. Bitte um eine neue.
error-invitation_expired = Diese Einladung ist abgelaufen. Bitte um eine neue.
error-invitation_used = Diese Einladung wurde schon benutzt. Bitte um eine neue.
error-invitation_revoked = Diese Einladung wurde zurückgenommen. Bitte um eine neue.
error-blob_too_large = Dieser Eintrag ist zu groß zum Abgleichen. Er bleibt sicher auf deinem Gerät.
error-payload_too_large = Das war zu viel auf einmal.
error-too_many_records = Das waren zu viele Einträge auf einmal.
error-unprocessable = Die Anfrage widerspricht sich.
error-epoch_over = Der Schlüssel hat gewechselt. Er wird geholt, und dies wird noch einmal versucht.
error-restored = Der Server ist aus einer Sicherung zurückgekommen. Was ihm fehlt, wird ihm wieder gebracht.
error-manifest_taken = Ein anderes Gerät hat dieses Konto schon geändert. Das wird geholt, und dies wird noch einmal versucht.
error-checkpoint_missing = Diese App ist zu alt für diesen Server. Bitte aktualisiere sie.
error-group = Ein anderes Gerät war schneller. Alles wird gelesen, und dies wird noch einmal versucht.
error-epoch_taken = Ein anderes Gerät hat den Schlüssel schon gewechselt. Er wird geholt, und dies wird noch einmal versucht.
error-offset_mismatch = Das Hochladen geht da weiter, wo es aufgehört hat.
error-attachment_unfinished = Das wird noch gesendet. Bitte versuch es gleich noch einmal.
error-attachment_too_large = Diese Datei ist zu groß zum Abgleichen. Sie bleibt sicher auf deinem Gerät.
error-quota_exceeded = Auf dem Server ist kein Platz mehr. Was hier ist, bleibt sicher auf deinem Gerät.
error-invitation_required = Ein Konto beginnt hier mit der Einladung einer Therapeutin oder eines Therapeuten. Bis dahin bleibt dein Tagebuch auf diesem Gerät.
error-registration_closed = Hier werden keine neuen Konten angelegt. Dein Tagebuch bleibt auf diesem Gerät.
error-password_sign = Dieses Passwort hat ein Zeichen, das nicht jedes Gerät kennt. Bitte lass es weg.
error-range_not_satisfiable = Diesen Teil der Datei gibt es nicht.
error-second_factor_required = Bitte gib den Code ein, den deine Authenticator-App zeigt.
error-second_factor_wrong = Dieser Code stimmt nicht oder wurde schon benutzt. Warte auf den nächsten, und versuch es noch einmal.
error-last_owner = Eine Praxis braucht jemanden, dem sie gehört. Mach zuerst jemand anderen dazu.
error-upgrade_required = Bitte aktualisiere die App: Diese Fassung kann nicht mehr mit dem Server sprechen.
error-too_many_requests = Zu viele Versuche. Bitte warte ein wenig.
error-internal = Das konnte der Server nicht tun. Nichts ging verloren; es wird noch einmal versucht.
error-unavailable = Der Server ist gerade nicht da. Nichts ging verloren; es wird noch einmal versucht.

error-attachment_not_here = Das ist noch nicht auf diesem Telefon. Es kommt, wenn das Telefon, das es hat, abgeglichen hat.
error-cancelled = Angehalten.
error-not_text = Das ist kein Text in UTF-8. Bitte speichere ihn zuerst als UTF-8.
error-no_conflict = Von diesem Eintrag gibt es keine zwei Fassungen, zwischen denen zu wählen wäre.
error-picture_refused = Dieses Bild lässt sich nicht von dem befreien, was es über Ort und Kamera verrät, und wurde deshalb nicht hinzugefügt. Bitte speichere es als JPEG oder PNG und füge das hinzu.
error-entry_too_large = Dieser Eintrag ist zu groß zum Synchronisieren: { $size } KB, und { $most } KB sind möglich. Bitte teile ihn, oder füge weniger Fotos hinzu.
error-not_an_archive = Daraus lässt sich nichts importieren. Es kann ein Export sein von Afterglow, Day One, Apple Journal, Daylio, Journey, Diarium, Joplin, Standard Notes oder Google Notizen, oder ein Ordner mit Markdown- oder Textdateien.
error-archive_damaged = Dieses Archiv ist abgeschnitten oder beschädigt. Bitte kopiere oder exportiere es noch einmal.
error-archive_newer = Das hat ein neueres Afterglow gemacht. Bitte aktualisiere die App und importiere es dann.
error-our_markdown = Das ist Afterglows Markdown, das zum Lesen gemacht ist. Um ein Tagebuch zurückzuholen, importiere stattdessen das Archiv (Zip).
error-passphrase = Dieses Archiv ist mit einer anderen Passphrase verschlossen.
error-archive_too_large = Das ist zu groß oder nicht, was es zu sein scheint. Daraus wurde nichts importiert.
