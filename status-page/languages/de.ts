import type { TroubledLevel } from '../truth/overall.ts';
import type { Words } from './words.ts';

const months = 'Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.'.split(' ');
const wholeMonths =
  'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ');
const all: Record<TroubledLevel, string> = {
  major: 'Schwerer Ausfall',
  partial: 'Teilweiser Ausfall',
  degraded: 'Eingeschränkte Leistung',
  unknown: 'Zustand unbekannt',
  maintenance: 'Wartung läuft',
};
const some: Record<TroubledLevel, string> = {
  ...all,
  major: 'Teilweiser Ausfall',
  partial: 'Kleinere Störung',
  degraded: 'Teilweise eingeschränkte Leistung',
  unknown: 'Zustand teilweise unbekannt',
};
const one: Record<TroubledLevel, string> = {
  major: 'schwerer Ausfall',
  partial: 'teilweiser Ausfall',
  degraded: 'eingeschränkte Leistung',
  unknown: 'seit Längerem nicht gemessen',
  maintenance: 'Wartung läuft',
};
const reports = {
  minor: 'Kleinere Störung',
  major: 'Teilweiser Ausfall',
  critical: 'Schwerer Ausfall',
} as const;

export const de: Words = {
  name: 'Deutsch',
  mark: ',',
  date: ({ year, month, day }) => `${day}. ${months[month - 1]} ${year}`,
  shortDay: ({ month, day }) => `${day}. ${months[month - 1]}`,
  span: ({ days, hours, minutes }) =>
    [days ? `${days} Tg.` : '', hours ? `${hours} Std.` : '', minutes ? `${minutes} Min.` : '']
      .filter(Boolean)
      .join(' ') || 'unter 1 Min.',
  overall: (overall) => {
    switch (overall.says) {
      case 'all-well':
        return 'Alle Systeme in Betrieb';
      case 'one':
        return `${overall.component}: ${one[overall.state]}`;
      case 'all':
        return all[overall.state];
      case 'some':
        return some[overall.state];
      case 'report':
        return reports[overall.impact];
      default:
        return overall satisfies never;
    }
  },
  shown: {
    operational: 'In Betrieb',
    degraded: 'Eingeschränkte Leistung',
    partial: 'Teilweiser Ausfall',
    major: 'Schwerer Ausfall',
    maintenance: 'In Wartung',
    unknown: 'Unbekannt',
  },
  status: {
    investigating: 'Wird untersucht',
    identified: 'Ursache gefunden',
    monitoring: 'Wird beobachtet',
    resolved: 'Behoben',
    postmortem: 'Nachbetrachtung',
  },
  work: {
    scheduled: 'Geplant',
    in_progress: 'Läuft',
    verifying: 'Wird geprüft',
    completed: 'Abgeschlossen',
  },
  impact: {
    none: 'Ohne Auswirkung',
    minor: 'Geringe Auswirkung',
    major: 'Große Auswirkung',
    critical: 'Kritische Auswirkung',
  },
  title: (page) => `Status von ${page}`,
  stale: 'Diese Seite wurde vor mehr als 15 Minuten geschrieben: was sie zeigt, kann überholt sein.',
  skip: 'Zum Inhalt',
  asOf: 'Stand',
  allTimes: (zone) => `Alle Zeiten und Tage sind die von ${zone}.`,
  yourTime: (time) => `(bei Ihnen ${time})`,
  components: 'Komponenten',
  noComponents: 'Noch sind keine Komponenten aufgeführt.',
  incidents: 'Störungen',
  openIncidents: 'Aktuelle Störungen',
  recent: 'Letzte 14 Tage',
  noRecent: 'Keine Störungen in den letzten 14 Tagen.',
  history: 'Verlauf der Störungen',
  month: ({ year, month }) => `${wholeMonths[month - 1]} ${year}`,
  quietMonth: 'Keine Störungen.',
  earlierIncidents: 'Frühere Störungen',
  maintenance: 'Wartung',
  upcoming: 'Geplant',
  upcomingMaintenance: 'Geplante Wartung',
  active: 'Läuft gerade',
  past: 'Vergangen',
  noMaintenance: 'Keine Wartung geplant.',
  cancelled: 'Abgesagt',
  more: (count) => `und ${count} weitere`,
  uptime: 'Verfügbarkeit Tag für Tag',
  uptimeOf: (name) => `${name}: Tage, an denen nicht alles gut war`,
  back: 'Aktueller Stand',
  announcement: 'Ankündigung',
  daysAgo: (days) => `Vor ${days} Tagen`,
  today: 'Heute',
  share: (percent) => `${percent} % verfügbar`,
  notMeasured: 'Nicht gemessen',
  silentSince: (time) => `Unbekannt seit ${time}: unsere Messungen schweigen`,
  neverChecked: 'Noch nicht gemessen',
  since: (time) => `seit ${time}`,
  affects: (names) => `Betrifft ${names}`,
  changed: (name, from, to) => `${name}: ${from} → ${to}`,
  began: (time) => `Begann ${time}`,
  readAll: 'Alle Meldungen lesen',
  updates: 'Meldungen',
  fromTo: (from, to) => `${from} bis ${to}`,
  onlyIn: (language) => `Nur in dieser Sprache: ${language}`,
  edited: (time) => `berichtigt ${time}`,
  subscribe: 'Abonnieren',
  byMail: 'Meldungen per E-Mail',
  calendar: 'Kalender der Wartungen',
  languages: 'Sprachen',
  footer: 'Mehr zu dieser Seite',
  legend:
    'Ein Balken ist ein Tag, gefärbt nach seinem schlimmsten Zustand: ein Viertel bei bis zu 5 Minuten, die Hälfte bei bis zu 1 Stunde, drei Viertel bei bis zu 6 Stunden, sonst ganz. Lücken wurden nicht gemessen.',
  bars: (name, days, bad) =>
    bad === 0
      ? `${name}, letzte ${days} Tage: keine Störung in dem, was gemessen wurde`
      : `${name}, letzte ${days} Tage: Störungen an ${bad === 1 ? '1 Tag' : `${bad} Tagen`}`,
  tableNote: 'An allen anderen Tagen war alles in Betrieb.',
  day: 'Tag',
  whatHappened: 'Was geschah',
  asTable: 'Alle Tage als Tabelle',
  otherDays: 'In den letzten 90 Tagen durchgehend in Betrieb.',
  method: ({ major, partial, degraded, maintenance, group, unmeasured }) => {
    const work = {
      'left-out': 'Wartung und nicht gemessene Zeiten bleiben außen vor',
      up: 'Wartung zählt als verfügbar, nicht gemessene Zeiten bleiben außen vor',
      counted: 'Wartung zählt wie jede andere Zeit, nicht gemessene Zeiten bleiben außen vor',
    }[maintenance];
    const groups =
      group === 'mean'
        ? 'eine Gruppe ist das Mittel ihrer Mitglieder'
        : 'eine Gruppe ist in jedem Moment so schlecht wie ihr schlechtestes gemessenes Mitglied';
    const gap = `seit der ersten Messung jeder Komponente ${unmeasured ?? 'nichts'} ungemessen`;
    return `So wird die Verfügbarkeit gezählt: nach Zeit, über 90 Tage; Zeit in schwerem Ausfall zählt ${major}, in teilweisem ${partial}, mit eingeschränkter Leistung ${degraded}; ${work}; ${groups}; ${gap}.`;
  },
  byReports: 'Nach unseren Meldungen, nicht nach automatischen Prüfungen.',
  team: {
    heading: 'Vorfälle, an denen das Team arbeitet',
    none: 'Kein Vorfall ist offen.',
    status: {
      triage: 'Wird gesichtet',
      investigating: 'Wird untersucht',
      identified: 'Ursache gefunden',
      monitoring: 'Wird beobachtet',
      resolved: 'Behoben',
      closed: 'Abgeschlossen',
    },
    commander: (names) => `Leitung: ${names}`,
    noCommander: 'Noch leitet niemand',
    nextUpdate: (time) => `Nächste Meldung ${time}`,
    overdue: (time) => `Nächste Meldung war fällig ${time}`,
    noUpdate: 'Keine Meldung ist zugesagt',
  },
  madeWith: 'Erstellt mit Muster',
};
