// A status page as its form edits it.
import { lookBody, type LookDraft, lookFields, lookOf } from './look-draft.ts';
import { placeOf } from './place-form.ts';
import { type RuleDraft, rulesBody, rulesOf } from './rule-draft.ts';
import type { PageComponent, StatusPage, TargetAnswer } from '../status-page.ts';

export type ComponentDraft = {
  /** Identifies the row in the form, so that focus and errors move with it. */
  key: number;
  name: string;
  monitor: string | null;
  group: string;
  /** The component's id and the fields that the form does not show. */
  rest: Readonly<Record<string, unknown>>;
};

export type PageDraft = {
  name: string;
  slug: string;
  /** Whether somebody typed the slug; until then it follows the name. */
  isSlugTouched: boolean;
  visibility: string;
  /** For a page that is not public; '' means none. */
  password: string;
  /** One network per line. */
  networks: string;
  /** SP130: anyone with the link can open the page; '' means no link. */
  linkKey: string;
  /** SP131 */
  tellsIncidents: boolean;
  /** SP141 */
  mailsReaders: boolean;
  components: readonly ComponentDraft[];
  /** The channel that sends mail to subscribers. */
  mailChannel: string | null;
  /** The gateway that sends SMS to subscribers. */
  smsChannel: string | null;
  /** SP132: the ways visitors can subscribe themselves. */
  signUpBy: readonly string[];
  /** One on each line. */
  smsCountries: string;
  /** Hosts of the team's own chats, one on each line. */
  chatHosts: string;
  /** Whose desktops may publish while the server is away. */
  awayPublishing: 'nobody' | 'owners' | 'responders';
  /** The path of a folder; '' means none. */
  folder: string;
  /** All targets except the folder. */
  others: readonly TargetAnswer[];
  look: LookDraft;
  /** SP140: what the page publishes by itself. */
  rules: readonly RuleDraft[];
};

/** SP60: the body of `PUT` and `POST`. */
export type PageBody = {
  name: string;
  slug: string;
  visibility: string;
  components: readonly PageComponent[];
  targets?: readonly TargetAnswer[];
  readonly [other: string]: unknown;
};

const longestSlug = 60;

/** Turns a name into a slug (SP2): lower-case letters, digits and `-`; '' when no character fits. */
export function slugOf(name: string): string {
  return name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replace(/^-/u, '')
    .slice(0, longestSlug)
    .replace(/-$/u, '');
}

export function draftOf(before: StatusPage | null): PageDraft {
  const targets = before?.targets ?? [];
  const folder = targets.find(({ kind }) => kind === 'folder');
  const components = (before?.components ?? []).map(({ name, monitor, group, ...rest }, key) => ({
    key,
    name,
    monitor: monitor ?? null,
    group: group ?? '',
    rest,
  }));
  return {
    name: before?.name ?? '',
    slug: before?.slug ?? '',
    isSlugTouched: before !== null,
    visibility: before?.visibility ?? 'public',
    password: typeof before?.['password'] === 'string' ? before['password'] : '',
    networks: Array.isArray(before?.['networks']) ? before['networks'].join('\n') : '',
    linkKey: typeof before?.['linkKey'] === 'string' ? before['linkKey'] : '',
    tellsIncidents: before?.['tellsIncidents'] === true,
    mailsReaders: before?.['mailsReaders'] === true,
    components,
    mailChannel: typeof before?.['mailChannel'] === 'string' ? before['mailChannel'] : null,
    smsChannel: typeof before?.['smsChannel'] === 'string' ? before['smsChannel'] : null,
    signUpBy: listIn(before?.['signUpBy']) ?? ['email'],
    smsCountries: (listIn(before?.['smsCountries']) ?? []).join('\n'),
    chatHosts: (listIn(before?.['chatHosts']) ?? []).join('\n'),
    awayPublishing: before?.awayPublishing ?? 'nobody',
    folder: typeof folder?.['path'] === 'string' ? folder['path'] : '',
    others: targets.filter((target) => target !== folder),
    look: lookOf(before),
    rules: rulesOf(before?.['rules'], components),
  };
}

const listIn = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : null;

/** Changes the name. The slug follows until somebody types one. */
export const withName = (draft: PageDraft, name: string): PageDraft => ({
  ...draft,
  name,
  ...(!draft.isSlugTouched && { slug: slugOf(name) }),
});

/** An empty slug follows the name again. */
export const withSlug = (draft: PageDraft, slug: string): PageDraft => ({
  ...draft,
  slug,
  isSlugTouched: slug !== '',
});

export function withComponent(draft: PageDraft): PageDraft {
  const key = Math.max(-1, ...draft.components.map((each) => each.key)) + 1;
  // The last component's group is the best guess.
  const group = draft.components.at(-1)?.group ?? '';
  return { ...draft, components: [...draft.components, { key, name: '', monitor: null, group, rest: {} }] };
}

