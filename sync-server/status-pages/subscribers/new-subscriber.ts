// SP94: reads a subscriber that an owner adds. Each function throws a Problem that names the field.
import { z } from 'zod';
import { languages } from '#status-page/languages/index.ts';
import { offerTo, updateAmounts, webhookTopics } from '#status-page/sign-up-ways.ts';
import { Problem } from '../../http/problem.ts';
import type { StatusPage } from '../page/records.ts';
import { addressExpected, readMailAddress } from './address.ts';
import { phoneExpected, readPhone } from './sms.ts';
import { choiceOfTopics, subscriberKinds } from './subscriber.ts';

/** The refusal of one field. */
export const wrong = (field: string, expected: string) =>
  new Problem(400, 'The subscriber is not as expected, so nobody was added.', {
    errors: [{ field, expected }],
  });

export const newSubscriber = z.strictObject({
  email: z.string().max(1_000).optional(),
  webhook: z.string().max(2_000).optional(),
  /** SP98: the address of an incoming webhook. */
  slack: z.string().max(2_000).optional(),
  teams: z.string().max(2_000).optional(),
  sms: z.string().max(40).optional(),
  components: z.array(z.string()).min(1).max(200).optional(),
  /** SP93: absent: every topic. */
  topics: z.array(z.enum(webhookTopics)).min(1).max(webhookTopics.length).optional(),
  /** SP93: absent: all. */
  updates: z.enum(updateAmounts).default('all'),
  /** SP95: who is told by mail when this webhook is quarantined. */
  contact: z.string().max(1_000).optional(),
  language: z.enum(languages).optional(),
});

/** SP93: the chosen topics. */
export function readTopics({ topics: chosen = [], webhook }: z.output<typeof newSubscriber>) {
  const { topics: offered } = offerTo([webhook === undefined ? 'email' : 'webhook']);
  const index = chosen.findIndex((topic) => !offered.some((each) => each === topic));
  if (index !== -1)
    throw wrong(`topics.${index}`, `${offered.join(' or ')}; components is for webhooks alone`);
  return choiceOfTopics(chosen, offered);
}

/** SP95: the address that hears when this webhook is given up; null for none. */
export function readContact({ contact, webhook }: z.output<typeof newSubscriber>): string | null {
  if (contact === undefined) return null;
  if (webhook === undefined) throw wrong('contact', 'a webhook beside it');
  const read = readMailAddress(contact);
  if (read === null) throw wrong('contact', addressExpected);
  return read.address;
}

/** Its kind and address, and the key by which a page knows it. */
export function readAddress(given: z.output<typeof newSubscriber>) {
  const kinds = subscriberKinds.filter((each) => given[each] !== undefined);
  const [kind = 'email'] = kinds;
  if (kinds.length !== 1) throw wrong('email', 'one of email, webhook, slack, teams and sms');
  const text = given[kind] ?? '';
  if (kind === 'email') {
    const read = readMailAddress(text);
    if (read === null) throw wrong('email', addressExpected);
    return { kind, ...read };
  }
  if (kind === 'sms') {
    const number = readPhone(text);
    if (number === null) throw wrong('sms', phoneExpected);
    return { kind, address: number, key: number };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const isFit = url !== null && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '';
  if (!isFit)
    throw wrong(kind, 'an address that begins with https:// or http://, without a name and password');
  return { kind, address: url.href, key: url.href };
}

/** Each chosen component belongs to this page. */
export function checkComponents(page: StatusPage, chosen: readonly string[] | undefined) {
  const own = page.settings.components.map(({ id }) => id);
  const index = (chosen ?? []).findIndex((id) => !own.includes(id));
  if (index !== -1) throw wrong(`components.${index}`, 'the id of a component of this page');
}
