// Every slash command: how it is typed, what it says about itself, and the facts it makes.
import { sayWhen } from '#renderer/ui/say-time.ts';
import { impactAreas, impactLevels, severities, statuses } from '#room/fact.ts';
import { ready, wrong, type LineContext, type ParsedLine } from './line.ts';
import { parseDue, parseLength, parsePast } from './typed-time.ts';

export type Command = {
  name: string;
  /** What comes after the name; `[…]` may be left out. */
  usage: string;
  hint: string;
  parse: (rest: string, context: LineContext) => ParsedLine;
};

/** The first word and what follows it. */
function splitWord(text: string): [string, string] {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  return [word, rest];
}

const optionalWhy = (why: string) => (why === '' ? {} : { why });

function textCommand(kind: 'note' | 'decision' | 'observation' | 'hypothesis', hint: string): Command {
  const says = {
    note: 'Add a note',
    decision: 'Record a decision',
    observation: 'Record an observation',
    hypothesis: 'Propose a hypothesis',
  }[kind];
  const parse = (text: string) =>
    text === '' ? wrong(`Say what the ${kind} is after /${kind}.`) : ready(says, { kind, text });
  return { name: kind, usage: 'text', hint, parse };
}

const action: Command = {
  name: 'action',
  usage: '[temporary|permanent] [watch 5m] text',
  hint: 'Something done to the system; the checks say whether it helped',
  parse(rest) {
    const [word, after] = splitWord(rest);
    const repair = word === 'temporary' || word === 'permanent' ? word : null;
    const [watchWord, afterWatch] = splitWord(repair ? after : rest);
    const [lengthWord, afterLength] = splitWord(afterWatch);
    const watchMs = watchWord === 'watch' ? parseLength(lengthWord) : null;
    const text = watchMs !== null ? afterLength : repair ? after : rest;
    if (text === '') return wrong('Say what was done after /action.');
    if (watchMs !== null && (watchMs < 10_000 || watchMs > 3_600_000))
      return wrong('An action is watched for 10s to 1h: /action watch 5m text.');
    return ready(repair ? `Log a ${repair} repair` : 'Log an action', {
      kind: 'action',
      text,
      ...(repair && { repair }),
      ...(watchMs !== null && { watchMs }),
    });
  },
};

const task: Command = {
  name: 'task',
  usage: '[@name] [10m|14:30] text',
  hint: 'Ask somebody for something, with a time box',
  parse(rest, context) {
    let text = rest;
    let owner: { id: string; name: string } | null = null;
    if (text.startsWith('@')) {
      const found = findPerson(text, context);
      if ('error' in found) return wrong(found.error);
      owner = found.person;
      text = found.rest;
    }
    const [word, after] = splitWord(text);
    const due = parseDue(word, context.now);
    if (due !== null) text = after;
    if (text === '') return wrong('Say what to do: /task @name 10m text.');
    const says = [
      'Add a task',
      owner && `for ${owner.name}`,
      due !== null && `due ${sayWhen(due, context.now)}`,
    ];
    return ready(says.filter(Boolean).join(' '), {
      kind: 'task',
      text,
      ...(owner && { owner: owner.id }),
      ...(due !== null && { due }),
    });
  },
};

/** `@ana`, `@ana kova` or the whole name; the longest name that fits wins, two equally good ones are asked about. */
function findPerson(
  text: string,
  { people, me }: LineContext,
): { person: { id: string; name: string }; rest: string } | { error: string } {
  const [word, afterWord] = splitWord(text.slice(1));
  if (word === '') return { error: 'Write a name after @.' };
  if (word.toLowerCase() === 'me') {
    return { person: people.find(({ id }) => id === me) ?? { id: me, name: 'me' }, rest: afterWord };
  }
  const typed = text.slice(1).toLowerCase();
  const whole = people
    .filter(({ name }) => `${typed} `.startsWith(`${name.toLowerCase()} `))
    .toSorted((a, b) => b.name.length - a.name.length);
  const best = whole[0];
  if (best && whole[1]?.name !== best.name) {
    return { person: best, rest: text.slice(1 + best.name.length).trim() };
  }
  const started = people.filter(({ name }) => name.toLowerCase().startsWith(word.toLowerCase()));
  if (started.length === 1) return { person: started[0]!, rest: afterWord };
  if (started.length === 0)
    return { error: `Nobody here is called ${word}. Known: ${people.map(({ name }) => name).join(', ')}.` };
  return {
    error: `@${word} could be ${started.map(({ name }) => name).join(' or ')}. Write more of the name.`,
  };
}

const sev: Command = {
  name: 'sev',
  usage: 'P1|P2|P3|P4 [why]',
  hint: 'Set the severity',
  parse(rest) {
    const [word, why] = splitWord(rest);
    const severity = severities.find((each) => each === word.toUpperCase() || each.slice(1) === word);
    if (!severity) return wrong(`A severity is one of ${severities.join(', ')}: /sev P1 why.`);
    return ready(`Set severity ${severity}`, { kind: 'severity', severity, ...optionalWhy(why) });
  },
};

