import { limits } from '../../facts/kind.ts';
import { splitHeadline } from '../render.ts';
import { clipWords, countCharacters, defineChannel } from './channel.ts';

/** Slack's own: characters in a header, characters in a section, blocks in a message. */
const slackLimits = { header: 150, section: 3_000, blocks: 50 } as const;

/** Slack's three control characters; its links and bold from Markdown's, after that. */
const mrkdwn = (text: string): string =>
  text
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/\[([^\]\n|]+)\]\((https?:\/\/[^)\s|]+)\)/gu, '<$2|$1>')
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

function cutLong(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > slackLimits.section) {
    const head = rest.slice(0, slackLimits.section);
    const space = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
    // Never inside an escape or a pair of surrogates: those hold no space, and a word this long is no word.
    const cut = space > 0 ? space : slackLimits.section - 8;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}
