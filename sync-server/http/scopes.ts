// AU8: the table of routes and the scope each needs. The server does not start if a route is missing from it.
import type { Identity } from '../sync/identity.ts';

export const scopes = [
  'incidents:read',
  'incidents:write',
  'live:read',
  'monitors:read',
  'monitors:write',
  'on-call:read',
  'on-call:write',
  'paging:read',
  'paging:write',
  'channels:read',
  'channels:write',
  'intakes:read',
  'intakes:write',
  'pages:read',
  'pages:write',
  'services:read',
  'services:write',
  'people:read',
  'configuration:read',
  'configuration:write',
  'audit:read',
] as const;
export type Scope = (typeof scopes)[number];

/**
 * `any`: every token. `device`: no scoped token, because the route grants rights or acts for a whole computer; a
 * token could otherwise make itself a stronger one.
 */
export type NeededScope = Scope | 'any' | 'device';

const both = (read: NeededScope, write: NeededScope) => ({ read, write });
/** A GET reads. The longest matching prefix of the path counts; `:…` stands for one segment. */
const needs: Readonly<Record<string, { read: NeededScope; write: NeededScope }>> = {
  time: both('any', 'device'),
  me: both('any', 'device'),
  'me/test-page': both('paging:read', 'paging:write'),
  tokens: both('device', 'device'),
  invitations: both('device', 'device'),
  hub: both('device', 'device'),
  passes: both('device', 'device'),
  devices: both('device', 'device'),
  store: both('device', 'device'),
  people: both('people:read', 'device'),
  'sign-in': both('device', 'device'),
  teams: both('people:read', 'device'),
  'people/:id/data': both('device', 'device'),
  'people/:id/calendar': both('on-call:read', 'on-call:write'),
  live: both('live:read', 'device'),
  incidents: both('incidents:read', 'incidents:write'),
  'incidents/:id/page': both('paging:read', 'paging:write'),
  attachments: both('incidents:read', 'incidents:write'),
  'action-items': both('incidents:read', 'incidents:write'),
  reviews: both('incidents:read', 'incidents:write'),
  insights: both('incidents:read', 'incidents:write'),
  'insights.csv': both('incidents:read', 'incidents:write'),
  playbooks: both('incidents:read', 'incidents:write'),
  'severity-reviews': both('incidents:read', 'incidents:write'),
  'ticket-link': both('configuration:read', 'configuration:write'),
  bridge: both('configuration:read', 'configuration:write'),
  monitors: both('monitors:read', 'monitors:write'),
  monitoring: both('monitors:read', 'monitors:write'),
  locations: both('monitors:read', 'monitors:write'),
  // Checks with their secrets, for one computer.
  'locations/exchange': both('device', 'device'),
  'locations/this-computer': both('device', 'device'),
  maintenance: both('monitors:read', 'monitors:write'),
  'check-kinds': both('monitors:read', 'monitors:write'),
  schedules: both('on-call:read', 'on-call:write'),
  'on-call': both('on-call:read', 'on-call:write'),
  policies: both('paging:read', 'paging:write'),
  'open-pages': both('paging:read', 'paging:write'),
  'push-devices': both('paging:read', 'device'),
  'communication-checks': both('paging:read', 'paging:write'),
  channels: both('channels:read', 'channels:write'),
  'channel-kinds': both('channels:read', 'channels:write'),
  deliveries: both('channels:read', 'channels:write'),
  intakes: both('intakes:read', 'intakes:write'),
  'intake-kinds': both('intakes:read', 'intakes:write'),
  reports: both('intakes:read', 'intakes:write'),
  pages: both('pages:read', 'pages:write'),
  // These hand out the keys of publishing places.
  'pages/away': both('device', 'device'),
  services: both('services:read', 'services:write'),
  'recurring-tasks': both('services:read', 'services:write'),
  slos: both('services:read', 'services:write'),
  repeats: both('incidents:read', 'incidents:write'),
  problems: both('incidents:read', 'incidents:write'),
  'review-templates': both('configuration:read', 'configuration:write'),
  severities: both('configuration:read', 'configuration:write'),
  'comms-templates': both('configuration:read', 'configuration:write'),
  'copy-profiles': both('configuration:read', 'configuration:write'),
  handbook: both('configuration:read', 'configuration:write'),
  roles: both('configuration:read', 'configuration:write'),
  configuration: both('configuration:read', 'configuration:write'),
  audit: both('audit:read', 'device'),
  'audit.jsonl': both('audit:read', 'device'),
};

/** The scope of a route, by method and pattern (`/api/v1/people/:id`). Throws if the table does not cover it. */
export function needOf(method: string, pattern: string): NeededScope {
  const parts = pattern.replace('/api/v1/', '').split('/');
  for (let count = parts.length; count > 0; count -= 1) {
    const line = needs[parts.slice(0, count).join('/')];
    if (line !== undefined) return method === 'GET' ? line.read : line.write;
  }
  throw new Error(`${method} ${pattern} has no scope: add a line to http/scopes.ts`);
}

/** The right to write includes the right to read. */
export function hasScope({ scopes: given }: Pick<Identity, 'scopes'>, need: NeededScope): boolean {
  if (given === undefined || need === 'any') return true;
  if (need === 'device') return false;
  return given.includes(need) || given.includes(need.replace(/:read$/u, ':write'));
}

/** This caller's identity in rooms, which are opened by socket: a read-only token is a viewer there. Null: refused. */
export function inRooms(identity: Identity): Identity | null {
  if (hasScope(identity, 'incidents:write')) return identity;
  return hasScope(identity, 'incidents:read') ? { ...identity, role: 'viewer' } : null;
}
