/** Einladungen, die Praxis, die Bibliothek, der Zugang. */
import type { Practice } from '../catalogue.svelte';

const practice: Practice = {
  access: {
    title: 'Zugang und Geräte',
    devices: {
      title: 'Wo Sie angemeldet sind',
      lead: 'Jeder Browser hat seine eigene Sitzung. Beenden Sie, was Sie nicht kennen.',
      device: 'Browser',
      since: 'Seit',
      seen: 'Zuletzt gehört',
      current: 'Dieser hier',
      end: 'Beenden',
      endTitle: (name: string) => `Die Sitzung von ${name} beenden?`,
      endText: 'Sie wird sofort abgemeldet; ihre Schlüssel verschwinden mit der nächsten Antwort des Servers.',
      everywhere: 'Überall abmelden',
      everywhereTitle: 'Überall abmelden?',
      everywhereText: 'Alle Sitzungen enden, auch diese. Sie melden sich mit Ihrem Passwort wieder an.',
    },
  },

  invite: {
    title: 'Jemanden einladen',
    lead: 'Erstellen Sie eine Einladung und lassen Sie die Person den Code scannen oder den Link auf dem Telefon öffnen. Sie gilt für eine Person und sieben Tage.',
    label: 'Wie sie heißen soll',
    labelHint: 'Nur für Sie, bis die Person einen Namen gewählt hat. Er wird versiegelt aufbewahrt.',
    labelExample: 'Dienstag, neu',
    make: 'Einladung erstellen',
    open: 'Offene Einladungen',
    past: 'Frühere Einladungen',
    none: 'Keine offenen Einladungen.',
    unnamed: 'Ohne Namen',
    until: (when: string) => `Gilt bis ${when}`,
    made: (when: string) => `Erstellt ${when}`,
    states: { open: 'Wartet', used: 'Beigetreten', revoked: 'Zurückgenommen', expired: 'Abgelaufen' },
    show: 'Code zeigen',
    hide: 'Code verbergen',
    qr: (label: string) => `QR-Code der Einladung ${label}`,
    link: 'Link',
    secret:
      'Der Link enthält ein Geheimnis. Zeigen Sie ihn nur dieser einen Person, am besten im Raum; wer ihn zuerst hat, kann beitreten.',
    revoke: 'Zurücknehmen',
    revokeTitle: 'Diese Einladung zurücknehmen?',
    revokeText: 'Code und Link gelten sofort nicht mehr. Sie können jederzeit eine neue erstellen.',
    joined: (label: string) => `${label} ist beigetreten`,
    words: 'Vergleichen Sie diese vier Wörter mündlich mit der App Ihres Gegenübers:',
    toTimeline: 'Zum Verlauf',
    lost: 'Der Link lässt sich nicht zeigen: Er wurde mit einem älteren Schlüssel versiegelt. Nehmen Sie die Einladung zurück und erstellen Sie eine neue.',
  },
};

export default practice;
