import { counter } from '../plural';
import type { Rules } from '../catalogue.svelte';

const count = counter('de');

const rules: Rules = {
  rules: {
    title: 'Regeln für das Sitzungsprotokoll',
    lead: 'Eine Regel kann nur strenger sein als der eingebaute Grenzwert. Bleibt ein Feld leer, gilt der eingebaute Grenzwert. Die ärztliche Leitung muss die Regeln unterschreiben.',
    scope:
      'Die Regeln gelten für die Sitzungsprotokolle in Ihrem Konto. Andere Therapeut:innen der Praxis legen eigene fest oder laden Ihre aus einer Datei. Jedes Protokoll behält die Version, mit der es geprüft wurde.',
    version: (version: string) => `Version ${version}`,
    saved: (version: string) => `Als Version ${version} gespeichert.`,
    save: 'Als neue Version speichern',
    refused: (n: number) =>
      count(n, {
        one: '# Regel kann so nicht gespeichert werden',
        other: '# Regeln können so nicht gespeichert werden',
      }),
    builtIn: (value: string) => `Eingebaut: ${value}`,
    builtInRows: (value: string) =>
      `Eingebaut: ${value}. Diese Zeilen bleiben. Sie können Zeilen und ein späteres Ende hinzufügen.`,
    builtInSum: (value: string) => `Eingebaut: ${value} über alle Applikationswege`,
    none: 'Kein eingebauter Grenzwert',

    sections: {
      before: 'Vor der Gabe',
      limits: 'Gewicht und Vitalwerte',
      routes: 'Dosen und Beobachtungszeilen je Applikationsweg',
      spans: 'Sitzungen und Summen über die Zeit',
    },
    leads: {
      before: 'Das Protokoll fragt nach, wenn die letzte Mahlzeit oder das letzte Getränk später war.',
      limits: '„Nachfragen“ hält das Protokoll auf, bis jemand den Wert bestätigt. „Alarm“ wird sofort angezeigt.',
      routes:
        'Eine Dosis außerhalb des üblichen Bereichs wird zweimal eingegeben. Vor der letzten Zeile darf die Person nicht gehen.',
      spans: 'Wird bei den Summen der Person angezeigt, sobald es erreicht ist. Es hält keine Sitzung auf.',
    },
    file: {
      title: 'Dieselben Regeln in einem anderen Konto',
      lead: 'Speichern Sie Ihre Regeln als Datei, und lassen Sie die anderen Therapeut:innen der Praxis die Datei hier laden. Eine geladene Datei füllt das Formular. Die Regeln gelten, sobald sie gespeichert sind.',
      save: 'Regeln als Datei speichern',
      load: 'Datei mit Regeln laden',
      wrong: 'Diese Datei enthält keine Regeln für das Sitzungsprotokoll.',
      loaded: 'Das Formular enthält die Regeln der Datei. Sie gelten erst, wenn Sie sie speichern.',
      unknown: (n: number) =>
        count(n, {
          one: '# Regel ist in dieser Version unbekannt und wurde ausgelassen.',
          other: '# Regeln sind in dieser Version unbekannt und wurden ausgelassen.',
        }),
    },
    esketamineSpray: 'Nasenspray mit Esketamin',
    racemicSpray: 'Nasenspray ohne Esketamin',
    days: (n: string) => `In ${n} Tagen`,
    ask: { below: 'Nachfragen unter', at_most: 'Nachfragen bis', at_least: 'Nachfragen ab', above: 'Nachfragen über' },
    alarm: { below: 'Alarm unter', at_most: 'Alarm bis', at_least: 'Alarm ab', above: 'Alarm über' },
    parts: {
      low_mg: 'Einzeldosis ab, mg',
      high_mg: 'Einzeldosis bis, mg',
      session_mg: 'Summe je Sitzung bis, mg',
      minutes: 'Beobachtungszeilen, Minuten nach der Gabe',
      food_hours: 'Stunden ohne Essen',
      drink_hours: 'Stunden ohne Trinken',
      before_high: 'Vor der Gabe: nachfragen über',
      lasting_high: 'Noch stark: nachfragen ab',
      lasting_minutes: 'Noch stark: ab Minute',
      max_sessions: 'Höchstens Sitzungen',
      max_mg: 'Höchstens Milligramm',
    },
  },
};

export default rules;
