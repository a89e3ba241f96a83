// SP60: the settings of a page as input. status-page/schema/, which is loaded only when there are pages, checks its
// content; this file checks where it is published.
import { z } from 'zod';
import { signUpWays } from '#status-page/sign-up-ways.ts';
import { cleanLine } from '#status-page/text.ts';
import { isNetwork, proxyExpected } from '../../http/trusted-proxies.ts';
import { mostRules, pageRuleSchema } from './rules.ts';

export const mostPages = 50;
export const mostTargets = 5;
export const mostNetworks = 50;
const shortestPassword = 8;
/** How many updates a page shows (docs/spec.md, Limits). */
export const mostUpdates = 20_000;

const address = z
  .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' })
  .max(2_000)
  .refine((text) => !/^[a-z]+:\/\/[^/]*@/iu.test(text), 'an address without a name and password in it');
const secret = z.string().min(1).max(2_000);
const name = z.string().min(1).max(255);

export const folderPath = z
  .string()
  .max(1_000)
  .refine(
    (text) => /^(?:\/|[A-Za-z]:[\\/])[^\0]+$/u.test(text),
    'the whole path of a folder, such as /srv/status',
  );
const folder = z.strictObject({ kind: z.literal('folder'), path: folderPath });
const put = z.strictObject({
  kind: z.literal('put'),
  url: address,
  token: secret.optional(),
  awayToken: secret.optional(),
});
const s3 = z
  .strictObject({
    kind: z.literal('s3'),
    endpoint: address,
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u, 'the name of a bucket: 3 to 63 of a-z, 0-9, . and -'),
    prefix: z
      .string()
      .max(300)
      .regex(
        /^(?:[\w.-]+(?:\/[\w.-]+)*\/?)?$/u,
        'a path without a slash at its beginning, such as status/acme',
      )
      .refine((text) => !/(?:^|\/)\.{1,2}(?:\/|$)/u.test(text), 'a path without . and .. in it')
      .optional(),
    region: z.string().min(1).max(60).optional(),
    accessKeyId: name,
    secretAccessKey: secret,
    awayAccessKeyId: name.optional(),
    awaySecretAccessKey: secret.optional(),
  })
  .refine(
    ({ awayAccessKeyId, awaySecretAccessKey }) =>
      (awayAccessKeyId === undefined) === (awaySecretAccessKey === undefined),
    { path: ['awaySecretAccessKey'], error: 'given together with awayAccessKeyId, or neither of them' },
  );
const git = z.strictObject({
  kind: z.literal('git'),
  repository: z
    .string()
    .max(1_000)
    .regex(
      /^(?:https?:\/\/[^\s@]+|ssh:\/\/[\w.@:/~-]+|[\w.-]+@[\w.-]+:[\w.~/-]+|\/[^\0\n]+)$/u,
      'a repository, such as https://git.example.org/acme/status.git, git@example.org:acme/status.git or /srv/status.git',
    ),
  branch: z
    .string()
    .max(200)
    .regex(
      /^(?!.*(?:\.\.|\/\/|\.lock$|\/$|\.$))[A-Za-z0-9][\w./-]*$/u,
      'the name of a branch, such as pages',
    ),
  token: secret.optional(),
  awayToken: secret.optional(),
});
const privateKey = z
  .string()
  .max(8_000)
  .regex(
    /^\s*(?:••••••••|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----)\s*$/u,
    'a private key without a passphrase, from -----BEGIN … to END … PRIVATE KEY-----',
  );
const ssh = z.strictObject({
  kind: z.literal('ssh'),
  host: z
    .string()
    .max(255)
    .regex(
      /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+)$/u,
      'the name or address of a host',
    ),
  port: z.int().min(1).max(65_535).optional(),
  user: z.string().regex(/^[\w.][\w.@-]{0,63}$/u, 'the name of a user there'),
  path: z
    .string()
    .max(1_000)
    .regex(
      /^(?!\/$)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\p{C}]*[^\p{C}/]$/u,
      'the path of a folder there without . and .. in it, such as /srv/www/status or www/status',
    ),
  key: privateKey,
  awayKey: privateKey.optional(),
  hostKey: z
    .string()
    .max(2_000)
    .regex(
      /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]+={0,2}$/u,
      'the host’s public key, such as ssh-ed25519 AAAA…, as ssh-keyscan prints it after the name',
    ),
});
const targetSchema = z.discriminatedUnion('kind', [folder, put, s3, git, ssh]);
export type Target = z.output<typeof targetSchema>;

const mostChatHosts = 20;
const chatHost = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/u,
    'the name of a host in lower case, with its port where it has one of its own, such as chat.example.org',
  );

/** The beginning of numbers in E.164. */
const phoneCode = z
  .string()
  .regex(/^\+[1-9]\d{0,6}$/u, 'how numbers begin, such as +43 for those of Austria');
const mostPhoneCodes = 50;

/** SP1: mails, chats and lists show these names as they are kept, so they are one line from here on. */
const nameLine = z.string().overwrite(cleanLine);

