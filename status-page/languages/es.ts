import type { TroubledLevel } from '../truth/overall.ts';
import type { Words } from './words.ts';

const months = 'ene feb mar abr may jun jul ago sept oct nov dic'.split(' ');
const wholeMonths =
  'Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre'.split(' ');
const all: Record<TroubledLevel, string> = {
  major: 'Interrupción grave',
  partial: 'Interrupción parcial',
  degraded: 'Rendimiento degradado',
  unknown: 'Estado desconocido',
  maintenance: 'Mantenimiento en curso',
};
const some: Record<TroubledLevel, string> = {
  ...all,
  major: 'Interrupción parcial',
  partial: 'Incidencia menor',
  degraded: 'Servicio parcialmente degradado',
  unknown: 'Estado parcialmente desconocido',
};
const one: Record<TroubledLevel, string> = {
  major: 'interrupción grave',
  partial: 'interrupción parcial',
  degraded: 'rendimiento degradado',
  unknown: 'sin mediciones recientes',
  maintenance: 'mantenimiento en curso',
};
const reports = {
  minor: 'Incidencia menor',
  major: 'Interrupción parcial',
  critical: 'Interrupción grave',
} as const;

export const es: Words = {
  name: 'Español',
  mark: ',',
  date: ({ year, month, day }) => `${day} ${months[month - 1]} ${year}`,
  shortDay: ({ month, day }) => `${day} ${months[month - 1]}`,
  span: ({ days, hours, minutes }) =>
    [days ? `${days} d` : '', hours ? `${hours} h` : '', minutes ? `${minutes} min` : '']
      .filter(Boolean)
      .join(' ') || 'menos de 1 min',
  overall: (overall) => {
    switch (overall.says) {
      case 'all-well':
        return 'Todos los sistemas operativos';
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
    operational: 'Operativo',
    degraded: 'Rendimiento degradado',
    partial: 'Interrupción parcial',
    major: 'Interrupción grave',
    maintenance: 'En mantenimiento',
    unknown: 'Desconocido',
  },
  status: {
    investigating: 'En investigación',
    identified: 'Causa identificada',
    monitoring: 'En observación',
    resolved: 'Resuelto',
    postmortem: 'Análisis',
  },
  work: {
    scheduled: 'Programado',
    in_progress: 'En curso',
    verifying: 'En verificación',
    completed: 'Terminado',
  },
  impact: {
    none: 'Sin impacto',
    minor: 'Impacto menor',
    major: 'Impacto mayor',
    critical: 'Impacto crítico',
  },
  title: (page) => `Estado de ${page}`,
  stale: 'Esta página se escribió hace más de 15 minutos: lo que muestra puede estar anticuado.',
  skip: 'Ir al contenido',
  asOf: 'A fecha de',
  allTimes: (zone) => `Todas las horas y los días son los de ${zone}.`,
  yourTime: (time) => `(${time} en su zona)`,
  components: 'Componentes',
  noComponents: 'Todavía no figura ningún componente.',
  incidents: 'Incidencias',
  openIncidents: 'Incidencias actuales',
  recent: 'Últimos 14 días',
  noRecent: 'Ninguna incidencia en los últimos 14 días.',
  history: 'Historial de incidencias',
  month: ({ year, month }) => `${wholeMonths[month - 1]} de ${year}`,
  quietMonth: 'Ninguna incidencia.',
  earlierIncidents: 'Incidencias anteriores',
  maintenance: 'Mantenimiento',
  upcoming: 'Próximo',
  upcomingMaintenance: 'Próximo mantenimiento',
  active: 'En curso',
  past: 'Pasado',
  noMaintenance: 'No hay mantenimiento previsto.',
  cancelled: 'Cancelado',
  more: (count) => `y ${count} más`,
  uptime: 'Disponibilidad, día a día',
  uptimeOf: (name) => `${name}: días en los que no todo fue bien`,
  back: 'Estado actual',
  announcement: 'Aviso',
  daysAgo: (days) => `Hace ${days} días`,
  today: 'Hoy',
  share: (percent) => `${percent} % disponible`,
  notMeasured: 'Sin medir',
  silentSince: (time) => `Desconocido desde ${time}: nuestras mediciones callan`,
  neverChecked: 'Aún sin medir',
  since: (time) => `desde ${time}`,
  affects: (names) => `Afecta a ${names}`,
  changed: (name, from, to) => `${name}: ${from} → ${to}`,
  began: (time) => `Empezó ${time}`,
  readAll: 'Leer todos los mensajes',
  updates: 'Mensajes',
  fromTo: (from, to) => `${from} a ${to}`,
  onlyIn: (language) => `Escrito solo en: ${language}`,
  edited: (time) => `corregido ${time}`,
  subscribe: 'Suscribirse',
  byMail: 'Recibir avisos por correo',
  calendar: 'Calendario de mantenimiento',
  languages: 'Idiomas',
  footer: 'Más sobre esta página',
  legend:
    'Una barra es un día, coloreado por su peor estado: un cuarto hasta 5 minutos, la mitad hasta 1 hora, tres cuartos hasta 6 horas y toda la barra si duró más. Los huecos no se midieron.',
  bars: (name, days, bad) =>
    bad === 0
      ? `${name}, últimos ${days} días: sin problemas en lo que se midió`
      : `${name}, últimos ${days} días: problemas en ${bad === 1 ? '1 día' : `${bad} días`}`,
  tableNote: 'Todos los demás días fue operativo por completo.',
  day: 'Día',
  whatHappened: 'Qué pasó',
  asTable: 'Todos los días en una tabla',
  otherDays: 'Siempre operativo en los últimos 90 días.',
  method: ({ major, partial, degraded, maintenance, group, unmeasured }) => {
    const work = {
      'left-out': 'el mantenimiento y los tiempos sin medir no cuentan',
      up: 'el mantenimiento cuenta como disponible, los tiempos sin medir no cuentan',
      counted: 'el mantenimiento cuenta como cualquier otro tiempo, los tiempos sin medir no cuentan',
    }[maintenance];
    const groups =
      group === 'mean'
        ? 'un grupo es la media de sus miembros'
        : 'un grupo está en cada momento tan mal como su peor miembro medido';
    const gap = `desde la primera medición de cada componente, ${unmeasured ?? 'nada'} sin medir`;
    return `Cómo se cuenta la disponibilidad: por tiempo, en 90 días; el tiempo en interrupción grave cuenta ${major}, en parcial ${partial}, con rendimiento degradado ${degraded}; ${work}; ${groups}; ${gap}.`;
  },
  byReports: 'Según lo que informamos, no según comprobaciones automáticas.',
  team: {
    heading: 'Incidentes en los que trabaja el equipo',
    none: 'No hay ningún incidente abierto.',
    status: {
      triage: 'En revisión',
      investigating: 'Investigando',
      identified: 'Identificado',
      monitoring: 'En observación',
      resolved: 'Resuelto',
      closed: 'Cerrado',
    },
    commander: (names) => `Al mando: ${names}`,
    noCommander: 'Nadie está al mando todavía',
    nextUpdate: (time) => `Próxima actualización ${time}`,
    overdue: (time) => `La próxima actualización estaba prevista ${time}`,
    noUpdate: 'No se ha prometido ninguna actualización',
  },
  madeWith: 'Hecho con Muster',
};
