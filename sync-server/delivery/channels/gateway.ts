import { choiceField, numberField, requiredTextField, textField } from '../../forms/fields.ts';
import { cutText } from '#room/text/cut.ts';
import { validateHeaderName, validateHeaderValue } from '../../outgoing/node-http.ts';
import { namedHeadlineOf, type Message } from '../message.ts';
import { defineChannel } from './channel.ts';
import { clipEscaped } from './markup.ts';
import { gatewayPresets } from './gateway-presets.ts';
import { post } from './post.ts';

/** Escapes a value so that it cannot end the text around it. */
const escapes = {
  'application/json': (text: string) => JSON.stringify(text).slice(1, -1),
  'application/x-www-form-urlencoded': (text: string) => encodeURIComponent(text),
  'application/xml': (text: string) =>
    text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`),
  'text/plain': (text: string) => text,
} as const;
const types = [
  'application/json',
  'application/x-www-form-urlencoded',
  'application/xml',
  'text/plain',
] as const;

const names = [
  'to',
  'digits',
  'text',
  'spoken',
  'subject',
  'title',
  'number',
  'severity',
  'service',
  'person',
  'open',
  'acknowledge',
  'runbook',
] as const;
type Name = (typeof names)[number];
const placeholder = /\{(\w+)\}/gu;
const isName = (name: string): name is Name => names.some((each) => each === name);

const fill = (template: string, values: Record<Name, string>, escape: (text: string) => string) =>
  template.replace(placeholder, (whole, name: string) =>
    // Half a surrogate pair has no form in an address.
    isName(name) ? escape(values[name].toWellFormed()) : whole,
  );

/** SMS, voice and anything else that takes an HTTP request: the operator's gateway, by template. */
export const gateway = defineChannel({
  label: 'SMS or voice gateway',
  addresses: 'phone',
  presets: gatewayPresets,
  fields: {
    method: choiceField({ label: 'Method', options: ['POST', 'PUT', 'GET'] }),
    url: requiredTextField({
      label: 'Address',
      hint: 'It can contain {to} and {text}. Not shown again after you save.',
      isSecret: true,
      check: (text) => {
        const filled = text.replace(placeholder, 'x');
        const isAddress = URL.canParse(filled) && ['http:', 'https:'].includes(new URL(filled).protocol);
        // A value that sets the host could send this channel's secrets anywhere.
        const isFixed = isAddress && !/^[^/]*\/\/[^/?#]*\{/u.test(text);
        return isFixed
          ? null
          : 'an address starting with https:// or http://, with values only after the host';
      },
    }),
    headers: textField({
      label: 'Headers',
      hint: 'One on each line: Name: value. Not shown again after you save.',
      lines: true,
      max: 8_000,
      isSecret: true,
      isMain: true,
      check: (text) => (parseHeaders(text) === null ? 'lines of the form Name: value' : null),
    }),
    type: choiceField({ label: 'Content type', options: types }),
    body: textField({
      label: 'Body',
      hint: 'It can contain {to}, {digits} (without +), {text}, {spoken} (for TwiML, without links), {subject}, {title}, {number}, {severity}, {service}, {person}, {open}, {acknowledge}, {runbook}',
      lines: true,
      max: 8_000,
      isMain: true,
      fallback: '{"to": "{to}", "text": "{text}"}',
    }),
    longest: numberField({
      label: 'Longest text',
      unit: 'characters',
      min: 40,
      max: 4_000,
      fallback: 459,
      hint: 'Three SMS hold 459',
    }),
    proof: textField({
      label: 'Sent when the answer contains',
      hint: 'For gateways that answer 200 even when they refuse a message',
      max: 200,
    }),
    to: textField({
      label: 'Number',
      hint: 'For messages to nobody in particular',
      max: 40,
      check: (text) => (/^(?:\+?[\d ()-]{3,30})?$/u.test(text) ? null : 'a telephone number'),
    }),
    // ES22: empty accepts unsigned replies.
    replySecret: textField({
      label: 'Secret that signs replies',
      hint: 'Twilio’s auth token or Vonage’s signature secret. With it, Muster refuses unsigned replies.',
      max: 200,
      isSecret: true,
    }),
  },
  perMinute: 60,
  copy: 'short',
  send: (message, { method, url, headers, type, body, longest, proof, to }, context) => {
    const number = message.to.address ?? message.to.person?.phone ?? to;
    const values = valuesOf(message, number, { longest, type });
    const filled = method === 'GET' ? '' : fill(body, values, escapes[type]);
    if (type === 'application/json' && filled !== '' && !isJson(filled))
      return Promise.resolve({ ok: false, retry: false, reason: 'the body template does not produce JSON' });
    return post(
      {
        url: fill(url, values, encodeURIComponent),
        method,
        headers: parseHeaders(headers) ?? {},
        type: `${type}; charset=utf-8`,
        body: filled,
        proof,
      },
      context,
    );
  },
});

type Form = { longest: number; type: keyof typeof escapes };

function valuesOf(message: Message, to: string, { longest, type }: Form): Record<Name, string> {
  const { subject, text, incident, links, to: whom } = message;
  const { open = '', acknowledge = '', runbook = '' } = links;
  return {
    to: to.replace(/[ ()-]/gu, ''),
    digits: to.replace(/\D/gu, ''),
    // A body of XML is escaped as a whole.
    spoken:
      type === 'application/xml' ? spokenText(message) : escapes['application/xml'](spokenText(message)),
    text: shortText(message, longest),
    subject,
    title: incident?.title ?? cutText(text, 200),
    number: incident?.number ?? '',
    severity: incident?.severity ?? '',
    service: incident?.service ?? '',
    person: whom.person?.name ?? '',
    open,
    acknowledge,
    runbook,
  };
}

/** The text that a voice reads out, without links. */
function spokenText(message: Message): string {
  const headline = namedHeadlineOf(message, 300).replace(/[\s.]+$/u, '');
  return message.purpose === 'update' ? message.text : headline;
}

/** The headline and as much of the text as fits, then the link, unless it takes more than half of the limit. */
function shortText(message: Message, longest: number): string {
  const { text, links, purpose } = message;
  if (purpose === 'update') return text;
  const link = links.acknowledge ?? links.open;
  const end = link === undefined || link.length > longest / 2 ? '' : ` ${link}`;
  const whole = [namedHeadlineOf(message, 300), text].filter(Boolean).join('\n');
  return `${clipEscaped(whole, longest - end.length, (same) => same)}${end}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Null when a line is not a header. */
function parseHeaders(text: string): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      return null;
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
