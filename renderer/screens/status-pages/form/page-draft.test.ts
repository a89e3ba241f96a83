import { expect, test } from 'vitest';
import { pageSchema } from '#status-page/schema/index.ts';
import {
  drawnOf,
  draftOf,
  listBefore,
  moveComponent,
  slugOf,
  toBody,
  withComponent,
  withName,
  withSlug,
} from './page-draft.ts';
import { withColour } from './look-draft.ts';
import type { StatusPage } from '../status-page.ts';

const settings = {
  name: 'Acme',
  slug: 'acme',
  visibility: 'public',
  components: [
    { id: 'c1', name: 'API', monitor: 'm1', group: 'Core', showUptime: false },
    { id: 'c2', name: 'Site' },
  ],
  timeZone: 'Europe/Madrid',
  links: [{ label: 'Terms', url: 'https://acme.example/terms' }],
  targets: [
    { kind: 'folder', path: '/srv/status' },
    {
      kind: 's3',
      endpoint: 'https://s3.example',
      bucket: 'acme',
      accessKeyId: 'a',
      secretAccessKey: '••••••••',
    },
  ],
} as const;
const page = {
  ...settings,
  id: 'p1',
  address: 'https://muster.example/status/acme/',
  createdAt: 1,
  updatedAt: 2,
};

test('[SP83] a page goes through its form and comes out as it was, with what the form does not show', () => {
  expect(toBody(draftOf(page), page)).toEqual(settings);
  const { targets: _targets, ...bare } = page;
  expect(toBody(draftOf(bare), bare)).not.toHaveProperty('targets');
});

test('[SP110] the form chooses whose desktops may publish; nobody is left out, and fields that a desktop adds are not sent', () => {
  const chosen = { ...page, awayPublishing: 'owners' as const };
  expect(toBody(draftOf(chosen), chosen)).toEqual({ ...settings, awayPublishing: 'owners' });
  expect(toBody({ ...draftOf(chosen), awayPublishing: 'nobody' }, chosen)).toEqual(settings);
  const away = { ...page, away: { asOf: 1, places: [], leftOut: [] } };
  expect(toBody(draftOf(away), away)).toEqual(settings);
});

test('[SP83] empty fields are not sent; an emptied folder is published to no more, the others are', () => {
  const draft = withName(withComponent(draftOf(null)), ' Acme ');
  expect(toBody(draft, null)).toEqual({
    name: 'Acme',
    slug: 'acme',
    visibility: 'public',
    components: [{ name: '' }],
  });
  expect(toBody({ ...draftOf(page), folder: ' ' }, page).targets).toEqual([settings.targets[1]]);
  expect(toBody({ ...draftOf(page), folder: '', others: [] }, page).targets).toEqual([]);
});

test.each([
  ['Acme', 'acme'],
  ['  Zahlungen & Straße! ', 'zahlungen-strasse'],
  ['Crème Brûlée', 'creme-brulee'],
  ['A—B__c', 'a-b-c'],
  ['x'.repeat(59) + ' y', 'x'.repeat(59)],
  ['y'.repeat(200), 'y'.repeat(60)],
  ['日本', ''],
  ['---', ''],
])('[SP83] the address made from %j is one that a page may have', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  if (slug !== '')
    expect(
      pageSchema.safeParse({ ...settings, targets: undefined, slug }).error?.issues ?? [],
    ).not.toContainEqual(expect.objectContaining({ path: ['slug'] }));
});

test('[SP83] the address follows the name until somebody types one, and again once it is emptied', () => {
  const typed = withSlug(withName(draftOf(null), 'One'), 'own');
  expect(withName(typed, 'Two').slug).toBe('own');
  expect(withName(withSlug(typed, ''), 'Two').slug).toBe('two');
  expect(withName(draftOf(page), 'Another').slug).toBe('acme');
});

test('[SP83] components move one place at a time and no further than the ends', () => {
  const draft = withComponent(draftOf(page));
  const names = (of: typeof draft) => of.components.map(({ name }) => name);
  expect(names(moveComponent(draft, 0, 1))).toEqual(['Site', 'API', '']);
  expect(names(moveComponent(draft, 2, 1))).toEqual(['API', '', 'Site']);
  expect(moveComponent(draft, 0, -1)).toBe(draft);
  expect(moveComponent(draft, 2, 3)).toBe(draft);
  const keys = withComponent(moveComponent(draft, 2, 0)).components.map(({ key }) => key);
  expect(new Set(keys).size).toBe(4);
});