const status: Command = {
  name: 'status',
  usage: 'status [why]',
  hint: `Move on: ${statuses.join(', ')}`,
  parse(rest, { down }) {
    const [word, why] = splitWord(rest);
    const fits = word === '' ? [] : statuses.filter((each) => each.startsWith(word.toLowerCase()));
    const status = fits[0];
    if (!status || fits.length > 1)
      return wrong(`A status is one of ${statuses.join(', ')}: /status monitoring why.`);
    const isEnding = status === 'resolved' || status === 'closed';
    const confirm = isEnding && down.length > 0 ? sayStillDown(down, status) : null;
    return ready(`Set status ${status}`, { kind: 'status', status, ...optionalWhy(why) }, confirm);
  },
};

/** The question that ending an incident asks while checks are down. */
export function sayStillDown(down: readonly string[], status: 'resolved' | 'closed'): string {
  const verb = status === 'resolved' ? 'Resolve' : 'Close';
  return `${down.join(', ')} ${down.length === 1 ? 'is' : 'are'} still down. ${verb} anyway?`;
}

const shortRoles: Record<string, string> = {
  ic: 'commander',
  comms: 'communications',
  tech: 'technical',
  ops: 'operations',
};

function roleNamed(word: string, roles: readonly string[]): string | { error: string } {
  const wanted = shortRoles[word.toLowerCase()] ?? word.toLowerCase();
  const exact = roles.find((role) => role.toLowerCase() === wanted);
  const fits = wanted === '' ? [] : roles.filter((role) => role.toLowerCase().startsWith(wanted));
  const found = exact ?? (fits.length === 1 ? fits[0] : undefined);
  return found ?? { error: `A role is one of ${roles.join(', ')}.` };
}

const claim: Command = {
  name: 'claim',
  usage: 'role [backup]',
  hint: 'Take a role, or back it up',
  parse(rest, { me, roles }) {
    const [word, after] = splitWord(rest);
    const role = roleNamed(word, roles);
    if (typeof role !== 'string') return wrong(role.error);
    if (after !== '' && after !== 'backup')
      return wrong(`After the role only the word backup may follow, not ${after}.`);
    const as = after === 'backup' ? 'backup' : 'primary';
    return ready(as === 'backup' ? `Back up ${role}` : `Take ${role}`, {
      kind: 'claimed',
      role,
      person: me,
      as,
    });
  },
};

const release: Command = {
  name: 'release',
  usage: 'role',
  hint: 'Give a role up',
  parse(rest, { me, roles }) {
    const role = roleNamed(rest, roles);
    return typeof role === 'string'
      ? ready(`Give up ${role}`, { kind: 'released', role, person: me })
      : wrong(role.error);
  },
};

const impact: Command = {
  name: 'impact',
  usage: '[users major] text',
  hint: `Who is affected and how: ${impactAreas.join(', ')} ${impactLevels.join('|')}`,
  parse(rest) {
    const levels: Record<string, string> = {};
    let text = rest;
    for (;;) {
      const [area, afterArea] = splitWord(text);
      const [levelWord, afterLevel] = splitWord(afterArea);
      const level = impactLevels.find((each) => each === levelWord.replace(/[,;.:]$/u, ''));
      if (level === undefined || !impactAreas.some((each) => each === area)) break;
      levels[area] = level;
      text = afterLevel;
    }
    if (rest === '')
      return wrong('Say who is affected and how: /impact users major, one in four payments fails.');
    return ready('Assess the impact', { kind: 'impact', ...levels, ...(text === '' ? {} : { text }) });
  },
};

function impactTime(kind: 'impact-began' | 'impact-ended', hint: string): Command {
  const says = kind === 'impact-began' ? 'Customers affected since' : 'Customers no longer affected since';
  return {
    name: kind,
    usage: '[14:02|-20m]',
    hint,
    parse(rest, { now }) {
      if (rest === '') return ready(`${says} now`, { kind });
      const at = parsePast(rest, now);
      if (at === null)
        return wrong(`${rest} is no time. Write /${kind} 14:02, /${kind} -20m, or nothing for now.`);
      return ready(`${says} ${sayWhen(at, now)}`, { kind, at });
    },
  };
}

const link: Command = {
  name: 'link',
  usage: 'url [label]',
  hint: 'A bridge, a dashboard, a document',
  parse(rest) {
    const [url, label] = splitWord(rest);
    if (!/^(?:https?:\/\/|mailto:|tel:|sips?:)\S+$/iu.test(url))
      return wrong('A link begins with https://, http://, mailto:, tel: or sip:.');
    return ready('Add a link', { kind: 'link', url, ...(label === '' ? {} : { label }) });
  },
};

export const commands: readonly Command[] = [
  textCommand('note', 'A plain line is a note too'),
  action,
  textCommand('decision', 'What was decided; a key event'),
  textCommand('observation', 'What you see, not what you think it means'),
  textCommand('hypothesis', 'A guess that a test could prove wrong'),
  task,
  sev,
  status,
  {
    name: 'ack',
    usage: '',
    hint: 'Acknowledge: somebody is on it',
    parse: (rest) =>
      rest === ''
        ? ready('Acknowledge', { kind: 'acknowledged' })
        : wrong('/ack stands alone. Write the rest as a note.'),
  },
  claim,
  release,
  impact,
  impactTime('impact-began', 'When customers began to be affected'),
  impactTime('impact-ended', 'When customers were no longer affected'),
  link,
];

export const commandNamed = (name: string): Command | undefined =>
  commands.find((command) => command.name === name.toLowerCase());
