// How a fact reads in a review: what happened first, nobody as the subject. Null for what another part
// of the review shows. A kind that is not here reads as it does in the room.
import type { Fact, FactKind } from '../facts/fact.ts';
import { sayAllowed } from '../facts/access.ts';
import { sayEvidence, type CheckEvidence } from '../facts/kind.ts';
import { sayTargets } from '../facts/paging.ts';
import { sayNature } from '../facts/noticed.ts';
import { sayFigures } from '../facts/impact-figures.ts';
import { impactAreas } from '../team/scales.ts';
import { sayFact, writerOf } from '../facts/say.ts';
import { sayWhatItWas } from '../facts/withdrawn.ts';
import { roleTitle } from './people.ts';
import { sayList } from '../text/words.ts';
import { isIntake } from '../facts/author.ts';

export type PhraseContext = {
  name: (person: string) => string;
  find: (id: string) => Fact | undefined;
  /** Whether a status opened a resolved incident again. */
  isReopening?: (fact: Fact<'status'>) => boolean;
};

type Phrases = { [K in FactKind]?: (fact: Fact<K>, speech: PhraseContext) => string | null };

const after = (text: string | null | undefined): string => (text ? `: ${text}` : '');
const quoted = (fact: Fact | undefined, otherwise: string): string =>
  fact !== undefined && 'text' in fact && typeof fact.text === 'string'
    ? `“${oneLine(fact.text)}”`
    : otherwise;
const resting = (evidence: CheckEvidence | undefined): string =>
  evidence === undefined ? '' : ` (${sayEvidence(evidence)})`;
const none = (): null => null;

/** `Page on the desktop`, `Page by SMS`; other channels have the team's own names. */
export function sayPage(channel: string, page = 'Page'): string {
  if (channel === 'desktop') return `${page} on the desktop`;
  if (channel === 'sms') return `${page} by SMS`;
  return `${page} ${/^(?:sms|phone|e-?mail|fax)$/iu.test(channel) ? 'by' : 'through'} ${channel}`;
}

const statusWords = {
  triage: 'Moved back to triage',
  investigating: 'Investigation began',
  identified: 'Cause identified',
  monitoring: 'Fix in place, being watched',
  resolved: 'Resolved',
  closed: 'Closed',
} as const;

export function causeNamed({ why, answers = [] }: Fact<'status'>): string | null {
  const last = answers.at(-1);
  return why || (last?.answer === 'yes' ? (last.text ?? null) : null) || null;
}

function sayStatus(fact: Fact<'status'>, { isReopening }: PhraseContext): string {
  const words =
    fact.status === 'identified' || fact.status === 'monitoring' ? causeNamed(fact) : (fact.why ?? null);
  const open = (fact.answers ?? []).filter(({ answer }) => answer === 'no').map(({ ask }) => ask);
  const without = open.length === 0 ? '' : ` without confirming ${sayList(open.map((ask) => `“${ask}”`))}`;
  const isAgain = fact.status !== 'resolved' && fact.status !== 'closed' && isReopening?.(fact) === true;
  const status = isAgain ? 'Opened again' : statusWords[fact.status];
  const moved = fact.withdrawn ? `Withdrawn, ${sayWhatItWas(fact.withdrawn)}` : status;
  return `${moved}${without}${after(words)}`;
}

const verdicts = {
  supported: 'supports',
  refuted: 'refutes',
  inconclusive: 'is inconclusive about',
} as const;

const isAlert = ({ monitor }: { monitor: string }): boolean => isIntake(monitor);

/** A form repeats its title, and says who sent it; the first is the heading and the second is private. */
const reported = (text: string): string => text.replace(/^Reported: /u, '').replace(/\nFrom [^\n]*$/u, '');

const step = (fact: { target: string; step: string }, { find }: PhraseContext): string => {
  const list = find(fact.target);
  const found = list?.kind === 'checklist' ? list.steps.find(({ id }) => id === fact.step) : undefined;
  return found ? `“${oneLine(found.text)}”` : 'a step';
};

