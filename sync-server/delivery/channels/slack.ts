import { channels } from '#room/comms/channels/index.ts';
import { headlineOf, shortName, type Message } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { factsOf } from './facts.ts';
import { postJson } from './post.ts';

/** Slack's own: characters in a header, a section's text, a field, a button's address. */
const limits = { header: 150, section: 3_000, field: 2_000 } as const;

/** Slack's three control characters: without them no link, mention or channel call can be written. */
const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cut before escaping would be too long, and never inside an escape. */
function clip(text: string, limit: number): string {
  const escaped = escape(text);
  if (escaped.length <= limit) return escaped;
  return `${escaped.slice(0, limit - 1).replace(/&[a-z]{0,3}$|[\uD800-\uDBFF]$/u, '')}…`;
}

export const slack = defineChannel({
  label: 'Slack',
  fields: {
    url: secretUrlField({
      label: 'Webhook address',
      hint: 'https://hooks.slack.com/services/… Not shown again once saved.',
    }),
  },
  perMinute: 60,
  copy: 'slack',
  send: (message, { url }, context) => {
    const approved = message.rendered === undefined ? null : channels.slack.render(message.rendered).payload;
    return postJson(url, approved ?? pagePayload(message), context);
  },
});

function pagePayload(message: Message) {
  const header = headlineOf(message, limits.header);
  const facts = factsOf(message);
  const buttons = [
    ...(message.links.acknowledge === undefined
      ? []
      : [button('Acknowledge', message.links.acknowledge, { style: 'primary' })]),
    ...(message.links.open === undefined ? [] : [button('Open the room', message.links.open)]),
  ];
  const name = shortName(message);
  return {
    text: clip(`${name === '' ? '' : `${name}: `}${message.subject}`, limits.section),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header, emoji: false } },
      ...(message.text.trim() === ''
        ? []
        : [{ type: 'section', text: { type: 'mrkdwn', text: clip(message.text, limits.section) } }]),
      ...(facts.length === 0
        ? []
        : [
            {
              type: 'section',
              fields: facts.map(({ title, value }) => ({
                type: 'mrkdwn',
                text: `*${title}*\n${clip(value, limits.field - title.length - 3)}`,
              })),
            },
          ]),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
    ],
  };
}

const button = (label: string, url: string, style: Record<string, string> = {}) => ({
  type: 'button',
  text: { type: 'plain_text', text: label },
  url,
  ...style,
});
