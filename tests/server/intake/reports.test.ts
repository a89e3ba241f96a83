// TG: a report waits, is judged, and its reporter follows it; real forms, real files.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import { readSnapshot, untilFeed } from '../../helpers/live-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Made = { id: string; token: string; path: string };
type Report = {
  at: number;
  id: string;
  state: string;
  title: string;
  incident: string | null;
  decidedBy: string | null;
  isProbablyTheirs: boolean;
  files: { name: string; type: string; bytes: number }[];
};
type Refused = { errors?: { field: string }[] };
type Incident = {
  id: string;
  number: string | null;
  title: string;
  severity: string;
  service: string | null;
};

let server: RunningServer;
let form: Made;
let responder: Made;
const restarted: RunningServer[] = [];

const add = async (path: string, json: object) => (await server.api<Made>(`/api/v1/${path}`, { json })).body;
/** Each test begins with unused limits. */
const fresh = async () => {
  await server.restart();
};
const png = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);

async function send(path: string, fields: Record<string, string>, files: File[] = []) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const file of files) body.append('files', file);
  const answer = await fetch(new URL(path, server.url), { method: 'POST', body });
  return { status: answer.status, url: answer.url, text: await answer.text() };
}
const waiting = async () => (await server.api<{ items: Report[] }>('/api/v1/reports')).body.items;
const newest = async () => (await waiting()).at(-1)!;
const decide = (id: string, json: object, token = responder.token) =>
  server.api<Report & Refused>(`/api/v1/reports/${id}/decision`, { json, token });
const incidents = async (title: string) =>
  (await server.api<{ items: Incident[] }>('/api/v1/incidents?status=all')).body.items.filter(
    (each) => each.title === title,
  );
const facts = async (incident: string) =>
  (await server.api<{ timeline: { fact: Fact }[] }>(`/api/v1/incidents/${incident}`)).body.timeline.map(
    ({ fact }) => fact,
  );
const make = (triage: string) =>
  add('intakes', { name: triage, kind: 'report', settings: { triage, severity: 'P2' } });
const receipt = async (url: string) => (await fetch(url)).text();

beforeAll(async () => {
  server = await startServer({ ownerName: 'Cy Owner' });
  restarted.push(server);
  form = await add('intakes', { name: 'Customers', kind: 'report', service: 'checkout' });
  responder = await add('people', { name: 'Ana', role: 'responder' });
});
afterAll(async () => {
  for (const each of restarted) await each[Symbol.asyncDispose]();
});

test('[TG1] [TG3] [TG5] a report with a screenshot waits, is accepted, and its reporter follows the incident', async () => {
  const page = await (await fetch(new URL(form.path, server.url))).text();
  expect(page).not.toContain('<script');
  const ticket = /name="ticket" value="([^"]+)"/.exec(page)![1]!;
  const given = { ticket, title: 'I cannot <pay>', details: 'Since noon', reporter: 'Kim', others: 'yes' };
  const shot = new File([png], 'C:\\pictures\\pay.png', { type: 'image/png' });
  const sent = await send(form.path, given, [shot]);
  expect([sent.status, new URL(sent.url).pathname]).toEqual([
    200,
    expect.stringMatching(/^\/receipt\/[\w-]{32}$/),
  ]);
  expect(sent.text).toContain('Your report was received');
  expect(sent.text).not.toContain('<script');
  expect(sent.text).toContain('I cannot &lt;pay&gt;');
  // Sent twice it is one report, and the same page.
  expect((await send(form.path, given, [shot])).url).toBe(sent.url);
  expect(await incidents('I cannot <pay>')).toEqual([]);
  const { reports } = await readSnapshot(server);
  expect(reports).toMatchObject([
    { title: 'I cannot <pay>', form: 'Customers', service: 'checkout', files: 1 },
  ]);
  expect(JSON.stringify(reports)).not.toContain('Kim');
  const report = await newest();
  expect(report.files).toEqual([{ name: 'pay.png', type: 'image/png', bytes: png.byteLength }]);
  const file = await fetch(new URL(`/api/v1/reports/${report.id}/files/0`, server.url), {
    headers: { authorization: `Bearer ${responder.token}` },
  });
  expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
    'application/octet-stream',
    expect.stringContaining('attachment'),
  ]);
  const accepted = await decide(report.id, {
    decision: 'accept',
    title: 'Card payments fail',
    severity: 'P2',
  });
  expect(accepted.body).toMatchObject({ state: 'accepted', decidedBy: responder.id });
  const [incident] = await incidents('Card payments fail');
  expect(incident).toMatchObject({ severity: 'P2', service: 'checkout', id: accepted.body.incident });
  const known = await facts(incident!.id);
  expect(known.find(({ kind }) => kind === 'declared')).toMatchObject({
    by: responder.id,
    source: { type: 'report' },
  });
  expect(known.find(({ kind }) => kind === 'observation')).toMatchObject({
    text: 'Reported: I cannot <pay>\nSince noon\nOthers affected: yes.\nFrom Kim.',
  });
  const sha256 = createHash('sha256').update(png).digest('hex');
  expect(known.find(({ kind }) => kind === 'attachment')).toMatchObject({
    name: 'pay.png',
    sha256,
    byName: 'Customers',
  });
  expect((await server.api(`/api/v1/attachments/${sha256}`)).status).toBe(200);
  await untilFeed(server, (snapshot) => snapshot.reports?.length === 0);
  expect(await receipt(sent.url)).toContain('We are looking at it.');
  await server.api(`/api/v1/incidents/${incident!.id}/facts`, {
    json: { kind: 'status', status: 'resolved' },
  });
  expect(await receipt(sent.url)).toContain('It works again.');
  expect(await receipt(sent.url)).not.toContain('Card payments fail');
  expect((await decide(report.id, { decision: 'decline', reply: 'late' })).status).toBe(409);
});

