// An incident as a strip: impact, checks, commanders, updates with their lateness, actions with their grade. The room
// and its review pass the same data, so both draw the same strip.
import {
  emptyLane,
  isEmpty,
  type Band,
  type BandKind,
  type Lane,
  type StripMark,
  type Span,
} from './strip.ts';
import { table } from '../text/words.ts';

type Open = { from: number; until: number | null };
export type Story = {
  impact: Open | null;
  outages: readonly (Open & { monitor: string; name: string; reason: string | null })[];
  /** The holders of the commander role, by name. */
  command: readonly (Open & { person: string })[];
  messages: readonly {
    at: number;
    side: 'external' | 'internal' | 'unknown';
    number: number;
    audience: string;
    facts: readonly string[];
  }[];
  /** `number`: the customer update with the promise. */
  promises: readonly { number: number; promisedAt: number; keptAt: number | null; lateMs: number | null }[];
  /** Since when an update is overdue; null when none is late. */
  lateSince: number | null;
  actions: readonly { at: number; text: string; outcome: string | null; fact: string }[];
};

/** The most checks drawn. */
export const mostChecks = 12;
const cutAt = [56, 36, 20];

export const glyphs: Record<string, string> = {
  helped: '✓',
  'no-effect': '–',
  'made-worse': '✗',
  inconclusive: '?',
};
const gradeWords: Record<string, string> = table({
  helped: 'helped',
  'no-effect': 'no effect',
  'made-worse': 'made it worse',
  inconclusive: 'inconclusive',
});
const words = table({
  impact: 'Customer impact',
  affected: 'customers affected',
  down: (name: string) => `${name} down`,
  downWhy: (name: string, reason: string) => `${name} down: ${reason}`,
  command: 'Command',
  commands: (name: string) => `${name} commands`,
  bothCommand: (names: readonly string[]) => `${names.join(' and ')} both command`,
  either: (names: readonly string[]) => `${names.join(' or ')}?`,
  updates: 'Updates sent',
  late: (length: string) => `${length} late`,
  updateLate: (length: string) => `update ${length} late`,
  numberLate: (number: number, length: string) => `${number}, ${length} late`,
  update: (number: number, audience: string) => `update ${number} to ${audience}`,
  updateWasLate: (number: number, audience: string, length: string) =>
    `update ${number} to ${audience}, ${length} late`,
  message: (audience: string) => `message to ${audience}`,
  actions: 'Actions',
  notJudged: 'not judged',
  judged: (text: string, grade: string) => `${text} (${grade})`,
});

type TellOptions = { span: Span; sayLength: (ms: number) => string };

/** The lanes, in a fixed order, without empty ones. Open ends run to the end of `span`. */
export function lanesOf(story: Story, options: TellOptions): Lane[] {
  return [
    impactLane(story, options),
    ...checkLanes(story, options),
    commandLane(story, options),
    updateLane(story, options),
    actionLane(story, options),
  ].filter((lane) => !isEmpty(lane));
}

type BandWords = { kind: BandKind; label: string; title: string; ref?: string | null };

function band({ from, until }: Open, { span }: TellOptions, words: BandWords): Band {
  const isOpen = until === null || until > span.to;
  return { ref: null, ...words, from, to: isOpen ? span.to : until, isOpen };
}

function impactLane({ impact }: Story, options: TellOptions): Lane {
  const lane = emptyLane('impact', words.impact);
  if (impact === null || (impact.until !== null && impact.until < impact.from)) return lane;
  const drawn = band(impact, options, { kind: 'impact', label: '', title: words.affected });
  return { ...lane, note: options.sayLength(drawn.to - drawn.from), bands: [drawn] };
}

/** Sorted by first failure. */
function checkLanes({ outages }: Story, options: TellOptions): Lane[] {
  const byCheck = Map.groupBy(
    outages.filter(({ from }) => from <= options.span.to),
    ({ monitor }) => monitor,
  );
  return [...byCheck].slice(0, mostChecks).map(([monitor, known]) => {
    const { name } = known[0]!;
    const bands = known.map((outage) =>
      band(outage, options, {
        kind: 'down',
        label: options.sayLength((outage.until ?? options.span.to) - outage.from),
        title: outage.reason === null ? words.down(name) : words.downWhy(name, outage.reason),
      }),
    );
    return {
      ...emptyLane(`check ${monitor}`, name),
      bands,
      isTrouble: known.some(({ until }) => until === null),
    };
  });
}

