import { headlineOf, shortName, textWithLinks } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { colourOf, factsOf } from './facts.ts';
import { postJson } from './post.ts';

/** Discord's own, of an embed. */
const limits = { title: 256, description: 4_096, field: 1_024 } as const;

const clip = (text: string, limit: number) =>
  (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`).toWellFormed();

export const discord = defineChannel({
  label: 'Discord',
  fields: {
    url: secretUrlField({
      label: 'Webhook address',
      hint: 'https://discord.com/api/webhooks/… Not shown again once saved.',
    }),
  },
  perMinute: 30,
  longestUpdate: 4_000,
  send: (message, { url }, context) => {
    const isUpdate = message.purpose === 'update';
    const title = headlineOf(message, limits.title);
    const { open } = message.links;
    const embed = {
      title,
      description: clip(isUpdate ? message.text : textWithLinks(message), limits.description),
      color: colourOf(message),
      timestamp: new Date(context.now).toISOString(),
      ...(open === undefined ? {} : { url: open }),
      fields: isUpdate
        ? []
        : factsOf(message).map(({ title: name, value }) => ({
            name,
            value: clip(value, limits.field),
            inline: true,
          })),
    };
    const content = isUpdate ? '' : clip(`${shortName(message)} ${title}`.trim(), 2_000);
    // Nothing that a check or a title says may call everybody.
    const payload = { username: 'Muster', content, embeds: [embed], allowed_mentions: { parse: [] } };
    return postJson(url, payload, context);
  },
});