test('[TG3] [TG5] merged, declined and theirs: each does its part, and the reporter reads the words', async () => {
  const open = await add('incidents', { title: 'Checkout is down' });
  const merged = await send(form.path, { title: 'Cart is broken' });
  const one = await newest();
  expect((await decide(one.id, { decision: 'merge', incident: 'nowhere' })).body.errors).toMatchObject([
    { field: 'incident' },
  ]);
  expect((await decide(one.id, { decision: 'merge', incident: open.id })).body.state).toBe('merged');
  expect(await facts(open.id)).toContainEqual(
    expect.objectContaining({ kind: 'observation', text: expect.stringContaining('Cart is broken') }),
  );
  expect(await receipt(merged.url)).toContain('We already know about this');
  const declined = await send(form.path, { title: 'Please call me' });
  const two = await newest();
  expect((await decide(two.id, { decision: 'decline' })).status).toBe(400);
  await decide(two.id, { decision: 'decline', reply: 'This form is for <faults>.' });
  expect(await receipt(declined.url)).toContain('This form is for &lt;faults&gt;.');
  const theirs = await send(form.path, {
    title: 'Only here',
    reproducible: 'no',
    others: 'no',
    changed: 'yes',
  });
  const three = await newest();
  expect(three.isProbablyTheirs).toBe(true);
  await decide(three.id, { decision: 'theirs', reply: 'Allow cookies.' });
  expect(await receipt(theirs.url)).toContain('Allow cookies.');
  expect(await incidents('Only here')).toEqual([]);
  const all = (await server.api<{ items: Report[] }>('/api/v1/reports?state=all')).body.items;
  expect(all.slice(0, 3).map(({ state }) => state)).toEqual(['theirs', 'declined', 'merged']);
});

/** Reports by the form, and accepts it. */
const acceptOne = async (title: string) => {
  const { url } = await send(form.path, { title });
  const accepted = await decide((await newest()).id, { decision: 'accept' });
  return { url, incident: String(accepted.body.incident) };
};

test('[TG5] [WD1] the receipt of an incident that was none does not say that it works again; a duplicate shows the original', async () => {
  await fresh();
  const withdraw = async (id: string, withdrawn: object) =>
    server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'status', status: 'closed', withdrawn } });
  const nothing = await acceptOne('Nothing at all');
  await withdraw(nothing.incident, { as: 'false-alarm' });
  const said = await receipt(nothing.url);
  expect(said).toContain('We looked into it and found nothing that is broken.');
  expect(said).not.toContain('It works again');
  expect(said).not.toContain('We are on it');
  const original = await add('incidents', { title: 'The original' });
  const twice = await acceptOne('The same again');
  await withdraw(twice.incident, { as: 'duplicate', duplicateOf: original.id });
  expect(await receipt(twice.url)).toContain('We are looking at it.');
  const thrice = await acceptOne('And once more');
  await withdraw(thrice.incident, { as: 'duplicate', duplicateOf: twice.incident });
  expect(await receipt(thrice.url)).toContain('We are looking at it.');
  await server.api(`/api/v1/incidents/${original.id}/facts`, {
    json: { kind: 'status', status: 'resolved' },
  });
  expect(await receipt(twice.url)).toContain('It works again.');
  expect(await receipt(thrice.url)).toContain('It works again.');
});