test('[SP83] the preview is drawn from the page’s own content for every state of the form', () => {
  const draft = {
    ...draftOf(null),
    name: 'Acme',
    slug: 'acme',
    visibility: 'private',
    password: 'secret word',
    networks: '10.0.0.0/8',
    linkKey: 'k'.repeat(32),
    tellsIncidents: true,
    mailsReaders: true,
    mailChannel: 'm',
    smsChannel: 's',
    signUpBy: ['slack', 'sms'],
    smsCountries: '+43',
    chatHosts: 'chat.example.org',
    awayPublishing: 'owners' as const,
    folder: '/srv/status',
  };
  expect(pageSchema.safeParse(drawnOf(toBody(draft, null))).error?.issues ?? []).toEqual([]);
});

test('[SP83] a component that was just added waits for its name, and the page is drawn without it', () => {
  const draft = withComponent(withName(draftOf(null), 'Acme'));
  const drawn = drawnOf(toBody(draft, null));
  expect(drawn['components']).toEqual([]);
  expect(pageSchema.safeParse(drawn).success).toBe(true);
});

test('[SP132] mail alone is nothing said; other ways and hosts are kept as they were typed', () => {
  expect(toBody(draftOf(null), null)).not.toHaveProperty('signUpBy');
  const body = toBody(
    {
      ...draftOf(null),
      signUpBy: ['sms'],
      smsCountries: ' 0043 \n+1 242',
      chatHosts: ' Chat.Example.org\n\nx:8443 ',
    },
    null,
  );
  const said = {
    signUpBy: ['sms'],
    smsCountries: ['+43', '+1242'],
    chatHosts: ['chat.example.org', 'x:8443'],
  };
  expect(body).toMatchObject(said);
  const kept = { ...body, id: 'p', address: '', createdAt: 0, updatedAt: 0 } as unknown as StatusPage;
  expect(toBody(draftOf(kept), kept)).toMatchObject(said);
  expect(toBody({ ...draftOf(null), signUpBy: [] }, null)).toMatchObject({ signUpBy: [] });
});

test('[SP83] words and look go through the form and come back; what is usual is left out', () => {
  const more = {
    announcement: { '': 'We move', de: 'Wir ziehen um' },
    language: 'fr',
    url: 'https://status.acme.example',
    method: 'strict',
    logo: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    theme: { light: { accent: '#123456' }, dark: {}, font: 'Inter' },
  };
  const kept = { ...page, ...more };
  expect(toBody(draftOf(kept), kept)).toEqual({ ...settings, ...more });
  const draft = draftOf(kept);
  const look = withColour({ ...draft.look, announcement: 'Moved', timeZone: 'UTC' }, 'light', 'accent', null);
  expect(toBody({ ...draft, look }, kept)).toMatchObject({
    announcement: { '': 'Moved', de: 'Wir ziehen um' },
    theme: { light: {}, dark: {}, font: 'Inter' },
  });
  const own = { ...page, method: { major: 1, partial: 1, degraded: 0, maintenance: 'up', group: 'mean' } };
  expect(toBody(draftOf(own), own)).toMatchObject({ method: own.method });
});

test('[SP140] rules go through the form: components by id, other languages kept, what is empty left out', () => {
  const rule = { name: 'API', components: ['Site', 'c1'], title: 'T', body: { '': 'B', de: 'D' } };
  const kept = { ...page, rules: [rule] };
  const draft = draftOf(kept);
  expect(toBody(draft, kept).rules).toEqual([{ ...rule, components: ['c2', 'c1'] }]);
  const changed = draft.rules.map((each) => ({ ...each, body: 'New ', resolved: ' ', afterMinutes: 0 }));
  expect(toBody({ ...draft, rules: changed }, kept).rules).toEqual([
    { ...rule, components: ['c2', 'c1'], body: { '': 'New', de: 'D' }, afterMinutes: 0 },
  ]);
  expect(toBody({ ...draft, rules: [] }, kept)).not.toHaveProperty('rules');
});

test('[SP83] undoing a removal or a move keeps what was typed since', () => {
  const one = { key: 1, name: 'Website', group: '', monitor: null, rest: {} };
  const two = { key: 2, name: 'API', group: '', monitor: null, rest: {} };
  const before = [one, two];
  const renamed = { ...two, name: 'API v2' };
  expect(listBefore(before, [renamed])).toEqual([one, renamed]);
  expect(listBefore(before, [renamed, one])).toEqual([one, renamed]);
  expect(listBefore([one], before)).toEqual([one]);
});
