import type { TroubledLevel } from '../truth/overall.ts';
import type { Words } from './words.ts';

const months = 'janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'.split(' ');
const wholeMonths =
  'Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre'.split(' ');
const all: Record<TroubledLevel, string> = {
  major: 'Panne majeure',
  partial: 'Panne partielle',
  degraded: 'Performances dégradées',
  unknown: 'État inconnu',
  maintenance: 'Maintenance en cours',
};
const some: Record<TroubledLevel, string> = {
  ...all,
  major: 'Panne partielle',
  partial: 'Perturbation mineure',
  degraded: 'Service partiellement dégradé',
  unknown: 'État partiellement inconnu',
};
const one: Record<TroubledLevel, string> = {
  major: 'panne majeure',
  partial: 'panne partielle',
  degraded: 'performances dégradées',
  unknown: 'sans mesure récente',
  maintenance: 'maintenance en cours',
};
const reports = {
  minor: 'Perturbation mineure',
  major: 'Panne partielle',
  critical: 'Panne majeure',
} as const;
const dayOf = (day: number): string => (day === 1 ? '1er' : String(day));

export const fr: Words = {
  name: 'Français',
  mark: ',',
  date: ({ year, month, day }) => `${dayOf(day)} ${months[month - 1]} ${year}`,
  shortDay: ({ month, day }) => `${dayOf(day)} ${months[month - 1]}`,
  span: ({ days, hours, minutes }) =>
    [days ? `${days} j` : '', hours ? `${hours} h` : '', minutes ? `${minutes} min` : '']
      .filter(Boolean)
      .join(' ') || 'moins de 1 min',
  overall: (overall) => {
    switch (overall.says) {
      case 'all-well':
        return 'Tous les systèmes sont opérationnels';
      case 'one':
        return `${overall.component} : ${one[overall.state]}`;
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
    operational: 'Opérationnel',
    degraded: 'Performances dégradées',
    partial: 'Panne partielle',
    major: 'Panne majeure',
    maintenance: 'En maintenance',
    unknown: 'Inconnu',
  },
  status: {
    investigating: 'Analyse en cours',
    identified: 'Cause identifiée',
    monitoring: 'Sous surveillance',
    resolved: 'Résolu',
    postmortem: 'Bilan',
  },
  work: {
    scheduled: 'Prévue',
    in_progress: 'En cours',
    verifying: 'Vérification',
    completed: 'Terminée',
  },
  impact: {
    none: 'Sans impact',
    minor: 'Impact mineur',
    major: 'Impact majeur',
    critical: 'Impact critique',
  },
  title: (page) => `État de ${page}`,
  stale: 'Cette page a été écrite il y a plus de 15 minutes : ce qu’elle montre peut être dépassé.',
  skip: 'Aller au contenu',
  asOf: 'État au',
  allTimes: (zone) => `Toutes les heures et tous les jours sont ceux de ${zone}.`,
  yourTime: (time) => `(${time} chez vous)`,
  components: 'Composants',
  noComponents: 'Aucun composant n’est encore indiqué.',
  incidents: 'Incidents',
  openIncidents: 'Incidents en cours',
  recent: '14 derniers jours',
  noRecent: 'Aucun incident ces 14 derniers jours.',
  history: 'Historique des incidents',
  month: ({ year, month }) => `${wholeMonths[month - 1]} ${year}`,
  quietMonth: 'Aucun incident.',
  earlierIncidents: 'Incidents antérieurs',
  maintenance: 'Maintenance',
  upcoming: 'À venir',
  upcomingMaintenance: 'Maintenance à venir',
  active: 'En cours',
  past: 'Passée',
  noMaintenance: 'Aucune maintenance prévue.',
  cancelled: 'Annulée',
  more: (count) => `et ${count} de plus`,
  uptime: 'Disponibilité, jour par jour',
  uptimeOf: (name) => `${name} : jours où tout n’allait pas bien`,
  back: 'État actuel',
  announcement: 'Annonce',
  daysAgo: (days) => `Il y a ${days} jours`,
  today: 'Aujourd’hui',
  share: (percent) => `${percent} % disponible`,
  notMeasured: 'Non mesuré',
  silentSince: (time) => `Inconnu depuis ${time} : nos mesures se taisent`,
  neverChecked: 'Pas encore mesuré',
  since: (time) => `depuis ${time}`,
  affects: (names) => `Concerne ${names}`,
  changed: (name, from, to) => `${name} : ${from} → ${to}`,
  began: (time) => `Début : ${time}`,
  readAll: 'Lire tous les messages',
  updates: 'Messages',
  fromTo: (from, to) => `${from} à ${to}`,
  onlyIn: (language) => `Écrit seulement en : ${language}`,
  edited: (time) => `corrigé ${time}`,
  subscribe: 'S’abonner',
  byMail: 'Recevoir les avis par e-mail',
  calendar: 'Calendrier des maintenances',
  languages: 'Langues',
  footer: 'À propos de cette page',
  legend:
    'Une barre est un jour, coloré par son pire état : un quart jusqu’à 5 minutes, la moitié jusqu’à 1 heure, trois quarts jusqu’à 6 heures, toute la barre au-delà. Les vides n’ont pas été mesurés.',
  bars: (name, days, bad) =>
    bad === 0
      ? `${name}, ${days} derniers jours : aucun problème dans ce qui a été mesuré`
      : `${name}, ${days} derniers jours : problèmes pendant ${bad === 1 ? '1 jour' : `${bad} jours`}`,
  tableNote: 'Tous les autres jours ont été entièrement opérationnels.',
  day: 'Jour',
  whatHappened: 'Ce qui s’est passé',
  asTable: 'Tous les jours en tableau',
  otherDays: 'Toujours opérationnel ces 90 derniers jours.',
  method: ({ major, partial, degraded, maintenance, group, unmeasured }) => {
    const work = {
      'left-out': 'la maintenance et les temps non mesurés sont laissés de côté',
      up: 'la maintenance compte comme disponible, les temps non mesurés sont laissés de côté',
      counted: 'la maintenance compte comme tout autre temps, les temps non mesurés sont laissés de côté',
    }[maintenance];
    const groups =
      group === 'mean'
        ? 'un groupe est la moyenne de ses membres'
        : 'un groupe vaut à chaque instant son pire membre mesuré';
    const gap = `depuis la première mesure de chaque composant, ${unmeasured ?? 'rien'} sans mesure`;
    return `Comment la disponibilité est comptée : par le temps, sur 90 jours ; le temps en panne majeure compte ${major}, en panne partielle ${partial}, en performances dégradées ${degraded} ; ${work} ; ${groups} ; ${gap}.`;
  },
  byReports: 'Selon nos annonces, et non des contrôles automatiques.',
  team: {
    heading: 'Incidents sur lesquels l’équipe travaille',
    none: 'Aucun incident n’est ouvert.',
    status: {
      triage: 'En cours d’examen',
      investigating: 'En cours d’analyse',
      identified: 'Cause identifiée',
      monitoring: 'Sous surveillance',
      resolved: 'Résolu',
      closed: 'Clos',
    },
    commander: (names) => `Direction : ${names}`,
    noCommander: 'Personne ne dirige encore',
    nextUpdate: (time) => `Prochain point ${time}`,
    overdue: (time) => `Le prochain point était attendu ${time}`,
    noUpdate: 'Aucun point n’est promis',
  },
  madeWith: 'Fait avec Muster',
};
