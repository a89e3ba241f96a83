import { useSyncExternalStore } from 'react';

export type SettingsSection =
  | 'you'
  | 'people'
  | 'teams'
  | 'severities'
  | 'roles'
  | 'updates'
  | 'tokens'
  | 'paging'
  | 'channels'
  | 'intake'
  | 'calls'
  | 'configuration'
  | 'audit'
  | 'connection'
  | 'about';
export const settingsSections: readonly SettingsSection[] = [
  'you',
  'people',
  'teams',
  'tokens',
  'severities',
  'roles',
  'updates',
  'paging',
  'channels',
  'intake',
  'calls',
  'configuration',
  'audit',
  'connection',
  'about',
];

/** The current screen. The address has it after `#`, so that reload, back and links work everywhere. */
export type Route =
  | { screen: 'lobby' }
  | { screen: 'insights' }
  /** FM1: the practice room. */
  | { screen: 'practice' }
  /** The record open in this window. */
  | { screen: 'record' }
  /** `query`: filters as in an address, without `?`. */
  | { screen: 'action-items'; query: string }
  /** `query`: search words and filters as in an address, without `?`. */
  | { screen: 'incidents'; query: string }
  /** `query`: as for incidents. */
  | { screen: 'reviews'; query: string }
  /** `report`: the report shown; null for the oldest one that waits. */
  | { screen: 'triage'; report: string | null }
  /** `incident`: only this one; null for all open incidents. */
  | { screen: 'wallboard'; incident: string | null }
  /** `entry`: the timeline entry to go to; `tab`: opens the review first. */
  | { screen: 'room'; incident: string; entry?: string; tab?: 'review' }
  /**
   * `add`: the form of a new channel or intake of this kind; `readers`: whose updates it is to carry; `item`: the form
   * of one that is there.
   */
  | { screen: 'settings'; section: SettingsSection; add?: string; readers?: string; item?: string }
  | { screen: 'playbooks'; playbook: string | null }
  /** `page`: null for the first one. */
  | { screen: 'handbook'; page: string | null }
  /** `service`: null for the list, `new` for the form of a new one (`name`: its suggested name), else a service. */
  | { screen: 'services'; service: string | null; edit?: true; name?: string }
  /** `problem`: as for services. `query`: initial values of the form for a new one. */
  | { screen: 'problems'; problem: string | null; edit?: true; query?: string }
  /** `task`: as for services. */
  | { screen: 'recurring-tasks'; task: string | null; edit?: true }
  /** `template`: null for the list, `new` for the form of a new one, else a template. */
  | { screen: 'review-templates'; template: string | null }
  /**
   * `page`: null for the list, `new` for the form of a new one, else a page. `act`: its form, a new update, or
   * its subscribers.
   */
  | { screen: 'status-pages'; page: string | null; act?: 'edit' | 'update' | 'subscribers' | 'import' }
  /**
   * `monitor`: null for the list, `new` for the form of a new one (`of`: for this action item), `maintenance` for
   * the windows, else a monitor.
   */
  | { screen: 'monitors'; monitor: string | null; edit?: true; of?: { incident: string; item: string } }
  /** `schedule`: null for who is on call, `new` for the form of a new one, else a schedule. */
  | { screen: 'on-call'; schedule: string | null; edit?: true };

export function parseRoute(hash: string): Route {
  return parseSearch(hash) ?? parseForm(hash) ?? parsePath(hash);
}

/** A list, with its search words and filters after `?`. */
function parseSearch(hash: string): Route | null {
  const incidents = /^#?\/?incidents(?:\?(.*))?$/s.exec(hash);
  if (incidents) return { screen: 'incidents', query: incidents[1] ?? '' };
  const reviews = /^#?\/?reviews(?:\?(.*))?$/s.exec(hash);
  if (reviews) return { screen: 'reviews', query: reviews[1] ?? '' };
  const items = /^#?\/?action-items(?:\?(.*))?$/s.exec(hash);
  return items && { screen: 'action-items', query: items[1] ?? '' };
}