const phrases: Phrases = {
  declared: ({ severity, title: named, drill, source, nature, noticed }) => {
    const title = `${named}${sayNature({ nature, noticed })}`;
    const what = [drill && 'a drill', severity].filter(Boolean).join(', ');
    const how = source.type === 'person' || source.type === 'report' ? '' : 'automatically';
    const first = source.type === 'report' ? 'Reported by form and declared' : 'Declared';
    return `${[first, what, how].filter(Boolean).join(' ')}: ${title}`;
  },
  retitled: ({ title }) => `Renamed: ${title}`,
  severity: ({ severity, why }) => `Severity set to ${severity}${after(why)}`,
  status: sayStatus,
  impact: (fact) => {
    const levels = impactAreas.flatMap((area) => (fact[area] ? [`${area} ${fact[area]}`] : []));
    const parts = [levels.join(', '), sayFigures(fact.figures), fact.text ?? ''];
    return `Impact assessed${after(parts.filter(Boolean).join('. '))}`;
  },
  'impact-began': () => 'Customer impact began',
  'impact-ended': () => 'Customer impact ended',
  acknowledged: () => 'Acknowledged',
  numbered: none,
  restricted: (fact, { name }) => `Restricted to ${sayAllowed(fact, name)}`,
  unrestricted: () => 'Open to everybody in the team',
  joined: none,
  review: none,
  claimed: ({ role, as, by, person }, { name }) => {
    if (role !== 'commander' || as === 'backup') return null;
    return by === person ? 'Command taken' : `Command given to ${name(person)}`;
  },
  released: ({ role, person, by }, { name }) => {
    if (role !== 'commander') return null;
    return by === person ? 'Command given up' : `${name(person)} released from command`;
  },
  'handover-offered': none,
  'handover-accepted': ({ target }, { find, name }) => {
    const offer = find(target);
    if (offer?.kind !== 'handover-offered') return 'A handover was accepted';
    const what = offer.role === 'commander' ? 'Command' : roleTitle(offer.role);
    return `${what} handed over from ${name(offer.from)} to ${name(offer.to)}`;
  },
  'check-down': (fact, { name }) => {
    const check = fact.name ?? name(fact.monitor);
    return isAlert(fact)
      ? `Alert from ${writerOf(fact, name)}: ${check}${after(fact.reason)}`
      : `${check} is ${fact.degraded === true ? 'degraded' : 'down'}${after(fact.reason)}`;
  },
  'check-up': (fact, { name }) => {
    const check = fact.name ?? name(fact.monitor);
    if (fact.ended !== undefined)
      return `${check} was ${fact.ended}: it is no longer watched, so nobody knows whether it works`;
    return isAlert(fact)
      ? `Alert ended: ${check}${after(fact.reason)}`
      : `${check} is up again${after(fact.reason)}`;
  },
  change: ({ text, source, url }) =>
    `Change: ${text}${source === undefined ? '' : ` (${source})`}${url ? ` ${url}` : ''}`,
  'page-asked': ({ targets, text }, { name }) => `Asked for ${sayTargets(targets, name)}${after(text)}`,
  paged: ({ person, channel, outcome, address }, { name }) => {
    const failed = outcome.ok ? '' : ` failed${after(outcome.reason)}`;
    const whom = person === undefined ? address : name(person);
    return whom === undefined
      ? `Message to ${channel}${failed}`
      : `${sayPage(channel, `Page to ${whom}`)}${failed}`;
  },
  note: ({ text }) => text,
  decision: ({ text }) => `Decided: ${text}`,
  observation: ({ text, evidence, by }) =>
    `${isIntake(by) ? `Report: ${reported(text)}` : `Observed: ${text}`}${resting(evidence)}`,
  confirmed: none,
  key: none,
  action: ({ text }) => `Action: ${text}`,
  graded: none,
  hypothesis: ({ text }) => `Suspected: ${text}`,
  'hypothesis-changed': none,
  experiment: ({ text, refutes }) => `Test: ${text}${refutes ? ` (refuted if ${refutes})` : ''}`,
  finding: ({ target, verdict, text, evidence }, { find }) => {
    const about = find(target);
    const tested = about?.kind === 'experiment' ? find(about.target) : about;
    return `Result ${verdicts[verdict]} ${quoted(tested, 'the hypothesis')}${after(text)}${resting(evidence)}`;
  },
  task: ({ text, owner }, { name }) => `Task${owner ? ` for ${name(owner)}` : ''}: ${text}`,
  'task-accepted': none,
  'task-done': ({ target }, { find }) => {
    const task = find(target);
    // TA3: the turns of a repeating task stand in one line at the end.
    if (task?.kind === 'task' && task.everyMs !== undefined) return null;
    return `Task done: ${quoted(task, 'a task')}`;
  },
  'action-item': none,
  'action-item-changed': none,
  checklist: ({ title }) => `Checklist started: ${title}`,
  step: (fact, speech) => {
    const words = { done: 'Step done', skipped: 'Step skipped', open: 'Step reopened' } as const;
    return `${words[fact.state]}: ${step(fact, speech)}${fact.why ? ` (${fact.why})` : ''}`;
  },
  'step-started': none,
  'step-assigned': none,
  'step-approved': (fact, speech) => `Approved: ${step(fact, speech)}`,
  draft: none,
  approved: none,
  sent: none,
  link: ({ url, label }) => `Link: ${label ? `${label} ` : ''}${url}`,
  attachment: ({ name }) => `Attached: ${name}`,
  amended: none,
  retracted: none,
};

export function phraseOf(fact: Fact, speech: PhraseContext): string | null {
  const say = phrases[fact.kind] as ((fact: Fact, speech: PhraseContext) => string | null) | undefined;
  return say === undefined ? sayFact(fact, speech.name, speech.find) : say(fact, speech);
}

export const oneLine = (text: string): string => text.trim().replace(/\s+/gu, ' ');
