// The report form, and the page on which its reporter follows progress: text and fields, no script.
import { sayMoment } from '#room/time/time.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { escapeMarkup as escape } from '#room/text/escape-markup.ts';
import { framePage } from '../../http/page-frame.ts';
import { mostFileBytes, mostFiles } from './report-body.ts';
import type { KeptReport } from './report-store.ts';

/** A public status page, its sentence, and its open incidents. */
export type KnownPage = { name: string; url: string; says: string; open: { name: string; url: string }[] };
export type ReportWords =
  | { kind: 'unknown' }
  | { kind: 'too-many' }
  | {
      kind: 'ask';
      name: string;
      asksPart: boolean;
      known: readonly KnownPage[];
      values: Readonly<Record<string, string>>;
      errors: Readonly<Record<string, string>>;
    }
  /** For a machine that filled in the hidden field. */
  | { kind: 'thanks' }
  | { kind: 'unknown-receipt' }
  | { kind: 'receipt'; kept: KeptReport; incident: IncidentSummary | null };

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 "IBM Plex Sans", system-ui, sans-serif; }
  body { max-width: 36rem; margin: 8vh auto 4rem; padding: 0 1.25rem; }
  h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }
  p { margin: .5rem 0; }
  label, legend { display: block; font-weight: 600; margin-top: 1.1rem; padding: 0; }
  fieldset { border: 0; margin: 1.1rem 0 0; padding: 0; }
  legend { margin: 0; }
  fieldset label { display: inline-block; font-weight: 400; margin: .25rem 1.25rem 0 0; }
  .hint { font-size: .9rem; margin: 0; }
  .error { border-left: 3px solid currentColor; padding-left: .6rem; font-weight: 600; }
  .about { opacity: .8; overflow-wrap: anywhere; }
  blockquote { margin: 1rem 0; padding: 0 0 0 .75rem; border-left: 3px solid; white-space: pre-wrap; overflow-wrap: anywhere; }
  .away { position: absolute; left: -9999px; }
  input:not([type=radio]), textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem .6rem;
    border: 1px solid GrayText; border-radius: 6px; background: Canvas; color: CanvasText; }
  button { font: inherit; margin-top: 1.5rem; padding: .6rem 1rem; border-radius: 6px; border: 1px solid currentColor;
    background: CanvasText; color: Canvas; cursor: pointer; }
  :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
`;

export function reportPage(words: ReportWords): string {
  const [heading, body] = say(words);
  return framePage({ heading, style, body, refreshSeconds: words.kind === 'receipt' ? 60 : null });
}

function say(words: ReportWords): [heading: string, body: string] {
  switch (words.kind) {
    case 'unknown':
      return [
        'This form is not known here',
        '<p>The form may have a new address. Ask the people who gave it to you.</p>',
      ];
    case 'too-many':
      return ['Too many reports at once', '<p>Nothing was sent. Go back and send it again in a minute.</p>'];
    case 'thanks':
      return ['Your report was received', '<p>Thank you. People will look at it.</p>'];
    case 'unknown-receipt':
      return [
        'This page is not known here',
        '<p>Its address may be incomplete, or the report is over and was removed.</p>',
      ];
    case 'receipt':
      return sayReceipt(words);
    case 'ask':
      return [words.name, ask(words)];
    default:
      return words satisfies never;
  }
}

/** TG5: progress in words for the reporter; shows nothing of the room. */
const progress: Record<IncidentSummary['status'], string> = {
  triage: 'We are looking at it.',
  investigating: 'We are looking for the cause.',
  identified: 'We know the cause and are working on it.',
  monitoring: 'A fix is in place, and we are watching whether it holds.',
  resolved: 'It works again.',
  closed: 'It works again.',
};

/** WD1: an incident that was none has nothing that works again. An erased incident has no progress (ER1). */
const sayProgress = (incident: IncidentSummary | null): string => {
  if (incident === null) return 'This is over. Its record was removed, so this page cannot say how it ended.';
  const { status, withdrawn } = incident;
  if (!withdrawn) return progress[status];
  return withdrawn.as === 'duplicate'
    ? 'We know about this from another report.'
    : 'We looked into it and found nothing that is broken.';
};

function sayReceipt({ kept, incident }: Extract<ReportWords, { kind: 'receipt' }>): [string, string] {
  const { state, reply, at, decidedAt, report } = kept;
  const number = incident?.number ?? null;
  const isOver = incident === null || incident.resolvedAt !== null;
  const known = number === null ? '' : ` It is known as <strong>${escape(number)}</strong>.`;
  const [heading, now] = {
    waiting: ['Your report was received', 'Somebody reads it next.'],
    accepted: [isOver ? 'Your report was looked into' : 'We are on it', sayProgress(incident)],
    merged: ['We already know about this', sayProgress(incident)],
    declined: ['Your report was closed', 'We do not take it further.'],
    theirs: ['We have an answer for you', 'What you see comes from a setting on your side.'],
  }[state] as [string, string];
  const answer = reply === null ? '' : `<blockquote>${escape(reply)}</blockquote>`;
  const judged = decidedAt === null ? '' : ` Judged ${sayMoment(decidedAt)}.`;
  return [
    heading,
    `<p role="status"><strong>${now}</strong>${known}</p>