/** Services, problems and recurring tasks: the list, one of them or its form. After `?`: the first values of a new one. */
function parseForm(hash: string): Route | null {
  const services = /^#?\/?services(?:\/([\w-]{1,64}))?(?:\/(edit))?(?:\?name=(.*))?$/s.exec(hash);
  if (services) {
    const [, service = null, edit, name] = services;
    return {
      screen: 'services',
      service,
      ...(edit && { edit: true }),
      ...(name && { name: readComponent(name) }),
    };
  }
  const problems = /^#?\/?problems(?:\/([\w-]{1,64}))?(?:\/(edit))?(?:\?(.*))?$/s.exec(hash);
  if (problems) {
    const [, problem = null, edit, query] = problems;
    return { screen: 'problems', problem, ...(edit && { edit: true }), ...(query && { query }) };
  }
  const recurring = /^#?\/?recurring-tasks(?:\/([\w-]{1,64}))?(?:\/(edit))?$/s.exec(hash);
  if (recurring) {
    const [, task = null, edit] = recurring;
    return { screen: 'recurring-tasks', task, ...(edit && { edit: true }) };
  }
  return null;
}

/** A screen and the thing it shows, one part of the address each. The lobby for any other address. */
function parsePath(hash: string): Route {
  const [screen, detail = '', part] = hash.replace(/^#?\/?/, '').split('/');
  switch (screen) {
    case 'room':
      return parseRoom(detail, part);
    case 'settings':
      return parseSettings(detail, part, hash);
    case 'playbooks':
      return { screen, playbook: readName(detail) };
    case 'handbook':
      return { screen, page: readName(detail) };
    case 'status-pages':
      return parseStatusPage(detail, part);
    case 'review-templates':
      return { screen, template: readName(detail) };
    case 'monitors':
      return parseMonitor(detail, part, hash);
    case 'on-call':
      return parseSchedule(detail, part);
    case 'triage':
      return { screen, report: readId(detail) };
    case 'wallboard':
      return { screen, incident: readId(detail) };
    case 'insights':
    case 'record':
    case 'practice':
      return { screen };
    default:
      return { screen: 'lobby' };
  }
}

const readName = (detail: string): string | null => (/^[\w-]{1,64}$/.test(detail) ? detail : null);
const readId = (detail: string): string | null => (/^[0-9A-Z]{26}$/.test(detail) ? detail : null);

function parseRoom(detail: string, part: string | undefined): Route {
  const incident = readId(detail);
  if (incident === null) return { screen: 'lobby' };
  const entry = readId(part ?? '');
  return {
    screen: 'room',
    incident,
    ...(entry !== null && { entry }),
    ...(part === 'review' && { tab: part }),
  };
}

function parseSettings(detail: string, part: string | undefined, hash: string): Route {
  // The old address of the checks, before they had their own screen.
  if (detail === 'checks') return { screen: 'monitors', monitor: null };
  const section = settingsSections.find((each) => each === detail) ?? 'you';
  if (part === undefined || (section !== 'channels' && section !== 'intake'))
    return { screen: 'settings', section };
  const [, kind, readers] = /\/new\/([\w-]{1,64})(?:\?for=([\w-]{1,64}))?$/.exec(hash) ?? [];
  if (kind !== undefined) return { screen: 'settings', section, add: kind, ...(readers && { readers }) };
  const item = readName(part);
  return { screen: 'settings', section, ...(item !== null && { item }) };
}

function parseStatusPage(detail: string, part: string | undefined): Route {
  const page = readName(detail);
  if (page === null) return { screen: 'status-pages', page };
  const isAct = part === 'edit' || part === 'update' || part === 'subscribers' || part === 'import';
  return { screen: 'status-pages', page, ...(isAct && { act: part }) };
}

function parseMonitor(detail: string, part: string | undefined, hash: string): Route {
  const monitor = readName(detail);
  if (monitor === null) return { screen: 'monitors', monitor };
  const of = /^#?\/?monitors\/new\/([0-9A-Z]{26})\/([0-9A-Z]{26})$/.exec(hash);
  if (of) return { screen: 'monitors', monitor: 'new', of: { incident: of[1] ?? '', item: of[2] ?? '' } };
  return { screen: 'monitors', monitor, ...(part === 'edit' && { edit: true }) };
}

function parseSchedule(detail: string, part: string | undefined): Route {
  const schedule = readName(detail);
  if (schedule === null) return { screen: 'on-call', schedule };
  return { screen: 'on-call', schedule, ...(part === 'edit' && { edit: true }) };
}

function readComponent(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, 120);
  } catch {
    // A truncated address.
    return '';
  }
}

