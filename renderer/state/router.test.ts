import { describe, expect, test } from 'vitest';
import { parseRoute, routeHash, type Route } from './router.ts';

describe('routes', () => {
  const incident = '01JD4Z7Q0000000000000000AB';
  const routes: Route[] = [
    { screen: 'lobby' },
    { screen: 'insights' },
    { screen: 'triage', report: null },
    { screen: 'triage', report: '01JZ0000000000000000000000' },
    { screen: 'record' },
    { screen: 'action-items', query: '' },
    { screen: 'action-items', query: 'mine=true&show=overdue' },
    { screen: 'services', service: null },
    { screen: 'services', service: 'new', name: 'shop & co' },
    { screen: 'services', service: incident, edit: true },
    { screen: 'incidents', query: '' },
    { screen: 'incidents', query: 'q=db%2F1&status=open' },
    { screen: 'reviews', query: '' },
    { screen: 'reviews', query: 'q=pool&unread=true' },
    { screen: 'room', incident },
    { screen: 'room', incident, entry: '01JD4Z7Q0000000000000000CD' },
    { screen: 'room', incident, tab: 'review' },
    { screen: 'settings', section: 'people' },
    { screen: 'settings', section: 'channels', add: 'slack' },
    { screen: 'settings', section: 'channels', add: 'email', readers: 'customers' },
    { screen: 'settings', section: 'intake', item: incident },
    { screen: 'wallboard', incident: null },
    { screen: 'wallboard', incident },
    { screen: 'playbooks', playbook: null },
    { screen: 'playbooks', playbook: 'full-disk' },
    { screen: 'handbook', page: null },
    { screen: 'handbook', page: 'commander' },
    { screen: 'monitors', monitor: null },
    { screen: 'monitors', monitor: 'new' },
    { screen: 'monitors', monitor: incident },
    { screen: 'monitors', monitor: incident, edit: true },
    { screen: 'status-pages', page: null },
    { screen: 'status-pages', page: 'new' },
    { screen: 'status-pages', page: incident },
    { screen: 'status-pages', page: incident, act: 'edit' },
    { screen: 'status-pages', page: incident, act: 'update' },
    { screen: 'status-pages', page: incident, act: 'import' },
    { screen: 'on-call', schedule: null },
    { screen: 'on-call', schedule: 'new' },
    { screen: 'on-call', schedule: incident, edit: true },
  ];

  test.each(routes)('$screen goes to the address and back', (route) => {
    expect(parseRoute(routeHash(route))).toEqual(route);
  });

  test('an address that means nothing is the lobby', () => {
    for (const hash of ['', '#', '#/nowhere', '#/room/', '#/room/../../x', `#/room/${incident}x`]) {
      expect(parseRoute(hash)).toEqual({ screen: 'lobby' });
    }
    expect(parseRoute('#/settings/nothing')).toEqual({ screen: 'settings', section: 'you' });
    expect(parseRoute('#/status-pages/../x')).toEqual({ screen: 'status-pages', page: null });
    expect(parseRoute('#/status-pages/a/nothing')).toEqual({ screen: 'status-pages', page: 'a' });
    expect(parseRoute('#/monitors/../x')).toEqual({ screen: 'monitors', monitor: null });
  });

  test('the settings of checks are where they moved to', () => {
    expect(parseRoute('#/settings/checks')).toEqual({ screen: 'monitors', monitor: null });
  });
});
