import { countBytes } from '#room/comms/channels/channel.ts';
import { channels } from '#room/comms/channels/index.ts';
import { answerWord, headlineOf, type Message } from '../message.ts';
import { defineChannel, secretUrlField } from './channel.ts';
import { factsOf } from './facts.ts';
import { clipEscaped, teamsText } from './markup.ts';
import { postJson } from './post.ts';

/** The largest message that a Teams webhook accepts. */
const messageBytes = 28 * 1024;

export const teams = defineChannel({
  label: 'Microsoft Teams',
  fields: {
    url: secretUrlField({
      label: 'Workflow address',
      hint: 'From the workflow “Post to a channel when a webhook request is received”. Not shown again after you save.',
    }),
  },
  perMinute: 60,
  copy: 'teams',
  send: (message, { url }, context) => {
    const approved = message.rendered === undefined ? null : channels.teams.render(message.rendered).payload;
    return postJson(url, approved ?? pageCard(message), context);
  },
});

/** Keeps as much of the text as fits. */
function pageCard(message: Message): string {
  for (let length = message.text.length; ; length = Math.floor(length * 0.8)) {
    const card = makeCard({ ...message, text: clipEscaped(message.text, length, (text) => text) });
    if (countBytes(card) <= messageBytes || length === 0) return card;
  }
}

function makeCard(message: Message): string {
  const { text, links } = message;
  const actions = [
    ...(links.acknowledge === undefined
      ? []
      : [{ type: 'Action.OpenUrl', title: answerWord(message), url: links.acknowledge }]),
    ...(links.open === undefined ? [] : [{ type: 'Action.OpenUrl', title: 'Open room', url: links.open }]),
    ...(links.runbook === undefined
      ? []
      : [{ type: 'Action.OpenUrl', title: 'Runbook', url: links.runbook }]),
  ];
  const facts = factsOf(message);
  const title = { type: 'TextBlock', size: 'Medium', weight: 'Bolder', wrap: true };
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { ...title, text: teamsText(headlineOf(message, 300)) },
      ...(text.trim() === '' ? [] : [{ type: 'TextBlock', text: teamsText(text), wrap: true }]),
      ...(facts.length === 0
        ? []
        : [
            {
              type: 'FactSet',
              facts: facts.map(({ title: name, value }) => ({ title: name, value: teamsText(value) })),
            },
          ]),
    ],
    ...(actions.length === 0 ? {} : { actions }),
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return JSON.stringify({ type: 'message', attachments: [{ contentType, contentUrl: null, content }] });
}