export function routeHash(route: Route): string {
  if (route.screen === 'room')
    return `#/room/${[route.incident, route.entry ?? route.tab].filter(Boolean).join('/')}`;
  if (route.screen === 'insights') return '#/insights';
  if (route.screen === 'triage') return ['#/triage', route.report].filter(Boolean).join('/');
  if (route.screen === 'record') return '#/record';
  if (route.screen === 'practice') return '#/practice';
  if (route.screen === 'action-items')
    return route.query === '' ? '#/action-items' : `#/action-items?${route.query}`;
  if (route.screen === 'services')
    return (
      ['#/services', route.service, route.edit && 'edit'].filter(Boolean).join('/') +
      (route.name ? `?name=${encodeURIComponent(route.name)}` : '')
    );
  if (route.screen === 'incidents') return route.query === '' ? '#/incidents' : `#/incidents?${route.query}`;
  if (route.screen === 'reviews') return route.query === '' ? '#/reviews' : `#/reviews?${route.query}`;
  if (route.screen === 'playbooks')
    return route.playbook === null ? '#/playbooks' : `#/playbooks/${route.playbook}`;
  if (route.screen === 'handbook') return ['#/handbook', route.page].filter(Boolean).join('/');
  if (route.screen === 'problems')
    return (
      ['#/problems', route.problem, route.edit && 'edit'].filter(Boolean).join('/') +
      (route.query ? `?${route.query}` : '')
    );
  if (route.screen === 'recurring-tasks')
    return ['#/recurring-tasks', route.task, route.edit && 'edit'].filter(Boolean).join('/');
  if (route.screen === 'review-templates')
    return ['#/review-templates', route.template].filter(Boolean).join('/');
  if (route.screen === 'monitors')
    return ['#/monitors', route.monitor, route.edit && 'edit', route.of?.incident, route.of?.item]
      .filter(Boolean)
      .join('/');
  if (route.screen === 'status-pages')
    return ['#/status-pages', route.page, route.act].filter(Boolean).join('/');
  if (route.screen === 'on-call')
    return ['#/on-call', route.schedule, route.edit && 'edit'].filter(Boolean).join('/');
  if (route.screen === 'wallboard') return ['#/wallboard', route.incident].filter(Boolean).join('/');
  return route.screen === 'settings' ? settingsHash(route) : '#/';
}

const settingsHash = ({ section, add, readers, item }: Route & { screen: 'settings' }): string =>
  ['#/settings', section, add === undefined ? item : `new/${add}`].filter(Boolean).join('/') +
  (readers === undefined ? '' : `?for=${readers}`);

/** The screen of an address, without details such as the entry to scroll to. */
export function placeNow(): string {
  return placeOf(parseRoute(location.hash));
}

export function placeOf(route: Route): string {
  return route.screen === 'room' ? routeHash({ screen: 'room', incident: route.incident }) : routeHash(route);
}

/** The way to a route, for a link and for what does the same. */
export const wayTo = (route: Route) => ({ href: routeHash(route), go: () => go(route) });

export function go(route: Route) {
  location.hash = routeHash(route);
}

/** FE15: for what follows an answer of the server. Called before the wait; then goes on, unless somebody went elsewhere meanwhile. */
export function onward(): (route: Route) => void {
  const here = location.hash;
  return (route) => {
    if (location.hash === here) go(route);
  };
}

/** Like `go`, but without a history entry: for changes on every key press. */
export function goInPlace(route: Route) {
  history.replaceState(history.state, '', routeHash(route));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
