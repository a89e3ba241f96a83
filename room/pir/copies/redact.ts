// RV14: a redacted copy for others. It changes the record and builds the review again from it, so that words in a
// text, in code, in a file name or in the JSON are replaced in the same way everywhere.
import { actionTypes } from '../../facts/action-type.ts';
import { isFactKind } from '../../facts/fact.ts';
import { itemTypes } from '../../facts/tasks.ts';
import { isUlid } from '../../facts/ulid.ts';
import { fold } from '../../fold/fold.ts';
import { entryOf } from '../../text/plain.ts';
import { impactAreas, impactLevels } from '../../team/scales.ts';
import { findPeople, findPersons, isUsualRole, roleTitle } from '../people.ts';
import { findHiddenWords } from './hidden-words.ts';
import { withoutOldWords } from './old-words.ts';
import { mapTexts } from './private.ts';
import type { ReviewRecord } from '../review.ts';
import { ownTexts } from '../templates/template.ts';

export type Redaction = {
  /** `roles`: every person becomes the role they held, else a responder with a number. */
  people: 'names' | 'roles';
  /** Hosts in addresses and IP addresses become `host-1`, wherever they are named. */
  hosts: 'shown' | 'hidden';
  /** Other words, such as a customer's name, and their replacements. */
  words?: readonly { find: string; instead: string }[];
  /** Facts to leave out, with every fact that is only about them. */
  without?: readonly string[];
  /** False leaves the names of attached files out. */
  attachments?: boolean;
};
/** `hidden`: every word that must not be in the finished file, with its replacement. */
export type Redacted = { record: ReviewRecord; hidden: ReadonlyMap<string, string> };

type Hiding = { hidden: Map<string, string>; ids: Map<string, string> };

export function redact(record: ReviewRecord, redaction: Redaction): Redacted {
  const { people, hosts, words = [], attachments = true } = redaction;
  const facts = leaveOut(withoutOldWords(record.facts), redaction).filter(
    (fact) => attachments || (fact as { kind?: unknown } | null)?.kind !== 'attachment',
  );
  const hiding: Hiding = { hidden: new Map(), ids: new Map() };
  for (const { find, instead } of words) if (find.trim() !== '') hiding.hidden.set(find.trim(), instead);
  if (people === 'roles') {
    hidePeople(record, hiding);
    hideAddresses(record, hiding);
  }
  if (hosts === 'hidden') hideHosts(record, hiding);
  const { replace } = findHiddenWords(hiding.hidden);
  const known = new Set(facts.map((fact) => (fact as { draft?: unknown } | null)?.draft));
  const texts = Object.entries(record.texts).filter(
    ([name]) => !name.startsWith('draft/') || known.has(name.slice('draft/'.length)),
  );
  return {
    record: {
      facts: facts
        .map((fact) => redactFact(withoutDigests(fact), hiding.ids, replace))
        .map((fact) => (isKnown(fact) ? fact : renameKeys(fact, replace))),
      texts: Object.fromEntries(texts.map(([name, text]) => [redactName(name, replace), replace(text)])),
      names: Object.fromEntries(
        Object.entries(record.names).map(([id, name]) => [hiding.ids.get(id) ?? id, replace(name)]),
      ),
    },
    hidden: hiding.hidden,
  };
}

/** RS15: a digest of an entry would confirm a guess of its hidden words. */
function withoutDigests(fact: unknown): unknown {
  const { kind, seen } = (fact ?? {}) as { kind?: unknown; seen?: object };
  return kind === 'review' && typeof seen === 'object' && seen !== null && 'texts' in seen
    ? { ...(fact as object), seen: { ...seen, entries: '' } }
    : fact;
}

/** RT4: a team's own text is named after its heading, which may contain a hidden word. */
const redactName = (name: string, replace: (text: string) => string): string =>
  name.startsWith(ownTexts) ? `${ownTexts}${replace(name.slice(ownTexts.length)).toLowerCase()}` : name;

/** Removes the chosen facts, and facts that are only about one of them. */
function leaveOut(facts: readonly unknown[], { without = [] }: Redaction): unknown[] {
  const gone = new Set(without);
  if (gone.size === 0) return [...facts];
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    for (const fact of facts) {
      const { id, target, story } = (fact ?? {}) as {
        id?: unknown;
        target?: unknown;
        story?: { event?: unknown };
      };
      const about = target ?? story?.event;
      if (typeof id === 'string' && typeof about === 'string' && gone.has(about)) gone.add(id);
    }
  }
  return facts.filter((fact) => !gone.has(String((fact as { id?: unknown } | null)?.id)));
}

/** Shorter parts of a name are hidden only where they are written as a name. */
const shortestPart = 3;
const shortestId = 8;