${answer}
<p class="about">You wrote: ${escape(report.title)}</p>
<p class="about">Received ${sayMoment(at)}.${judged}</p>
<p class="hint">Keep the address of this page. It shows the progress and updates every minute.</p>`,
  ];
}

type Ask = Extract<ReportWords, { kind: 'ask' }>;

function ask(words: Ask): string {
  const wrong = Object.keys(words.errors).length;
  return `<p>Tell us what is wrong. Only the first line is needed. Afterwards you get a page that shows the progress.</p>
${words.known.map(tellKnown).join('')}
${wrong === 0 ? '' : '<p class="error" role="alert">Nothing was sent yet: see what is missing below.</p>'}
<form method="post" enctype="multipart/form-data">
<input type="hidden" name="ticket" value="${escape(words.values['ticket'] ?? '')}">
${line(words, 'title', 'What is wrong?', 'required maxlength="300"')}
${words.asksPart ? line(words, 'part', 'Which service or part of it is this about?', 'maxlength="120"') : ''}
${area(words, 'details', 'What did you do, see and expect?')}
${files(words)}
${line(words, 'since', 'When did you first see it?', 'maxlength="120" placeholder="14:02 UTC, or 20 minutes ago"')}
${choice(words, 'nature', 'What is it like?', natureAnswers)}
${choice(words, 'hit', 'How much does it affect you?', hitAnswers)}
${choice(words, 'reproducible', 'Does it happen elsewhere too, such as in another browser or network?')}
${choice(words, 'others', 'Are other people or customers affected?')}
${choice(words, 'changed', 'Did you change a configuration shortly before?')}
${choice(words, 'side', 'Who are you?', sideAnswers)}
${line(words, 'reporter', 'Your name', 'autocomplete="name" maxlength="120"')}
${line(words, 'contact', 'How can we reach you?', 'maxlength="200"')}
<div class="away" aria-hidden="true"><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></div>
<button type="submit">Send the report</button>
</form>`;
}

const link = ({ name, url }: { name: string; url: string }) => `<a href="${escape(url)}">${escape(name)}</a>`;

function tellKnown(page: KnownPage): string {
  const open = page.open.map((each) => `<li>${link(each)}</li>`).join('');
  return `<p>Look first at ${link(page)}, which says “${escape(page.says)}”.</p>${open && `<ul>${open}</ul>`}`;
}

function errorOf({ errors }: Ask, name: string): [described: string, text: string] {
  const error = errors[name];
  if (error === undefined) return ['', ''];
  return [
    ` aria-invalid="true" aria-describedby="${name}-error"`,
    `<p class="error" id="${name}-error">Expected: ${escape(error)}</p>`,
  ];
}

function line(words: Ask, name: string, label: string, more: string): string {
  const [described, error] = errorOf(words, name);
  return `<label for="${name}">${escape(label)}</label>
<input id="${name}" name="${name}" value="${escape(words.values[name] ?? '')}" ${more}${described}>${error}`;
}

function area(words: Ask, name: string, label: string): string {
  const [described, error] = errorOf(words, name);
  return `<label for="${name}">${escape(label)}</label>
<textarea id="${name}" name="${name}" rows="6" maxlength="6000"${described}>${escape(words.values[name] ?? '')}</textarea>${error}`;
}

function files(words: Ask): string {
  const [described, error] = errorOf(words, 'files');
  return `<label for="files">Screenshots or logs</label>
<p class="hint" id="files-hint">At most ${mostFiles} files of ${mostFileBytes / 1024 / 1024} MB each.</p>
<input id="files" name="files" type="file" multiple${described || ' aria-describedby="files-hint"'}>${error}`;
}

type Answers = readonly (readonly [value: string, label: string])[];
const answers: Answers = [
  ['yes', 'Yes'],
  ['no', 'No'],
  ['unknown', 'I do not know'],
];

const natureAnswers: Answers = [
  ['outage', 'It does not work'],
  ['degradation', 'It works badly or slowly'],
  ['bug', 'It does something wrong'],
  ['unknown', 'I do not know'],
];
const hitAnswers: Answers = [
  ['blocked', 'I cannot work at all'],
  ['hindered', 'I can work, with difficulty'],
  ['nuisance', 'It is a nuisance'],
  ['unknown', 'I do not know'],
];
const sideAnswers: Answers = [
  ['customer', 'A customer'],
  ['employee', 'I work here'],
  ['unknown', 'Somebody else'],
];

function choice(words: Ask, name: string, question: string, choices = answers): string {
  const chosen = words.values[name] ?? 'unknown';
  const options = choices.map(
    ([value, label]) =>
      `<label><input type="radio" name="${name}" value="${value}"${value === chosen ? ' checked' : ''}> ${label}</label>`,
  );
  return `<fieldset><legend>${escape(question)}</legend>${options.join('')}${errorOf(words, name)[1]}</fieldset>`;
}
