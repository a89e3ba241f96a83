// A status page with a real mail server, and a visitor's actions on it.
import type { Mail, Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import type { RunningServer } from './server.ts';

export type SubscribedPage = { id: string; slug: string; components: { id: string; name: string }[] };
type Api = Pick<RunningServer, 'api'>;
type At = { readonly url: string };

/** Opens a page that sends its mails through this mailbox. */
export async function openMailingPage(
  { api }: Api,
  mailbox: Pick<Mailbox, 'port'>,
  page: Record<string, unknown> = {},
): Promise<SubscribedPage & { channel: string }> {
  const must = async <T>(path: string, json: object): Promise<T> => {
    const { status, body } = await api<T>(path, { json });
    if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const settings = {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    from: 'Acme status <status@acme.example>',
  };
  const channel = await must<{ id: string }>('/api/v1/channels', {
    name: 'Status mail',
    kind: 'email',
    settings,
  });
  const opened = await must<SubscribedPage>('/api/v1/pages', {
    slug: 'acme',
    name: 'Acme',
    visibility: 'public',
    components: [{ name: 'Website' }, { name: 'API' }],
    mailChannel: channel.id,
    ...page,
  });
  return { ...opened, channel: channel.id };
}

/** Each visitor has a network address of its own, for a server that trusts our X-Forwarded-For. */
let network = 0;

/** Fills in the form of a page. */
export async function askToSubscribe(
  { url }: At,
  page: { slug: string },
  fields: Record<string, string | readonly string[]>,
): Promise<{ status: number; html: string }> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const each of [value].flat()) form.append(name, each);
  network += 1;
  const response = await fetch(new URL(`/status/${page.slug}/subscribe`, url), {
    method: 'POST',
    body: form,
    headers: { 'x-forwarded-for': `198.51.${Math.floor(network / 250)}.${network % 250}` },
  });
  return { status: response.status, html: await response.text() };
}

/** Presses the button behind a link. Without a body it is a mail program's one-click request. */
export async function press(
  link: string,
  body?: Record<string, string>,
): Promise<{ status: number; html: string }> {
  const response = await fetch(link, {
    method: 'POST',
    redirect: 'error',
    ...(body ? { body: new URLSearchParams(body) } : {}),
  });
  return { status: response.status, html: await response.text() };
}

/** The link in a mail that leads to the server. */
export const linkIn = ({ text }: Mail): string => {
  const [found] = /https?:\/\/\S+\/u\/[\w-]+/u.exec(text) ?? [];
  if (found === undefined) throw new Error(`no link in ${text}`);
  return found;
};
export const oneClickOf = (mail: Mail): string => mail.header('List-Unsubscribe').replaceAll(/[<>]/g, '');
export const mailsTo = ({ received }: Mailbox, address: string): Mail[] =>
  received.filter(({ to }) => to.includes(address));

/** Subscribes and confirms, as a person does. */
export async function subscribe(
  server: At,
  mailbox: Mailbox,
  page: SubscribedPage,
  {
    email,
    components = [],
    until,
  }: { email: string; components?: readonly string[]; until: (check: () => void) => Promise<void> },
): Promise<void> {
  const before = mailsTo(mailbox, email).length;
  const { status } = await askToSubscribe(server, page, { email, components });
  if (status !== 200) throw new Error(`the form answered ${status}`);
  await until(() => {
    if (mailsTo(mailbox, email).length === before) throw new Error(`no mail to ${email} yet`);
  });
  const { status: confirmed } = await press(linkIn(mailsTo(mailbox, email).at(-1) as Mail), {
    do: 'confirm',
  });
  if (confirmed !== 200) throw new Error(`confirming answered ${confirmed}`);
}