const component = z.looseObject({
  id: z.string().optional(),
  name: nameLine,
  monitor: z.string().optional(),
  group: nameLine.optional(),
});

/** Named as its components name it. */
const group = z.looseObject({ name: nameLine, parent: nameLine.optional() });

export const statusPageSchema = z.strictObject({
  slug: z.string(),
  name: nameLine,
  visibility: z.string(),
  components: z.array(component).max(200),
  groups: z.array(group).optional(),
  description: z.unknown().optional(),
  announcement: z.unknown().optional(),
  url: z.string().optional(),
  home: z.string().optional(),
  links: z.unknown().optional(),
  subscribe: z.string().optional(),
  logo: z.string().optional(),
  theme: z.unknown().optional(),
  timeZone: z.string().optional(),
  language: z.string().optional(),
  languages: z.unknown().optional(),
  method: z.unknown().optional(),
  /** SP90: the e-mail channel for mails to subscribers; without it visitors cannot subscribe by mail. */
  mailChannel: z.string().min(1).max(64).optional(),
  /** SP99: the gateway for SMS to subscribers. */
  smsChannel: z.string().min(1).max(64).optional(),
  /** SP132: how visitors may subscribe; only by mail when absent. */
  signUpBy: z.array(z.enum(signUpWays)).max(signUpWays.length).optional(),
  /** SP132: how numbers that visitors give must begin; those of every country when absent. */
  smsCountries: z.array(phoneCode).min(1).max(mostPhoneCodes).optional(),
  /** SP132: more hosts of chat webhooks, besides those of Slack and Microsoft. */
  chatHosts: z.array(chatHost).max(mostChatHosts).optional(),
  targets: z.array(targetSchema).max(mostTargets).optional(),
  /** SP110: whose desktops may publish while this server is away, and therefore get the keys of the places. */
  awayPublishing: z.enum(['owners', 'responders']).optional(),
  /** SP69: for a page that is not public: the password for visitors, and the networks that need none. */
  password: z.string().min(shortestPassword, `at least ${shortestPassword} characters`).max(200).optional(),
  networks: z.array(z.string().refine(isNetwork, proxyExpected)).max(mostNetworks).optional(),
  /** SP130: a link with `?key=` and this value lets a visitor in; a new value ends earlier links. */
  linkKey: z
    .string()
    .regex(/^(?:[\w-]{24,200}|••••••••)$/u, '24 to 200 random letters, digits, - and _')
    .optional(),
  /** SP131: on a page that is not public: shows the team's open incidents to the rest of the company. */
  tellsIncidents: z.boolean().optional(),
  /** SP141: on a page that is not public: its readers may subscribe by mail, and subscribers are told. */
  mailsReaders: z.boolean().optional(),
  /** SP140: what the page publishes by itself when checks fail. */
  rules: z.array(pageRuleSchema).max(mostRules).optional(),
});
export type StatusPageSettings = z.output<typeof statusPageSchema>;

/** The part that `status-page/` reads, without what only the server needs. */
export function pageOf({
  targets: _targets,
  mailChannel: _mailChannel,
  smsChannel: _smsChannel,
  signUpBy: _signUpBy,
  smsCountries: _smsCountries,
  chatHosts: _chatHosts,
  awayPublishing: _awayPublishing,
  password: _password,
  networks: _networks,
  linkKey: _linkKey,
  tellsIncidents: _tellsIncidents,
  mailsReaders: _mailsReaders,
  rules: _rules,
  ...page
}: StatusPageSettings) {
  return page;
}

/** The page's fields that are written and never read back. */
export const pageSecrets = ['password', 'linkKey'] as const;

/** The fields of a target that are written and never read back. */
export const secretsOf = {
  folder: [],
  put: ['token', 'awayToken'],
  s3: ['secretAccessKey', 'awaySecretAccessKey'],
  git: ['token', 'awayToken'],
  ssh: ['key', 'awayKey'],
} as const satisfies Record<Target['kind'], readonly string[]>;

/** Two targets are the same place when this value is equal. */
export function placeOf(target: Target): string {
  switch (target.kind) {
    case 'folder':
      return `folder ${target.path}`;
    case 'put':
      return `put ${target.url}`;
    case 's3':
      return `s3 ${target.endpoint} ${target.bucket} ${target.prefix ?? ''}`;
    case 'git':
      return `git ${target.repository} ${target.branch}`;
    case 'ssh':
      return `ssh ${target.user}@${target.host}:${target.port ?? 22} ${target.path}`;
    default:
      return target satisfies never;
  }
}

/** SP141: whether subscribers of the page are told anything. */
export const tellsSubscribers = ({ visibility, mailsReaders }: StatusPageSettings): boolean =>
  visibility === 'public' || mailsReaders === true;

/** The page's own domain; null when it is reached only below this server's address. */
export function domainOf({ url }: StatusPageSettings): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  return pathname === '/' ? hostname.toLowerCase() : null;
}
