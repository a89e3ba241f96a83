// Every slash command: its syntax, its help text, and the facts it writes.
import { sayWhen, shownCalendar } from '#renderer/ui/say-time.ts';
import { entryOf } from '#room/text/plain.ts';
import { readPast } from '#room/time/typed-time.ts';
import { impactAreas, impactLevels, severities, statuses } from '#room/facts/fact.ts';
import { strings } from '../../../../strings/index.ts';
import { action } from './action-command.ts';
import { confirm, experiment, finding, hypothesis } from './inquiry-commands.ts';
import { ready, wrong, type Command, type LineContext, type ParsedLine } from './line.ts';
import { page } from './page-command.ts';
import { claim, release, role } from './role-commands.ts';
import { accept, done, task } from './task-commands.ts';
import { optionalWhy, splitWord } from './words.ts';

const words = strings.line;

function textCommand(kind: 'note' | 'decision' | 'observation', hint: string): Command {
  const says = {
    note: words.addNote,
    decision: words.recordDecision,
    observation: words.recordObservation,
  }[kind];
  const parse = (text: string) => (text === '' ? wrong(words.needsText(kind)) : ready(says, { kind, text }));
  return { name: kind, usage: 'text', hint, parse };
}

const sev: Command = {
  name: 'sev',
  usage: 'P1|P2|P3|P4 [why]',
  hint: words.setSeverity,
  parse(rest) {
    const [word, why] = splitWord(rest);
    const severity = severities.find((each) => each === word.toUpperCase() || each.slice(1) === word);
    if (!severity) return wrong(words.badSeverity(severities.join(', ')));
    return ready(words.setSeverityTo(severity), { kind: 'severity', severity, ...optionalWhy(why) });
  },
};

const status: Command = {
  name: 'status',
  usage: 'status [why]',
  hint: words.moveOn(statuses.join(', ')),
  parse(rest, { down }) {
    const [word, why] = splitWord(rest);
    const fits = word === '' ? [] : statuses.filter((each) => each.startsWith(word.toLowerCase()));
    const status = fits[0];
    if (!status || fits.length > 1) return wrong(words.badStatus(statuses.join(', ')));
    const isEnding = status === 'resolved' || status === 'closed';
    const confirm = isEnding && down.length > 0 ? sayStillDown(down, status) : null;
    const line = ready(words.setStatus(status), { kind: 'status', status, ...optionalWhy(why) }, confirm);
    return isEnding ? { ...line, opens: 'status' } : line;
  },
};

/** The question before an incident is ended while checks are down. */
function sayStillDown(down: readonly string[], status: 'resolved' | 'closed'): string {
  return words.stillDown[status](down);
}

const impact: Command = {
  name: 'impact',
  usage: '[users major] text',
  hint: words.impactSays(impactAreas.join(', '), impactLevels.join('|')),
  parse(rest) {
    const levels: Record<string, string> = {};
    let text = rest;
    for (;;) {
      const [areaWord, afterArea] = splitWord(text);
      const [levelWord, afterLevel] = splitWord(afterArea);
      const area = areaWord.toLowerCase().replace(/:$/u, '');
      const level = impactLevels.find((each) => each === levelWord.toLowerCase().replace(/[,;.:]$/u, ''));
      if (level === undefined || !impactAreas.some((each) => each === area)) break;
      levels[area] = level;
      text = afterLevel;
    }
    if (rest === '') return wrong(words.needsImpact);
    return ready(words.assessImpact, { kind: 'impact', ...levels, ...(text === '' ? {} : { text }) });
  },
};

function impactTime(kind: 'impact-began' | 'impact-ended', hint: string): Command {
  const says = kind === 'impact-began' ? words.impactBeganSays : words.impactEndedSays;
  return {
    name: kind,
    usage: '[14:02|-20m]',
    hint,
    parse(rest, { now }) {
      if (rest === '') return ready(words.now(says), { kind });
      const read = readPast(rest, now, shownCalendar);
      if (read === null) return wrong(words.badTime(rest, kind));
      if ('wrong' in read) return wrong(read.wrong);
      return ready(`${says} ${sayWhen(read.at, now)}`, { kind, at: read.at });
    },
  };
}

const link: Command = {
  name: 'link',
  usage: 'url [label]',
  hint: words.linkHint,
  parse(rest) {
    const [url, label] = splitWord(rest);
    if (!/^(?:https?:\/\/|mailto:|tel:|sips?:)\S+$/iu.test(url)) return wrong(words.badLink);
    return ready(words.addLink, { kind: 'link', url, ...(label === '' ? {} : { label }) });
  },
};

/** BR3: `/call` alone starts the call from the team's template, once. */
function startCall({ call: known }: LineContext): ParsedLine {
  if (known?.url) return wrong(words.callExists);
  if (!known?.draft) return wrong(words.needsCallAddress);
  return ready(words.startCall, known.draft);
}

const call: Command = {
  name: 'call',
  usage: '[url] [label]',
  hint: words.callHint,
  parse(rest, context) {
    if (rest === '') return startCall(context);
    const [url, label] = splitWord(rest);
    if (!/^(?:https?:\/\/|tel:|sips?:)\S+$/iu.test(url)) return wrong(words.needsCallAddressOrLabel);
    return ready(words.addBridge, {
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
  hint: words.attachHint,
  parse: (rest) =>
    rest === ''
      ? {
          state: 'ready',
          says: words.attachSays,
          drafts: [],
          at: null,
          confirm: null,
          opens: 'files',
        }
      : wrong(words.attachTakesNoText),
};

export const commands: readonly Command[] = [
  textCommand('note', words.noteHint),
  action,
  textCommand('decision', words.decisionHint),
  textCommand('observation', words.observationHint),
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
    hint: words.acknowledgeHint,
    parse: (rest) =>
      rest === '' ? ready(words.acknowledge, { kind: 'acknowledged' }) : wrong(words.ackTakesNoText),
  },
  role,
  claim,
  release,
  impact,
  impactTime('impact-began', words.impactBeganHint),
  impactTime('impact-ended', words.impactEndedHint),
  link,
  call,
  page,
  attach,
];

/** What people also call a command. Only the names above are offered. */
const otherNames: Readonly<Record<string, string>> = {
  assign: 'role',
  give: 'role',
  decide: 'decision',
  decided: 'decision',
  severity: 'sev',
  acknowledge: 'ack',
  todo: 'task',
  saw: 'observation',
  did: 'action',
};

/** IN7: the command with this name, or with another word for it. */
export function commandNamed(name: string): Command | undefined {
  const typed = name.toLowerCase();
  const wanted = entryOf(otherNames, typed) ?? typed;
  return commands.find((command) => command.name === wanted);
}
