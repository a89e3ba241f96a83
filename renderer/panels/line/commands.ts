// Every slash command: how it is typed, what it says about itself, and the facts it makes.
import { sayWhen } from '#renderer/ui/say-time.ts';
import { impactAreas, impactLevels, severities, statuses } from '#room/fact.ts';
import { confirm, experiment, finding, hypothesis } from './inquiry-commands.ts';
import { ready, wrong, type Command, type LineContext, type ParsedLine } from './line.ts';
import { claim, release, role } from './role-commands.ts';
import { accept, done, task } from './task-commands.ts';
import { parseLength, parsePast } from './typed-time.ts';
import { optionalWhy, splitWord } from './words.ts';

function textCommand(kind: 'note' | 'decision' | 'observation', hint: string): Command {
  const says = {
    note: 'Add a note',
    decision: 'Record a decision',
    observation: 'Record an observation',
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

/** BR3: `/call` alone makes the call from the team's template, once. */
function startCall({ call: known }: LineContext): ParsedLine {
  if (known?.url) return wrong('There is a call already: Shift+B joins it. /call https://… moves it.');
  if (!known?.draft)
    return wrong('Write where people talk: /call https://… An owner can set an address for all calls.');
  return ready('Start the call', known.draft);
}

const call: Command = {
  name: 'call',
  usage: '[url] [label]',
  hint: 'Start the call where people talk, or say where it is',
  parse(rest, context) {
    if (rest === '') return startCall(context);
    const [url, label] = splitWord(rest);
    if (!/^(?:https?:\/\/|tel:|sips?:)\S+$/iu.test(url))
      return wrong('Write where people talk: /call https://… with a label if you like.');
    return ready('Add the bridge', {
      kind: 'link',
      url,
      use: 'bridge',
      ...(label === '' ? {} : { label }),
    });
  },
};

const attach: Command = {
  name: 'attach',
  usage: '',
  hint: 'Files from this computer; pasting and dropping work too',
  parse: (rest) =>
    rest === ''
      ? {
          state: 'ready',
          says: 'Choose files to attach',
          drafts: [],
          at: null,
          confirm: null,
          opens: 'files',
        }
      : wrong('/attach stands alone: the files are chosen next. Write the rest as a note.'),
};

export const commands: readonly Command[] = [
  textCommand('note', 'A plain line is a note too'),
  action,
  textCommand('decision', 'What was decided; a key event'),
  textCommand('observation', 'What you see, not what you think it means'),
  confirm,
  hypothesis,
  experiment,
  finding,
  task,
  accept,
  done,
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
  role,
  claim,
  release,
  impact,
  impactTime('impact-began', 'When customers began to be affected'),
  impactTime('impact-ended', 'When customers were no longer affected'),
  link,
  call,
  attach,
];

export const commandNamed = (name: string): Command | undefined =>
  commands.find((command) => command.name === name.toLowerCase());
