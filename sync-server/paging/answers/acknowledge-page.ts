// The page behind an acknowledge link: text and one button, no script.
import type { IncidentSummary } from '#room/feed/feed.ts';
import { escapeMarkup as escape } from '#room/text/escape-markup.ts';
import { framePage } from '../../http/page-frame.ts';

export type PageWords =
  | { kind: 'unknown' }
  | { kind: 'expired' | 'over'; incident: IncidentSummary }
  | { kind: 'done'; incident: IncidentSummary; name: string }
  | {
      kind: 'ask';
      incident: IncidentSummary;
      /** Null for a link in a shared channel: readers say who they are. */
      name: string | null;
      choices: readonly { id: string; name: string }[];
      earlier: { name: string; at: number } | null;
    }
  | {
      /** PH7: somebody outside the team who was paged by hand. */
      kind: 'outside';
      incident: IncidentSummary;
      asker: string;
      text: string | null;
      phase: 'paging' | 'exhausted' | 'answered' | 'over';
    }
  /** PT2: a test page. */
  | { kind: 'test'; isConfirmed: boolean };

type AboutIncident = Exclude<PageWords, { kind: 'unknown' | 'test' }>;
const isAbout = (words: PageWords): words is AboutIncident =>
  words.kind !== 'unknown' && words.kind !== 'test';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 "IBM Plex Sans", system-ui, sans-serif; }
  body { max-width: 34rem; margin: 12vh auto 0; padding: 0 1.25rem; }
  h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }
  p { margin: .5rem 0; }
  .title { margin: 0; }
  .about { opacity: .75; margin: 0 0 1.5rem; }
  .open { margin-top: 1.5rem; }
  blockquote { margin: 1rem 0; padding: 0 0 0 .75rem; border-left: 3px solid; white-space: pre-wrap; overflow-wrap: anywhere; }
  a { color: inherit; }
  button, select { font: inherit; padding: .6rem 1rem; border-radius: 6px; border: 1px solid currentColor; }
  select { background: Canvas; color: CanvasText; max-width: 100%; display: block; margin: .25rem 0 1rem; }
  button { background: CanvasText; color: Canvas; cursor: pointer; }
  button:focus-visible, select:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
`;

export function acknowledgePage(words: PageWords): string {
  const [heading, body] = say(words);
  const parts = [
    isAbout(words) && about(words.incident),
    body,
    isAbout(words) && words.kind !== 'outside' && open(words.incident),
  ];
  return framePage({ heading, title: `${heading} – Muster`, style, body: parts.filter(Boolean).join('\n') });
}

function about({ severity, title, service, status }: IncidentSummary): string {
  const parts = [severity, service, status].filter((part) => part !== null);
  return `<p class="title">${escape(title)}</p>\n<p class="about">${parts.map(escape).join(' · ')}</p>`;
}

/** The room's address is on the same server, where the reader may be signed in. */
function open({ id, number }: IncidentSummary): string {
  return `<p class="open"><a href="/#/room/${escape(id)}">Open ${escape(number ?? 'it')} in Muster</a></p>`;
}

function say(words: PageWords): [heading: string, body: string] {
  switch (words.kind) {
    case 'unknown':
      return [
        'This link is not known here',
        '<p>The link may be incomplete. Open Muster to see the incident.</p>',
      ];
    case 'expired':
      return ['This link has expired', '<p>Nothing was changed. Open Muster to acknowledge.</p>'];
    case 'over':
      return ['This incident is over', '<p>You need to do nothing.</p>'];
    case 'done':
      return [
        `${words.incident.number ?? 'The incident'} is acknowledged by ${words.name}`,
        '<p>The timeline shows it, and paging has stopped.</p>',
      ];
    case 'ask':
      return [`Acknowledge ${words.incident.number ?? 'the incident'}?`, askBody(words)];
    case 'test':
      return words.isConfirmed
        ? ['The test page arrived', '<p>Nothing is wrong. You need to do nothing.</p>']
        : [
            'This is a test page',
            '<p>Nothing is wrong. Confirm that it reached you:</p>\n<form method="post"><button type="submit">It arrived</button></form>',
          ];
    case 'outside':
      return sayOutside(words);
    default:
      return words satisfies never;
  }
}

/** They cannot open the room: they see only the text of the person who asked. */
function sayOutside({ asker, text, phase }: Extract<PageWords, { kind: 'outside' }>): [string, string] {
  const asked = text === null ? '' : `<blockquote>${escape(text)}</blockquote>`;
  if (phase === 'over') return ['You are no longer needed', '<p>You need to do nothing.</p>'];
  if (phase === 'answered')
    return [
      'You have answered',
      `<p>${escape(asker)} and the others in the room know that you are coming.</p>${asked}`,
    ];
  return [
    `${asker} asks for your help`,
    `${asked}<p>Your answer goes into the incident’s timeline, and nobody pages you again.</p>
<form method="post"><button type="submit">I am coming</button></form>`,
  ];
}

function askBody({ name, choices, earlier }: Extract<PageWords, { kind: 'ask' }>): string {
  const before =
    earlier === null
      ? ''
      : `<p>${escape(earlier.name)} acknowledged it first, at ${new Date(earlier.at).toISOString().slice(11, 16)} UTC.</p>`;
  const who =
    name === null
      ? `<label>Who are you? <select name="person" required><option value="">Choose your name</option>${choices
          .map(({ id, name }) => `<option value="${escape(id)}">${escape(name)}</option>`)
          .join('')}</select></label>`
      : '';
  const label = name === null ? 'Acknowledge' : `Acknowledge as ${escape(name)}`;
  return `${before}<p>If you acknowledge, you take care of it and paging stops.</p>
<form method="post">${who}<button type="submit">${label}</button></form>`;
}

/** ES19: the same text for a phone call, in TwiML; the call ends after it. */
export const sayInCall = (words: PageWords, key: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response><Say>${spokenWords(words, key)}</Say><Hangup/></Response>`;

function spokenWords(words: PageWords, key: string): string {
  const isDone =
    words.kind === 'done' ||
    (words.kind === 'test' && words.isConfirmed) ||
    (words.kind === 'outside' && words.phase === 'answered');
  if (isDone) return 'Thank you. It is acknowledged.';
  if (words.kind === 'over') return 'It is already over. Nothing is left to do.';
  if (key === '1') return 'This link has expired or is not known. Open Muster to acknowledge.';
  return 'It is not acknowledged.';
}
