import { channels } from '#room/comms/channels/index.ts';
import { answerWord, headlineOf, namedHeadlineOf, type Message } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { factsOf } from './facts.ts';
import { clipEscaped, slackText } from './markup.ts';
import { postJson } from './post.ts';

/** Slack's own limits in characters: a header, a section's text, a field. */
const limits = { header: 150, section: 3_000, field: 2_000 } as const;

export const slack = defineChannel({
  label: 'Slack',
  fields: {
    url: secretUrlField({
      label: 'Webhook address',
      hint: 'https://hooks.slack.com/services/… Not shown again after you save.',
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
      : [button(answerWord(message), message.links.acknowledge, { style: 'primary' })]),
    ...(message.links.open === undefined ? [] : [button('Open the room', message.links.open)]),
    ...(message.links.runbook === undefined ? [] : [button('Runbook', message.links.runbook)]),
  ];
  return {
    text: clipEscaped(namedHeadlineOf(message, limits.section, ': '), limits.section, slackText),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header, emoji: false } },
      ...(message.text.trim() === ''
        ? []
        : [
            {
              type: 'section',
              text: { type: 'mrkdwn', text: clipEscaped(message.text, limits.section, slackText) },
            },
          ]),
      ...(facts.length === 0
        ? []
        : [
            {
              type: 'section',
              fields: facts.map(({ title, value }) => ({
                type: 'mrkdwn',
                text: `*${title}*\n${clipEscaped(value, limits.field - title.length - 3, slackText)}`,
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
