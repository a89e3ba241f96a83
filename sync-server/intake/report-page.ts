// The report form: words and fields, no script.

export type ReportWords =
  | { kind: 'unknown' }
  | { kind: 'too-many' }
  | {
      kind: 'ask';
      name: string;
      values: Readonly<Record<string, string>>;
      errors: Readonly<Record<string, string>>;
    }
  | { kind: 'done'; number: string | null; at: number };

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 "IBM Plex Sans", system-ui, sans-serif; }
  body { max-width: 36rem; margin: 8vh auto 4rem; padding: 0 1.25rem; }
  h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }
  p { margin: .5rem 0; }
  label, legend { display: block; font-weight: 600; margin-top: 1.1rem; padding: 0; }
  fieldset { border: 0; margin: 0; padding: 0; }
  fieldset label { display: inline-block; font-weight: 400; margin: .25rem 1.25rem 0 0; }
  .hint { font-size: .9rem; margin: 0; }
  .error { border-left: 3px solid currentColor; padding-left: .6rem; font-weight: 600; }
  .away { position: absolute; left: -9999px; }
  input:not([type=radio]), textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem .6rem;
    border: 1px solid GrayText; border-radius: 6px; background: Canvas; color: CanvasText; }
  button { font: inherit; margin-top: 1.5rem; padding: .6rem 1rem; border-radius: 6px; border: 1px solid currentColor;
    background: CanvasText; color: Canvas; cursor: pointer; }
  :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
`;

export function reportPage(words: ReportWords): string {
  const [heading, body] = say(words);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(heading)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(heading)}</h1>
${body}
</main>
</body>
</html>
`;
}

function say(words: ReportWords): [heading: string, body: string] {
  switch (words.kind) {
    case 'unknown':
      return [
        'This form is not known here',
        '<p>Its address may have been renewed. Ask whoever gave it to you.</p>',
      ];
    case 'too-many':
      return ['Too many reports at once', '<p>Nothing was sent. Go back and send it again in a minute.</p>'];
    case 'done':
      return words.number === null
        ? ['Your report was received', '<p>Thank you. People look at it.</p>']
        : [
            `Your report was received: ${words.number}`,
            `<p>Thank you. Keep this number: whoever asks about it finds it by <strong>${escape(words.number)}</strong>.</p>
<p>Received ${new Date(words.at).toISOString().slice(0, 16).replace('T', ' ')} UTC.</p>`,
          ];
    case 'ask':
      return [words.name, ask(words)];
    default:
      return words satisfies never;
  }
}

type Ask = Extract<ReportWords, { kind: 'ask' }>;

function ask(words: Ask): string {
  const wrong = Object.keys(words.errors).length;
  return `<p>Tell us what is wrong. Only the first line is needed; the answers below tell us whom to wake.</p>
${wrong === 0 ? '' : '<p class="error" role="alert">Nothing was sent yet: see what is missing below.</p>'}
<form method="post">
<input type="hidden" name="ticket" value="${escape(words.values['ticket'] ?? '')}">
${line(words, 'title', 'What is wrong?', 'required maxlength="300"')}
${area(words, 'details', 'What did you do, see and expect?')}
${choice(words, 'reproducible', 'Does it happen elsewhere too, such as in another browser or network?')}
${choice(words, 'others', 'Are other people or customers affected?')}
${choice(words, 'changed', 'Did you change a configuration shortly before?')}
${line(words, 'reporter', 'Your name', 'autocomplete="name" maxlength="120"')}
${line(words, 'contact', 'How can we reach you?', 'maxlength="200"')}
<div class="away" aria-hidden="true"><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></div>
<button type="submit">Send the report</button>
</form>`;
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

const answers = [
  ['yes', 'Yes'],
  ['no', 'No'],
  ['unknown', 'I do not know'],
] as const;

function choice(words: Ask, name: string, question: string): string {
  const chosen = words.values[name] ?? 'unknown';
  const options = answers.map(
    ([value, label]) =>
      `<label><input type="radio" name="${name}" value="${value}"${value === chosen ? ' checked' : ''}> ${label}</label>`,
  );
  return `<fieldset><legend>${escape(question)}</legend>${options.join('')}${errorOf(words, name)[1]}</fieldset>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
