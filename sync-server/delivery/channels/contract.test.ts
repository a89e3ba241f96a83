// What every kind of channel promises (CN3, CN7), over the list: joining the list is joining these tests.
import { describe, expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { hideSecrets, mask } from '../../forms/secret.ts';
import type { Message } from '../message.ts';
import { page } from '../testing/queue.ts';
import { canary, nobodyListens, openReceiver, type Mood } from '../testing/receiver.ts';
import { channelKinds } from './index.ts';

const to = { person: { id: 'bo', name: 'Bo Lind', email: 'bo@example.org', phone: '+49 151 0000' } };
const message = page({ to });

const contextOf = (signal: AbortSignal, allowsLinkLocal = false) => ({
  signal,
  egress: makeEgress({ allowsLinkLocal }),
  deliveryId: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
  now: 1_800_000_000_000,
  host: 'muster.test',
});

describe.each(Object.entries(channelKinds))('%s', (kind, channel) => {
  const sendTo = (settings: Record<string, unknown>, what: Message = message, ms = 5_000) =>
    channel.send(what, channel.schema.parse(settings), contextOf(AbortSignal.timeout(ms)));
  const sendIn = async (mood: Mood, what: Message = message, ms?: number) => {
    await using receiver = await openReceiver(kind, mood);
    return await sendTo(receiver.settings, what, ms);
  };

  test('[CN7] accepted messages are sent, a resolved message and a test included', async () => {
    expect(await sendIn('takes-it')).toMatchObject({ ok: true });
    expect(await sendIn('takes-it', page({ to, purpose: 'resolved' }))).toEqual({ ok: true });
    const isTest = { to, purpose: 'test', incident: null, links: {}, text: '' } as const;
    expect(await sendIn('takes-it', page(isTest))).toEqual({ ok: true });
  });

  test('[CN3] a refusal is final, a busy or broken service is worth another attempt', async () => {
    expect(await sendIn('refuses')).toMatchObject({ ok: false, retry: false });
    expect(await sendIn('moved')).toMatchObject({ ok: false, retry: false });
    expect(await sendIn('is-broken')).toMatchObject({ ok: false, retry: true });
    const busy = await sendIn('is-busy');
    expect(busy).toMatchObject({ ok: false, retry: true });
    if (kind !== 'email') expect(busy).toMatchObject({ retryAfterMs: 7_000 });
  });

  test('[CN3] no answer, garbage and nobody there are said in words and worth another attempt', async () => {
    expect(await sendIn('is-silent', message, 300)).toEqual({
      ok: false,
      retry: true,
      reason: 'no answer in time',
    });
    const garbage = await sendIn('garbage');
    expect(garbage).toMatchObject({ ok: false, retry: true });
    if (!garbage.ok) expect(garbage.reason).toMatch(/is not (?:HTTP|SMTP)/);
    expect(await sendTo(await nobodyListens(kind))).toEqual({
      ok: false,
      retry: true,
      reason: 'connection refused',
    });
  });

  test('[CN7] a reason repeats nothing secret, whatever the other side says, and is short', async () => {
    for (const mood of ['tells-all', 'endless', 'refuses', 'garbage'] as const) {
      const outcome = await sendIn(mood);
      expect(outcome.ok).toBe(false);
      const said = JSON.stringify(outcome);
      expect(said).not.toContain(canary);
      expect(said).not.toContain(Buffer.from(canary).toString('base64').slice(0, 20));
      expect(said.length).toBeLessThan(500);
    }
  });

  test('[CN7] neither a redirect is followed nor a metadata service asked', async () => {
    await using receiver = await openReceiver(kind, 'moved');
    await sendTo(receiver.settings);
    expect(receiver.requests.length).toBeLessThanOrEqual(1);
    const settings = Object.fromEntries(
      Object.entries(receiver.settings).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replace('127.0.0.1', '169.254.169.254') : value,
      ]),
    );
    const outcome = await sendTo(settings);
    expect(outcome).toMatchObject({ ok: false, retry: false });
    if (!outcome.ok) expect(outcome.reason).toContain('link-local');
  });

  test('[CN1] its form describes every setting, hides what is secret, and names what is wrong', async () => {
    for (const field of Object.values(channel.fields)) expect(field.label).not.toBe('');
    await using receiver = await openReceiver(kind, 'takes-it');
    const shown = JSON.stringify(hideSecrets(channel.fields, channel.schema.parse(receiver.settings)));
    expect(shown).toContain(mask);
    expect(shown).not.toContain(canary);
    expect(channel.schema.safeParse({ nonsense: 1 }).success).toBe(false);
  });

  test('[CN7] the longest and strangest message is sent whole or made to fit', async () => {
    const strange = '\u0000\u202E<!channel> @everyone [x](http://evil) 🙂\n'.repeat(2_000);
    const what = page({ to, subject: strange.slice(0, 5_000), text: strange });
    expect(await sendIn('takes-it', what)).toMatchObject({ ok: true });
  });

  test('[CN7] a cut at any place sends no half of a character, also where no incident is', async () => {
    await using receiver = await openReceiver(kind, 'takes-it');
    const template = {
      type: 'application/x-www-form-urlencoded',
      body: 'a={text}&b={title}&c={subject}&d={service}',
    };
    for (let before = 190; before < 201; before += 1) {
      const words = 'x'.repeat(before) + '👨‍👩‍👧‍👦'.repeat(1_000);
      for (const settings of kind === 'gateway' ? [{}, template] : [{}]) {
        const what = page({ to, incident: null, subject: words, text: words });
        const outcome = await sendTo({ ...receiver.settings, ...settings }, what);
        // Trackers and PagerDuty refuse what is of no incident; nobody tries that again.
        expect(outcome.ok || !outcome.retry).toBe(true);
      }
    }
    const sent = receiver.requests
      .map(({ body }) => decodeURIComponent(body.replaceAll('%', '%25')))
      .join('');
    expect(sent).not.toMatch(/\uFFFD|%EF%BF%BD|\\ud[89a-f]/iu);
  });
});
