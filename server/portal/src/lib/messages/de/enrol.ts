/** The texts of enrolment, recovery, and the page of an invitation, in German. */
import type { Enrol } from '../catalogue.svelte';

const enrol: Enrol = {
  enrol: {
    title: 'Ihre erste Anmeldung',
    lead: 'Sie haben von der Leitung Ihrer Praxis einen Code erhalten. Er kann einmal verwendet werden.',
    code: 'Aufnahmecode',
    name: 'Ihr Name',
    nameHint: 'So sehen ihn Kolleg:innen und Klient:innen.',
    practice: 'Praxis',
    practiceHint: 'Nur für das erste Mitglied einer neuen Praxis. Sonst leer lassen.',
    handle: 'Anmeldename',
    handleHint: '2 bis 64 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche oder @.',
    password: 'Passwort',
    passwordHint: 'Mindestens 12 Zeichen. Vier oder fünf zufällige Wörter sind sicher und leicht zu merken.',
    passwordShort: 'Das ist kürzer als 12 Zeichen.',
    again: 'Passwort wiederholen',
    differs: 'Die beiden Passwörter stimmen nicht überein.',
    submit: 'Meine Schlüssel erzeugen',
    have: 'Ich habe bereits ein Konto',
    kit: {
      title: 'Ihr Notfallcode',
      lead: 'Wenn Sie Ihr Passwort vergessen, sind diese fünfzehn Wörter der einzige Weg zurück in Ihr Konto. Niemand sonst hat sie: nicht der Server, nicht Ihre Praxis, nicht wir. Schreiben Sie sie auf oder drucken Sie sie aus und bewahren Sie sie bei Ihren wichtigen Papieren auf.',
      qr: 'Dieselben fünfzehn Wörter als QR-Code',
      print: 'Drucken',
      kept: 'Ich habe sie gesichert',
      for: (name: string) => `Afterglow-Notfallcode von ${name}`,
    },
    check: {
      title: 'Notfallcode bestätigen',
      lead: 'Geben Sie die Wörter ein, um zu bestätigen, dass Sie sie gesichert haben. Groß- und Kleinschreibung, Kommas und Nummern spielen keine Rolle.',
      words: 'Die fünfzehn Wörter',
      wrong: 'Das sind nicht die fünfzehn Wörter. Bitte vergleichen Sie sie einzeln.',
      look: 'Noch einmal anzeigen',
      submit: 'Fertig',
      newCode: 'Ein anderer Aufnahmecode',
      newCodeHint: 'Der erste wurde abgelehnt. Mit einem neuen können Sie hier weitermachen.',
    },
  },

  recover: {
    title: 'Neues Passwort mit dem Notfallcode festlegen',
    lead: 'Die fünfzehn Wörter, die Sie bei der ersten Anmeldung gesichert haben, entsperren Ihre Schlüssel. Für Ihre Klient:innen ändert sich nichts.',
    password: 'Neues Passwort',
    submit: 'Passwort festlegen und anmelden',
    noCode: 'Das sind nicht die fünfzehn Wörter eines Notfallcodes. Bitte vergleichen Sie sie einzeln mit Ihrer Kopie.',
    refused: 'Name oder Notfallcode ist falsch.',
    second: 'Die Wörter sind richtig. Geben Sie wie gewohnt den zweiten Faktor ein.',
    after: 'Alle Ihre anderen Browser werden abgemeldet. Die fünfzehn Wörter gelten weiter. Bewahren Sie sie gut auf.',
    lost: 'Ich habe auch die fünfzehn Wörter nicht',
    lostText:
      'Dann kann niemand dieses Konto wieder öffnen. Ihre Klient:innen haben alle Einträge weiterhin auf ihren Telefonen. Bitten Sie Ihre Praxis um einen neuen Aufnahmecode, legen Sie ein neues Konto an und laden Sie Ihre Klient:innen noch einmal ein. Sie sehen dann, was erneut mit Ihnen geteilt wird, aber nicht Ihre eigenen Notizen.',
    back: 'Zurück zur Anmeldung',
  },

  join: {
    title: 'Eine Einladung für Ihr Telefon',
    text: 'Ihre Therapeutin oder Ihr Therapeut lädt Sie ein, Einträge Ihres Tagebuchs zu teilen. Öffnen Sie die App Afterglow auf Ihrem Telefon, wählen Sie „Einer Praxis beitreten“ und scannen Sie den Code oder fügen Sie dort den Link dieser Seite ein.',
    private:
      'Durch den Beitritt wird nichts geteilt. Jeder Eintrag ist zunächst privat, und Sie entscheiden bei jedem einzeln.',
    qr: 'QR-Code dieser Einladung',
    copy: 'Link kopieren',
    incomplete: 'Dieser Link ist unvollständig. Bitten Sie um den Code oder den vollständigen Link.',
  },
};

export default enrol;