function hidePeople({ facts, names }: ReviewRecord, { hidden, ids }: Hiding): void {
  const room = fold(facts);
  const people = findPeople(room, (id) => entryOf(names, id) ?? id);
  const roles = new Map<string, string>();
  for (const { role, person } of people.roles) if (!roles.has(person)) roles.set(person, role);
  const spoken = new Map<string, readonly string[]>();
  for (const id of [...findPersons(room), ...Object.keys(names)].toSorted()) {
    if (spoken.has(id)) continue;
    const named = [entryOf(names, id), people.name(id), ...joinedNames(room.timeline, id)].filter(
      (name) => name !== undefined,
    );
    // A short id, such as p1, may also be a word of the record, so only names are hidden.
    spoken.set(id, (id.length < shortestId ? named : [id, ...named]).flatMap(spellings));
  }
  const every = [...hidden.keys(), ...[...spoken.values()].flat()];
  const counts = new Map<string, number>();
  for (const [id, words] of spoken) {
    const role = aliasOf(roles.get(people.name(id)), every);
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    ids.set(id, `person-${ids.size + 1}`);
    for (const word of words) if (!hidden.has(word)) hidden.set(word, `${role} ${count}`);
  }
}

/** The title of a role, unless a team named its own role after somebody. */
function aliasOf(role: string | undefined, words: readonly string[]): string {
  if (role === undefined) return 'Responder';
  if (isUsualRole(role)) return roleTitle(role);
  const { foundIn } = findHiddenWords(new Map(words.map((word) => [word, ''])));
  return [...foundIn(role)].length === 0 ? roleTitle(role) : 'Responder';
}

type Line = { fact: { kind: string; by: string } };
const joinedNames = (timeline: readonly Line[], id: string): string[] =>
  timeline.flatMap(({ fact }) =>
    fact.kind === 'joined' && fact.by === id && 'name' in fact && typeof fact.name === 'string'
      ? [fact.name]
      : [],
  );

/**
 * The whole name, also with its last part first, its parts, and what people make of it: `a.ruiz`, `aruiz`, `Ruiz, A.`,
 * `Ana R.`, `A.R.`, `AR`, and with some given names as initials: `Ana M Ruiz`, `Ruiz AM`.
 */
function spellings(name: string): string[] {
  const whole = name.normalize('NFC').trim();
  const parts = whole.split(/[\s._-]+/u).filter((part) => part !== '');
  const [given, family] = [parts[0] ?? '', parts.at(-1) ?? ''];
  const initialsOf = (some: readonly string[]) => some.map((part) => `${initialOf(part)}.`).join('');
  const short =
    parts.length < 2
      ? []
      : [
          ...shortened(parts.slice(0, -1)).flatMap((before) => [
            `${before} ${family}`,
            `${family} ${before}`,
          ]),
          `${family} ${given}`,
          `${initialOf(given)} ${family}`,
          `${family} ${initialOf(given)}`,
          `${given} ${initialOf(family)}`,
          initialsOf(parts),
          initialsOf([given, family]),
        ];
  const small = whole.length < shortestPart ? [whole.toLowerCase()] : [];
  const spoken = [whole, ...small, ...parts.filter(isSpoken), ...short].filter((each) => each !== '');
  return [...new Set(spoken.flatMap((each) => [each, withoutUmlauts(each)]))];
}

const mostGiven = 4;
/** Given names, each whole or as an initial, in each way. */
const shortened = (given: readonly string[]): string[] =>
  given
    .slice(0, mostGiven)
    .reduce<string[][]>(
      (all, part) => all.flatMap((before) => [part, initialOf(part)].map((each) => [...before, each])),
      [[]],
    )
    .map((each) => each.join(' '));

const initialOf = (part: string): string => Array.from(part)[0]?.toUpperCase() ?? '';
/** Two letters are hidden where they are written as a name, unless English begins sentences with them. */
const isSpoken = (part: string): boolean =>
  part.length >= shortestPart || (/^\p{Lu}\p{Ll}$/u.test(part) && !shortWords.has(part));
const shortWords = new Set(
  'Am An As At Be By Do Go He If In Is It Me My No Of On Or So To Up Us We'.split(' '),
);
const umlauts: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  å: 'aa',
  Å: 'Aa',
};
const withoutUmlauts = (text: string): string =>
  text.replaceAll(/[äöüåÄÖÜÅ]/gu, (letter) => umlauts[letter] ?? letter);

