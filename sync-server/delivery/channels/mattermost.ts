import { headlineOf, namedHeadlineOf, textWithLinks } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { colourOf, factsOf } from './facts.ts';
import { clipEscaped, mattermostText, withoutCalls } from './markup.ts';
import { postJson } from './post.ts';

/** Characters for the text; the rest of a post is kept for links and facts. */
const textLimit = 12_000;

export const mattermost = defineChannel({
  label: 'Mattermost',
  fields: {
    url: secretUrlField({
      label: 'Incoming webhook',
      hint: 'https://chat.example.org/hooks/… Not shown again after you save.',
    }),
  },
  perMinute: 60,
  longestUpdate: 16_000,
  send: (message, { url }, context) => {
    if (message.rendered !== undefined)
      return postJson(url, { username: 'Muster', text: withoutCalls(message.rendered) }, context);
    const { open } = message.links;
    const attachment = {
      // Plain text for notifications.
      fallback: withoutCalls(namedHeadlineOf(message, 300)),
      color: `#${colourOf(message).toString(16).padStart(6, '0')}`,
      title: mattermostText(headlineOf(message, 300)),
      ...(open === undefined ? {} : { title_link: open }),
      text: textWithLinks({ ...message, text: clipEscaped(message.text, textLimit, mattermostText) }),
      fields: factsOf(message).map(({ title, value }) => ({
        title,
        value: mattermostText(value),
        short: true,
      })),
    };
    const text = mattermostText(namedHeadlineOf(message, 300));
    return postJson(url, { username: 'Muster', text, attachments: [attachment] }, context);
  },
});
