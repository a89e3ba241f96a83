import type { Severity } from '#room/facts/fact.ts';
import { countBytes } from '#room/comms/channels/channel.ts';
import { cutText } from '#room/text/cut.ts';
import { requiredTextField, textField, urlField } from '../../forms/fields.ts';
import { answerWord, namedHeadlineOf, type Message } from '../message.ts';
import { defineChannel } from './channel.ts';
import { post } from './post.ts';

/** ntfy turns a longer message into an attached file. */
const messageBytes = 4_096;
const priorities: Record<Severity, number> = { P1: 5, P2: 4, P3: 3, P4: 2 };

export const ntfy = defineChannel({
  label: 'ntfy',
  fields: {
    server: { ...urlField({ label: 'Server', protocols: ['https:', 'http:'] }), fallback: 'https://ntfy.sh' },
    topic: requiredTextField({
      label: 'Topic',
      hint: 'Anybody who knows the topic can read it, so it is not shown again after you save',
      isSecret: true,
      max: 64,
      check: (text) => (/^[\w-]+$/u.test(text) ? null : 'letters, digits, _ and -'),
    }),
    token: textField({
      label: 'Access token',
      isSecret: true,
      max: 500,
      check: (text) => (/^[\u0021-\u007E]*$/u.test(text) ? null : 'visible ASCII characters'),
    }),
  },
  perMinute: 60,
  longestUpdate: 1_300,
  send: (message, { server, topic, token }, context) => {
    const title = namedHeadlineOf(message, 220);
    const { open, acknowledge, runbook } = message.links;
    const payload = {
      topic,
      title,
      message: clipBytes(message.text === '' ? title : message.text),
      priority: priorityOf(message),
      ...(message.purpose === 'resolved' ? { tags: ['white_check_mark'] } : {}),
      ...(open === undefined ? {} : { click: open }),
      actions: [
        ...(acknowledge === undefined ? [] : [view(answerWord(message), acknowledge)]),
        ...(open === undefined ? [] : [view('Open', open)]),
        ...(runbook === undefined ? [] : [view('Runbook', runbook)]),
      ],
    };
    // The topic is in the body, so the address is the server's root.
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    return post({ url: server, body: JSON.stringify(payload), headers }, context);
  },
});

const view = (label: string, url: string) => ({ action: 'view', label, url, clear: true });

function priorityOf({ purpose, incident }: Message): number {
  if (purpose === 'page') return priorities[incident?.severity ?? 'P3'];
  return purpose === 'resolved' || purpose === 'shift' || purpose === 'reminder' ? 2 : 3;
}

function clipBytes(text: string): string {
  let clipped = text;
  for (let length = text.length; countBytes(clipped) > messageBytes; length = Math.floor(length * 0.9))
    clipped = cutText(text, length);
  return clipped;
}