const emailAddress = /[^\s<>"'(),;:@/]{1,256}@(?:[\p{L}\d-]+\.)+\p{L}{2,}(?![\p{L}\d-])/gu;

/** An e-mail address becomes the person whose name it has, else an address with a number. */
function hideAddresses(record: ReviewRecord, { hidden }: Hiding): void {
  const { foundIn } = findHiddenWords(hidden);
  const found = new Set<string>();
  mapTexts([record.facts, record.texts], (text) => {
    for (const [address] of text.matchAll(emailAddress)) found.add(address.toLowerCase());
    return text;
  });
  let others = 0;
  for (const address of [...found].toSorted()) {
    const [named] = foundIn(address.slice(0, address.lastIndexOf('@')));
    const instead = named === undefined ? `address-${(others += 1)}` : hidden.get(named);
    if (!hidden.has(address)) hidden.set(address, instead ?? '');
  }
}

const hostInAddress = /(?<=:\/\/(?:[^\s/@]*@)?)(?:\[[\da-f:.]+\]|[\p{L}\d][\p{L}\d.-]*)/giu;
/** A host name of three or more labels, such as `db-1.internal.example`. Its last label is a word. */
const bareHost = /(?<![\p{L}\d.@-])(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.){2,}\p{L}{2,}(?![\p{L}\d-])/gu;
const hostOfMail = /(?<=[\p{L}\d._+-]@)[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
const ipAddress =
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)|(?<![\da-f:])(?:[\da-f]{1,4}:){3,7}[\da-f]{1,4}(?![\da-f:])|(?<![\da-f:])(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}(?![\da-f:])/giu;

function hideHosts(record: ReviewRecord, { hidden }: Hiding): void {
  const found = new Set<string>();
  mapTexts([record.facts, record.texts], (text) => {
    for (const pattern of [hostInAddress, bareHost, hostOfMail, ipAddress])
      for (const [host] of text.matchAll(pattern)) found.add(host.toLowerCase());
    return text;
  });
  for (const host of [...found].toSorted())
    if (!hidden.has(host)) hidden.set(host, `host-${hostCount(hidden) + 1}`);
}

const hostCount = (hidden: ReadonlyMap<string, string>): number =>
  [...hidden.values()].filter((alias) => alias.startsWith('host-')).length;

/** Fields that the fold interprets: no text of a person, but for those of `ourWords`. */
const structure = new Set(
  'kind target supersedes draft approval delivery hash sha256 severity status verdict outcome proposed as state use confidence repair about change ended why-here duplicateOf automates tracker part answer'.split(
    ' ',
  ),
);
/** Fields that hold words of ours in some facts and text in others, such as the type of an item and of a file. */
const ourWords = new Map<string, ReadonlySet<string>>([
  ...impactAreas.map((area) => [area, new Set<string>(impactLevels)] as const),
  ['type', new Set<string>([...itemTypes, ...actionTypes, 'person', 'monitor', 'intake', 'report'])],
]);

/** A team's own role may be called by anything. */
function isProductWord(key: string, word: string): boolean {
  if (key === 'role') return isUsualRole(word);
  // A script may give steps ids that are words.
  if (key === 'id' || key === 'step') return isUlid(word);
  return ourWords.get(key)?.has(word) ?? structure.has(key);
}

const personFields = new Set(['by', 'person', 'people', 'owner', 'from', 'to', 'mentions', 'assignee']);

function redactFact(
  value: unknown,
  ids: ReadonlyMap<string, string>,
  replace: (text: string) => string,
  key = '',
): unknown {
  if (typeof value === 'string') {
    if (personFields.has(key) && ids.has(value)) return ids.get(value);
    return isProductWord(key, value) ? value : replace(value);
  }
  if (Array.isArray(value)) return value.map((each: unknown) => redactFact(each, ids, replace, key));
  if (typeof value !== 'object' || value === null) return value;
  const isPage = (value as { kind?: unknown }).kind === 'paged' && ids.size > 0;
  // Where somebody was says who it is.
  const shown = Object.entries(value).filter(([name]) => !isPage || name !== 'zone');
  return Object.fromEntries(
    shown.map(([name, each]) => [name, redactFact(each as unknown, ids, replace, name)]),
  );
}

/** The names of the fields are the product's own, but in a fact of a kind that this version does not know. */
const isKnown = (fact: unknown): boolean => isFactKind(String((fact as { kind?: unknown } | null)?.kind));

function renameKeys(value: unknown, replace: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => renameKeys(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      envelope.has(key) ? key : replace(key),
      renameKeys(each as unknown, replace),
    ]),
  );
}

/** The fields that every fact has. */
const envelope = new Set(['id', 'kind', 'by', 'at', 'noted']);

/**
 * Everything in a record that somebody wrote: texts and names, also in fields that the fold interprets, but not the
 * product's own words (kinds, states, names of sections).
 */
export function writtenIn({ facts, texts, names }: ReviewRecord): string {
  const own = Object.keys(texts).filter((name) => name.startsWith(ownTexts));
  const keys = facts.filter((fact) => !isKnown(fact)).flatMap(keysOf);
  return [...writtenWords(facts), ...keys, ...own, ...Object.values(texts), ...Object.values(names)].join(
    '\n',
  );
}

const keysOf = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, each]) => [
        ...(Array.isArray(value) || envelope.has(key) ? [] : [key]),
        ...keysOf(each),
      ]);

function writtenWords(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return isProductWord(key, value) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => writtenWords(each, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => writtenWords(each as unknown, name));
}
