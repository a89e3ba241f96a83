// The screens that a key or the palette opens.
import { go, type Route } from '../state/router.ts';
import { strings } from '../strings/index.ts';

type Destination = { title: string; keys?: string; keywords?: string | readonly string[]; route: Route };

const destinations = {
  playbooks: { title: strings.playbooks.title, keys: 'p', route: { screen: 'playbooks', playbook: null } },
  insights: {
    title: strings.insights.title,
    keys: 'shift+h',
    keywords: strings.insights.keywords,
    route: { screen: 'insights' },
  },
  'action-items': {
    title: strings.actionItems.title,
    keys: 'shift+o',
    keywords: strings.actionItems.keywords,
    route: { screen: 'action-items', query: '' },
  },
  problems: {
    title: strings.problems.title,
    keys: 'shift+k',
    keywords: strings.problems.keywords,
    route: { screen: 'problems', problem: null },
  },
  'recurring-tasks': {
    title: strings.recurring.title,
    keywords: strings.recurring.keywords,
    route: { screen: 'recurring-tasks', task: null },
  },
  services: {
    title: strings.services.title,
    keys: 'shift+e',
    keywords: strings.services.keywords,
    route: { screen: 'services', service: null },
  },
  incidents: {
    title: strings.incidents.title,
    keys: 'shift+i',
    keywords: strings.incidents.keywords,
    route: { screen: 'incidents', query: '' },
  },
  reviews: {
    title: strings.reviewLibrary.title,
    keywords: strings.reviewLibrary.keywords,
    route: { screen: 'reviews', query: '' },
  },
  triage: {
    title: strings.triage.title,
    keys: 'shift+t',
    keywords: strings.triage.keywords,
    route: { screen: 'triage', report: null },
  },
  monitors: { title: strings.monitors.title, keys: 'm', route: { screen: 'monitors', monitor: null } },
  'on-call': { title: strings.onCall.title, keys: 'shift+s', route: { screen: 'on-call', schedule: null } },
  'review-templates': {
    title: strings.reviewTemplates.title,
    keywords: strings.reviewTemplates.keywords,
    route: { screen: 'review-templates', template: null },
  },
  'status-pages': {
    title: strings.statusPages.title,
    keywords: strings.statusPages.keywords,
    route: { screen: 'status-pages', page: null },
  },
} as const satisfies Record<string, Destination>;

export type DestinationName = keyof typeof destinations;

/** One screen with its key, as long as it has one, and with the words that the palette finds it by. */
export const destination = (name: DestinationName): Destination => destinations[name];

/** Goes to the screen. */
export const goTo = (name: DestinationName) => go(destinations[name].route);