test('[TG5] the receipt of a report whose incident was erased says that it may be over, not that somebody looks at it', async () => {
  await fresh();
  const { url, incident } = await acceptOne('Erased later');
  await server.api(`/api/v1/incidents/${incident}/facts`, { json: { kind: 'status', status: 'resolved' } });
  const number = (await incidents('Erased later')).map((each) => each.number)[0];
  const erased = await server.api(`/api/v1/incidents/${incident}?number=${number}`, { method: 'DELETE' });
  expect(erased.status).toBe(204);
  const said = await receipt(url);
  expect(said).toContain('the report is over and was removed');
  expect(said).not.toMatch(/We are (?:looking at it|on it)/u);
});

test('[IT7] a form names the public pages that show its service, with their open incidents, before somebody reports', async () => {
  await fresh();
  const page = (slug: string, visibility: string, component: string) =>
    add('pages', { slug, name: `The ${slug} page`, visibility, components: [{ name: component }] });
  const shop = await page('shop', 'public', 'checkout');
  await page('docs', 'public', 'Handbook');
  await page('inside', 'private', 'checkout');
  await add(`pages/${shop.id}/updates`, {
    title: 'Paying fails <today>',
    body: 'We look into it.',
    status: 'investigating',
    impact: 'major',
  });
  const general = await add('intakes', { name: 'Anything', kind: 'report', settings: {} });
  const read = async ({ path }: Made) => (await fetch(new URL(path, server.url))).text();
  const about = new RegExp(
    `Look first at <a href="${server.url}/status/shop">The shop page</a>, which says “[^”]+”\\.</p>` +
      `<ul><li><a href="${server.url}/status/shop/incidents/[\\w-]+/">Paying fails &lt;today&gt;</a></li></ul>`,
    'u',
  );
  await expect.poll(() => read(form)).toMatch(about);
  expect(await read(form)).not.toMatch(/docs page|inside page/u);
  await expect.poll(() => read(general)).toMatch(about);
  expect(await read(general)).toContain('The docs page</a>, which says “All Systems Operational”.</p>');
  expect(await read(general)).not.toContain('inside page');
  expect((await send(form.path, {})).text).toContain('The shop page');
});

test('[TG1] a form without a title says so in plain words; names of strangers have no signs that reorder them', async () => {
  await fresh();
  const { status, text } = await send(form.path, {});
  expect([status, text]).toEqual([400, expect.stringContaining('Expected: in one sentence')]);
  const open = await add('intakes', { name: 'Reordered', kind: 'report', settings: {} });
  await send(open.path, {
    title: 'Pay\u202Eyap',
    reporter: 'Eve\u202Eeve',
    part: 'the\u200B till',
    side: 'customer',
  });
  expect(await newest()).toMatchObject({ title: 'Payyap', reporter: 'Eveeve', part: 'the till' });
});

test('[TG7] a report says kind, service and how much it affects them; triage begins with them, and no stranger chooses who is woken', async () => {
  await fresh();
  await add('services', { name: 'Search' });
  const open = await add('intakes', { name: 'Anything', kind: 'report', settings: {} });
  const shown = await (await fetch(new URL(open.path, server.url))).text();
  expect(shown).toContain('Which service or part of it is this about?');
  expect(await (await fetch(new URL(form.path, server.url))).text()).not.toContain('name="part"');
  await send(open.path, { title: 'No results', part: 'search', nature: 'degradation', hit: 'hindered' });
  const report = await newest();
  expect(report).toMatchObject({ service: 'Search', nature: 'degradation', proposedSeverity: 'P3' });
  await decide(report.id, { decision: 'accept', severity: 'P3' });
  const [incident] = await incidents('No results');
  expect(incident).toMatchObject({ service: 'Search', severity: 'P3' });
  const known = await facts(incident!.id);
  expect(known.find(({ kind }) => kind === 'declared')).toMatchObject({ nature: 'degradation' });
  expect(known.find(({ kind }) => kind === 'observation')).toMatchObject({
    text: expect.stringContaining('It works badly or slowly. They can work, with difficulty.'),
  });
  // A name that the team does not know stays words.
  await send(open.path, { title: 'Strange', part: 'the blue button', hit: 'blocked' });
  expect(await newest()).toMatchObject({ service: null, part: 'the blue button', proposedSeverity: 'P2' });
  const wrong = await send(open.path, { title: 'Wrong', hit: 'P1' });
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('one of the answers')]);
  const always = await make('at once');
  await send(always.path, { title: 'A small thing', hit: 'nuisance' });
  expect(await incidents('A small thing')).toMatchObject([{ severity: 'P2' }]);
});

