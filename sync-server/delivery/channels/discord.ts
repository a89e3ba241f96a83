import { headlineOf, namedHeadlineOf, textWithLinks, type Message } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { colourOf, factsOf } from './facts.ts';
import { clipEscaped, discordText } from './markup.ts';
import { postJson } from './post.ts';

/** Discord's own limits for an embed. */
const limits = { title: 256, description: 4_096, field: 1_024, content: 2_000 } as const;

export const discord = defineChannel({
  label: 'Discord',
  fields: {
    url: secretUrlField({
      label: 'Webhook address',
      hint: 'https://discord.com/api/webhooks/… Not shown again after you save.',
    }),
  },
  perMinute: 30,
  longestUpdate: 4_000,
  send: (message, { url }, context) => {
    const isUpdate = message.purpose === 'update';
    const { open } = message.links;
    // People write and approve Markdown; machine text is not Markdown.
    const description = isUpdate
      ? clipEscaped(message.text, limits.description, (text) => text)
      : pageText(message);
    const embed = {
      title: clipEscaped(headlineOf(message, limits.title), limits.title, discordText),
      description,
      color: colourOf(message),
      timestamp: new Date(context.now).toISOString(),
      ...(open === undefined ? {} : { url: open }),
      fields: isUpdate
        ? []
        : factsOf(message).map(({ title: name, value }) => ({
            name,
            value: clipEscaped(value, limits.field, discordText),
            inline: true,
          })),
    };
    const content = isUpdate ? '' : clipEscaped(namedHeadlineOf(message, 300), limits.content, discordText);
    // No text from a check or a title may notify everybody.
    const payload = { username: 'Muster', content, embeds: [embed], allowed_mentions: { parse: [] } };
    return postJson(url, payload, context);
  },
});

/** The links below the text are never cut off. */
function pageText(message: Message): string {
  const links = textWithLinks({ ...message, text: '' });
  const text = clipEscaped(message.text, limits.description - links.length, discordText);
  return textWithLinks({ ...message, text });
}