/** Moves the component at index `from` to index `to`; does nothing when an index is out of range. */
export function moveComponent(draft: PageDraft, from: number, to: number): PageDraft {
  const { components } = draft;
  const moved = components[from];
  if (moved === undefined || to < 0 || to >= components.length) return draft;
  return { ...draft, components: components.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

/** The list as it was before a change of its members or order, with what was typed into them since. */
export function listBefore(
  before: readonly ComponentDraft[],
  now: readonly ComponentDraft[],
): readonly ComponentDraft[] {
  const typed = new Map(now.map((component) => [component.key, component]));
  return before.map((component) => typed.get(component.key) ?? component);
}

/** Fields for the server only; the page is drawn without them. */
const ofServer: ReadonlySet<string> = new Set([
  'targets',
  'mailChannel',
  'smsChannel',
  'signUpBy',
  'smsCountries',
  'chatHosts',
  'awayPublishing',
  'password',
  'networks',
  'linkKey',
  'tellsIncidents',
  'mailsReaders',
  'rules',
]);

/** Fields of the stored page that `toBody` does not copy: read-only ones, and those that the form sets. */
const notKept: ReadonlySet<string> = new Set([
  'id',
  'address',
  'createdAt',
  'updatedAt',
  ...ofServer,
  'away',
  ...lookFields,
]);

/** Keeps the fields of `before` that the form does not show. */
export function toBody(draft: PageDraft, before: StatusPage | null): PageBody {
  const rest = Object.fromEntries(Object.entries(before ?? {}).filter(([field]) => !notKept.has(field)));
  const folder = draft.folder.trim();
  const targets: TargetAnswer[] = [
    ...(folder === '' ? [] : [{ kind: 'folder', path: folder } as const]),
    ...draft.others.map(placeOf),
  ];
  return {
    ...rest,
    name: draft.name.trim(),
    slug: draft.slug.trim(),
    visibility: draft.visibility,
    components: draft.components.map(componentOf),
    ...(draft.mailChannel !== null && { mailChannel: draft.mailChannel }),
    ...(draft.smsChannel !== null && { smsChannel: draft.smsChannel }),
    ...signingUpOf(draft),
    ...(draft.awayPublishing !== 'nobody' && { awayPublishing: draft.awayPublishing }),
    ...accessOf(draft),
    ...lookBody(draft.look, before),
    ...rulesBody(draft.rules),
    ...((targets.length > 0 || before?.targets !== undefined) && { targets }),
  };
}

/** SP132: omitted for mail alone, as in pages older than this setting. */
function signingUpOf({ signUpBy, smsCountries, chatHosts }: PageDraft): Record<string, unknown> {
  const hosts = chatHosts.split('\n').flatMap((line) => line.trim().toLowerCase() || []);
  const codes = smsCountries
    .split('\n')
    .flatMap((line) => line.replaceAll(/\s/gu, '').replace(/^00/u, '+') || []);
  const isMailAlone = signUpBy.length === 1 && signUpBy[0] === 'email';
  return {
    ...(!isMailAlone && { signUpBy }),
    ...(codes.length > 0 && { smsCountries: codes }),
    ...(hosts.length > 0 && { chatHosts: hosts }),
  };
}

/** SP69: a public page has no access settings. */
function accessOf({
  visibility,
  password,
  networks,
  linkKey,
  tellsIncidents,
  mailsReaders,
}: PageDraft): Record<string, unknown> {
  if (visibility === 'public') return {};
  const lines = networks.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return {
    ...(password !== '' && { password }),
    ...(lines.length > 0 && { networks: lines }),
    ...(linkKey !== '' && { linkKey }),
    ...(tellsIncidents && { tellsIncidents }),
    ...(mailsReaders && { mailsReaders }),
  };
}

function componentOf({ name, monitor, group, rest }: ComponentDraft): PageComponent {
  return {
    ...rest,
    name: name.trim(),
    ...(monitor !== null && { monitor }),
    ...(group.trim() !== '' && { group: group.trim() }),
  };
}

/** The fields that the page is drawn from. */
export const drawnOf = ({ components, ...body }: PageBody): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(body).filter(([field]) => !ofServer.has(field))),
  // One that was just added has no name yet.
  components: components.filter(({ name }) => name.trim() !== ''),
});

/** A target in words, without secrets. */
export function sayPlace(target: TargetAnswer): string {
  const said = (name: string) => (typeof target[name] === 'string' ? target[name] : '');
  if (Object.keys(target).length === 1) return '';
  if (target.kind === 'folder') return said('path');
  if (target.kind === 'put') return said('url');
  if (target.kind === 'git') return `${said('repository')} ${said('branch')}`;
  if (target.kind === 'ssh') return `${said('user')}@${said('host')}:${said('path')}`;
  return [said('endpoint'), said('bucket'), said('prefix')].filter(Boolean).join(' ');
}
