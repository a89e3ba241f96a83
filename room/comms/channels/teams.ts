import { limits } from '../../text/limits.ts';
import { splitHeadline } from '../render.ts';
import { countBytes, defineChannel } from './channel.ts';

/** The largest message of a Teams webhook. */
const messageBytes = 28 * 1024;

const block = (text: string, style: Record<string, string> = {}) => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...style,
});

/** An adaptive card for a Workflows webhook; Office connectors and their MessageCard are gone. */
export const teams = defineChannel({
  label: 'Teams',
  usual: 'Teams',
  render(rendered) {
    const { headline, body } = splitHeadline(rendered);
    const paragraphs = body.split(/\n{2,}/u).filter((text) => text.trim() !== '');
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      // A line break in a card's Markdown needs two spaces before it.
      body: [
        block(headline, { size: 'Medium', weight: 'Bolder' }),
        ...paragraphs.map((text) => block(text.replace(/\n/gu, '  \n'))),
      ],
    };
    const contentType = 'application/vnd.microsoft.card.adaptive';
    const payload = JSON.stringify({
      type: 'message',
      attachments: [{ contentType, contentUrl: null, content }],
    });
    const length = countBytes(payload);
    return {
      sent: rendered,
      parts: [
        { label: 'Title', text: headline },
        { label: 'Card', text: body },
      ],
      payload,
      length,
      limit: messageBytes,
      unit: 'bytes',
      fits: length <= messageBytes && rendered.length <= limits.text,
      isShortened: false,
    };
  },
});
