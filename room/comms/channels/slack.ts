import { limits } from '../../text/limits.ts';
import { splitHeadline } from '../render.ts';
import { clipWords, countCharacters, defineChannel } from './channel.ts';

/** Slack's limits: characters per header and section, blocks per message. `link`: the longest link that is not cut. */
const slackLimits = { header: 150, section: 3_000, blocks: 50, link: 1_500 } as const;

/** Escapes Slack's three control characters, and mass mentions, which Slack also reads in plain text. */
const escape = (text: string): string =>
  text
    .replace(/@(?=(?:channel|here|everyone|all)\b)/giu, '@\u200B')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;');

/** Escapes, then converts Markdown links and bold to Slack's format. */
const mrkdwn = (text: string): string =>
  escape(text)
    .replace(/\[([^\][\n|]+)\]\((https?:\/\/[^)\s|]+)\)/gu, (whole, label: string, url: string) =>
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

/** Joins paragraphs into as few sections as possible; a paragraph that is too long is cut between lines or words. */
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

/** The units that must not be cut: links, escapes, and visible characters (graphemes). */
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
