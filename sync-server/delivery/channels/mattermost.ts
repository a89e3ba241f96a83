import { headlineOf, shortName, textWithLinks } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { colourOf, factsOf } from './facts.ts';
import { postJson } from './post.ts';

/** Characters in a post of Mattermost's. */
const postLimit = 16_383;

/** What calls a whole channel is broken by something that nobody sees. */
const harmless = (text: string) => text.replace(/@(?=all\b|channel\b|here\b)/giu, '@\u200B');

export const mattermost = defineChannel({
  label: 'Mattermost',
  fields: {
    url: secretUrlField({
      label: 'Incoming webhook',
      hint: 'https://chat.example.org/hooks/… Not shown again once saved.',
    }),
  },
  perMinute: 60,
  longestUpdate: 16_000,
  send: (message, { url }, context) => {
    if (message.rendered !== undefined)
      return postJson(url, { username: 'Muster', text: harmless(message.rendered) }, context);
    const title = harmless(headlineOf(message, 300));
    const fallback = `${shortName(message)} ${title}`.trim();
    const { open } = message.links;
    const attachment = {
      fallback,
      color: `#${colourOf(message).toString(16).padStart(6, '0')}`,
      title,
      ...(open === undefined ? {} : { title_link: open }),
      text: harmless(textWithLinks(message))
        .slice(0, postLimit - fallback.length)
        .toWellFormed(),
      fields: factsOf(message).map(({ title: name, value }) => ({
        title: name,
        value: harmless(value),
        short: true,
      })),
    };
    return postJson(url, { username: 'Muster', text: fallback, attachments: [attachment] }, context);
  },
});