test('[TG8] a report says who noticed it and when first: words stay words, a certain time becomes one', async () => {
  await fresh();
  const declaredBy = async (title: string, more: Record<string, string>) => {
    await send(form.path, { title, ...more });
    const { id, at } = await newest();
    await decide(id, { decision: 'accept' });
    const [incident] = await incidents(title);
    const known = await facts(incident!.id);
    const text = known.find(({ kind }) => kind === 'observation');
    return { at, text, declared: known.find(({ kind }) => kind === 'declared') };
  };
  const certain = { side: 'customer', reporter: 'Kim', since: '20 min ago' };
  const one = await declaredBy('Twenty minutes', certain);
  expect(one.declared).toMatchObject({
    noticed: { how: 'customer', who: 'Kim', at: one.at - 20 * 60_000 },
  });
  expect(one.text).toMatchObject({ text: expect.stringContaining('First seen: 20 min ago.') });
  expect(one.text).toMatchObject({ text: expect.stringContaining('From Kim, a customer.') });
  // Nobody knows the zone of the reporter's clock.
  const two = await declaredBy('By the clock', { side: 'employee', since: '14:02' });
  expect(two.declared).toMatchObject({ noticed: { how: 'employee' } });
  expect(two.declared).not.toHaveProperty('noticed.at');
  expect(two.text).toMatchObject({ text: expect.stringContaining('First seen: 14:02.') });
  const three = await declaredBy('No word of it', {});
  expect(three.declared).not.toHaveProperty('noticed');
  expect((await send(form.path, { title: 'Wrong', side: 'boss' })).status).toBe(400);
});

test('[TG2] a form may page at once, always or when others are affected', async () => {
  await fresh();
  const always = await make('at once');
  await send(always.path, { title: 'All of it is gone' });
  expect(await incidents('All of it is gone')).toMatchObject([{ severity: 'P2' }]);
  const some = await make('at once if others are affected');
  await send(some.path, { title: 'Maybe me', others: 'unknown' });
  await send(some.path, { title: 'Surely all', others: 'yes' });
  expect(await incidents('Maybe me')).toEqual([]);
  expect(await incidents('Surely all')).toHaveLength(1);
});

test('[TG6] files have limits, the hidden field catches machines, and an address sends at most 10 at once', async () => {
  await fresh();
  const before = (await waiting()).length;
  const small = new File(['x'], 'x.txt');
  const many = await send(
    form.path,
    { title: 'Too many' },
    Array.from({ length: 5 }, () => small),
  );
  expect([many.status, many.text]).toEqual([400, expect.stringContaining('at most 4 files')]);
  expect(many.text).toContain('value="Too many"');
  const large = new File([new Uint8Array(5 * 1024 * 1024 + 1)], 'dump.bin');
  expect((await send(form.path, { title: 'Large' }, [large])).text).toContain('files of at most 5 MB each');
  const whole = Array.from({ length: 3 }, () => new File([new Uint8Array(4.5 * 1024 * 1024)], 'dump.bin'));
  expect((await send(form.path, { title: 'Whole' }, whole)).status).toBe(413);
  expect((await send(form.path, { title: 'Spam', website: 'http://spam.example' })).text).toContain(
    'Thank you',
  );
  expect((await waiting()).length).toBe(before);
  // Ten at once, three of them used up. Few come back during the test, on any machine.
  const statuses: number[] = [];
  while (!statuses.includes(429) && statuses.length < 40)
    statuses.push((await send(form.path, { title: 'Again' })).status);
  expect(statuses.at(-1)).toBe(429);
  expect(statuses.length).toBeGreaterThanOrEqual(8);
});

test('[TG3] [TG5] viewers see no reports; an unknown receipt or report is no page', async () => {
  await fresh();
  const vera = await add('people', { name: 'Vera', role: 'viewer' });
  expect((await server.api('/api/v1/reports', { token: vera.token })).status).toBe(403);
  expect((await fetch(new URL('/receipt/nobody', server.url))).status).toBe(404);
  expect((await server.api('/api/v1/reports/01JZ0000000000000000000000')).status).toBe(404);
  expect((await decide('01JZ0000000000000000000000', { decision: 'accept' })).status).toBe(404);
});
