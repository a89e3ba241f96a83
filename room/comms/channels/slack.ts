import { limits } from '../../facts/kind.ts';
import { splitHeadline } from '../render.ts';
import { clipWords, countCharacters, defineChannel } from './channel.ts';

/** Slack's own: characters in a header, characters in a section, blocks in a message; and of a link that stays whole. */
const slackLimits = { header: 150, section: 3_000, blocks: 50, link: 1_500 } as const;

/** Slack's three control characters, and the names that call many, which it reads in plain words too. */
const escape = (text: string): string =>
  text
    .replace(/@(?=(?:channel|here|everyone|all)\b)/giu, '@\u200B')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;');

/** Slack's links and bold from Markdown's, after that. */
const mrkdwn = (text: string): string =>
  escape(text)
    .replace(/\[([^\]\n|]+)\]\((https?:\/\/[^)\s|]+)\)/gu, (whole, label: string, url: string) =>
      label.length + url.length <= slackLimits.link ? `<${url}|${label}>` : whole,
    )
    .replace(/\*\*([^*\n]+)\*\*/gu, '*$1*');

export const slack = defineChannel({
  label: 'Slack',
  usual: 'Slack',
  render(rendered) {
    const { headline, body } = splitHeadline(rendered);
    const header = clipWords(headline, slackLimits.header);
    const sections = splitSections(body).map((text) => ({
      type: 'section',
      text: { type: 'mrkdwn', text },
    }));
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: header } }, ...sections];
    return {
      sent: rendered,
      parts: [
        { label: 'Header', text: header },
        { label: 'Message', text: body },
      ],
      payload: JSON.stringify({ text: mrkdwn(headline), blocks }),
      length: countCharacters(headline),
      limit: slackLimits.header,
      unit: 'characters',
      fits: rendered.length <= limits.text && blocks.length <= slackLimits.blocks,
      isShortened: header !== headline,
    };
  },
});

/** Paragraphs gathered into as few sections as hold them; one that is too long alone is cut between lines or words. */
function splitSections(body: string): string[] {
  const sections: string[] = [];
  let open = '';
  for (const paragraph of body
    .split(/\n{2,}/u)
    .map(mrkdwn)
    .flatMap(cutLong)) {
    const joined = open === '' ? paragraph : `${open}\n\n${paragraph}`;
    if (joined.length <= slackLimits.section) open = joined;
    else {
      sections.push(open);
      open = paragraph;
    }
  }
  if (open !== '') sections.push(open);
  return sections;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What may not be cut through: a link, an escape, what people see as one character. */
function* piecesOf(text: string): Generator<string> {
  for (const part of text.split(/(<https?:[^>]*>|&(?:amp|lt|gt);)/u)) {
    if (/^(?:<https?:|&(?:amp|lt|gt);$)/u.test(part)) yield part;
    else for (const { segment } of graphemes.segment(part)) yield segment;
  }
}

function cutLong(text: string): string[] {
  if (text.length <= slackLimits.section) return [text];
  const sections: string[] = [];
  let open = '';
  /** The end of the last word or line in `open`. */
  let space = 0;
  for (const piece of piecesOf(text)) {
    if (open.length + piece.length > slackLimits.section) {
      const cut = space > 0 ? space : open.length;
      sections.push(open.slice(0, cut).trimEnd());
      open = open.slice(cut).trimStart();
      space = 0;
    }
    if (/^\s+$/u.test(piece)) space = open.length;
    open += piece;
  }
  return open.trim() === '' ? sections : [...sections, open];
}