/** Draws nothing without a holder, and `contested` with two at once. */
function commandLane({ command }: Story, options: TellOptions): Lane {
  const end = ({ until }: Open): number => until ?? options.span.to;
  const cuts = [...new Set(command.flatMap((each) => [each.from, end(each)]))].toSorted((a, b) => a - b);
  const bands: Band[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    const holding = command.filter((each) => each.from <= from && end(each) >= to);
    const names = [...new Set(holding.map(({ person }) => person))];
    if (names.length === 0) continue;
    const isContested = names.length > 1;
    const label = isContested ? words.either(names) : names.join('');
    const last = bands.at(-1);
    if (last?.label === label && last.to === from) last.to = to;
    else
      bands.push(
        band({ from, until: to }, options, {
          kind: isContested ? 'contested' : 'held',
          label,
          title: isContested ? words.bothCommand(names) : words.commands(label),
        }),
      );
  }
  return { ...emptyLane('command', words.command), bands };
}

/** A message as a mark; a customer update that came late says by how long. */
function markOfMessage(
  { at, side, number, audience, facts }: Story['messages'][number],
  lateMs: number | undefined,
  sayLength: TellOptions['sayLength'],
): StripMark {
  const ref = facts[0] ?? null;
  if (side !== 'external') return { at, kind: 'internal', labels: [], title: words.message(audience), ref };
  const [label, title] =
    lateMs === undefined
      ? [String(number), words.update(number, audience)]
      : [
          words.numberLate(number, sayLength(lateMs)),
          words.updateWasLate(number, audience, sayLength(lateMs)),
        ];
  return { at, kind: 'external', labels: [label, String(number)], title, ref };
}

/** A broken promise is drawn as late from its due time until it was kept. */
function updateLane({ messages, promises, lateSince }: Story, options: TellOptions): Lane {
  const { span, sayLength } = options;
  const external = messages.filter(({ side }) => side === 'external');
  const late = promises.flatMap(({ number, promisedAt, keptAt, lateMs }) => {
    if (lateMs === null || keptAt === null) return [];
    const kept = external.find((message) => message.number === number + 1);
    return [{ number: kept?.number, lateMs, from: promisedAt, until: keptAt }];
  });
  const marks = messages
    .filter(({ at }) => at <= span.to)
    .map((message) =>
      markOfMessage(message, late.find(({ number }) => number === message.number)?.lateMs, sayLength),
    );
  const bands = late.map((each) =>
    band(each, options, { kind: 'late', label: '', title: words.updateLate(sayLength(each.lateMs)) }),
  );
  if (lateSince !== null && lateSince < span.to) {
    const length = sayLength(span.to - lateSince);
    bands.push(
      band({ from: lateSince, until: null }, options, {
        kind: 'late',
        label: words.late(length),
        title: words.updateLate(length),
      }),
    );
  }
  return {
    ...emptyLane('updates', words.updates),
    marks,
    bands,
    note: marks.length > 0 ? String(marks.length) : '',
  };
}

function actionLane({ actions }: Story, { span }: TellOptions): Lane {
  const marks = actions
    .map(({ at, text, outcome, fact }, index): StripMark => {
      const glyph = outcome === null ? '' : (glyphs[outcome] ?? '');
      const short = `${index + 1}${glyph}`;
      const said = outcome === null ? words.notJudged : (gradeWords[outcome] ?? outcome);
      return {
        at,
        kind: outcome === 'helped' ? 'helped' : 'tried',
        labels: [...cutAt.map((signs) => `${short} ${cut(text, signs)}`), short],
        title: words.judged(text.trim(), said),
        ref: fact,
      };
    })
    .filter(({ at }) => at <= span.to);
  return {
    ...emptyLane('actions', words.actions),
    marks,
    note: marks.length > 0 ? String(marks.length) : '',
  };
}

function cut(text: string, most: number): string {
  const [line = ''] = text.trim().split('\n', 1);
  const signs = Array.from(line);
  return signs.length > most
    ? `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
