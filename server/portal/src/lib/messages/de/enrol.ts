/** Die erste Anmeldung, die Wiederherstellung und die Einladung, die jemand hier öffnet. */
import type { Enrol } from '../catalogue.svelte';

const enrol: Enrol = {
  enrol: {
    title: 'Ihre erste Anmeldung',
    lead: 'Wer den Server Ihrer Praxis betreibt, hat Ihnen einen Code gegeben. Er gilt ein einziges Mal.',
    code: 'Aufnahmecode',
    name: 'Ihr Name',
    nameHint: 'So lesen ihn Kolleg:innen und Klient:innen.',
    practice: 'Praxis',
    practiceHint: 'Nur das erste Mitglied einer neuen Praxis gibt ihr den Namen. Lassen Sie es sonst leer.',
    handle: 'Anmeldename',
    handleHint: '2 bis 64 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche oder @.',
    password: 'Passwort',
    passwordHint: 'Mindestens 12 Zeichen. Vier oder fünf zufällige Wörter sind gut und leicht zu behalten.',
    passwordShort: 'Das ist kürzer als 12 Zeichen.',
    again: 'Passwort, noch einmal',
    differs: 'Die beiden Passwörter sind verschieden.',
    submit: 'Meine Schlüssel erzeugen',
    have: 'Ich habe schon ein Konto',
    kit: {
      title: 'Ihr Notfallcode',
      lead: 'Diese fünfzehn Wörter sind der einzige Weg zurück, wenn Sie Ihr Passwort vergessen. Niemand sonst hat sie: nicht der Server, nicht Ihre Praxis, nicht wir. Schreiben oder drucken Sie sie und bewahren Sie sie bei Ihren wichtigen Papieren auf.',
      qr: 'Dieselben fünfzehn Wörter als QR-Code',
      print: 'Drucken',
      kept: 'Ich habe sie aufbewahrt',
      for: (name: string) => `Notfallcode von ${name} für Afterglow`,
    },
    check: {
      title: 'Tippen Sie sie ab',
      lead: 'Damit Sie wissen, dass Sie es können. Groß und klein, Kommas und Nummern sind gleich.',
      words: 'Die fünfzehn Wörter',
      wrong: 'Das sind nicht die fünfzehn Wörter. Bitte vergleichen Sie eins nach dem anderen.',
      look: 'Noch einmal ansehen',
      submit: 'Fertig',
      newCode: 'Ein anderer Aufnahmecode',
      newCodeHint: 'Der erste wurde abgelehnt. Mit einem anderen müssen Sie nichts sonst wiederholen.',
    },
  },

  recover: {
    title: 'Ein neues Passwort mit dem Notfallcode',
    lead: 'Die fünfzehn Wörter, die Sie bei der ersten Anmeldung aufbewahrt haben, öffnen Ihre Schlüssel wieder. Ihre Klient:innen merken davon nichts.',
    password: 'Neues Passwort',
    submit: 'Setzen und anmelden',
    noCode: 'Das sind keine fünfzehn Wörter eines Notfallcodes. Bitte vergleichen Sie sie einzeln mit Ihrem Blatt.',
    refused: 'Der Name und diese Wörter gehören nicht zusammen.',
    second: 'Die Wörter stimmen. Der zweite Faktor wird wie immer gefragt.',
    after:
      'Ihre anderen Browser werden alle abgemeldet. Die fünfzehn Wörter gelten weiter: Legen Sie sie wieder dorthin, wo sie waren.',
    lost: 'Auch die Wörter habe ich nicht',
    lostText:
      'Dann kann dieses Konto niemand mehr öffnen. Die Telefone Ihrer Klient:innen haben alles: Bitten Sie Ihre Praxis um einen Aufnahmecode, beginnen Sie neu und laden Sie Ihre Klient:innen noch einmal ein. Was sie wieder mit Ihnen teilen, ist wieder da; Ihre eigenen Notizen sind es nicht.',
    back: 'Zurück zur Anmeldung',
  },

  join: {
    title: 'Eine Einladung für Ihr Telefon',
    text: 'Ihre Therapeutin oder Ihr Therapeut lädt Sie ein, Teile Ihres Tagebuchs zu teilen. Öffnen Sie die App Afterglow auf Ihrem Telefon, wählen Sie „Meiner Therapie beitreten“ und scannen Sie den Code oder fügen Sie dort den Link dieser Seite ein.',
    private: 'Damit allein wird nichts geteilt: Jeder Eintrag beginnt privat, und Sie wählen jeden einzelnen.',
    qr: 'QR-Code dieser Einladung',
    copy: 'Den Link kopieren',
    incomplete: 'Dieser Link ist nicht vollständig. Bitten Sie um den Code oder den ganzen Link.',
  },
};

export default enrol;
