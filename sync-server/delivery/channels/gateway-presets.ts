// Forms for common gateways; values that only the account's owner knows are in capitals. Sources: the providers' own
// API references: Twilio Messages and Calls, Vonage SMS, Plivo Message, Bird Channels, MessageBird SMS; Asterisk's ARI.
import type { Preset } from './channel.ts';

const form = 'application/x-www-form-urlencoded';
const basic = (user: string, password: string) => `Authorization: Basic BASE64_OF_${user}:${password}`;

/** TwiML: speaks the text; a pressed key is sent to the acknowledge link. */
const spoken =
  '<Response><Gather numDigits="1" timeout="15" action="{acknowledge}"><Say>{spoken}. Press 1 to acknowledge.</Say>' +
  '<Pause length="1"/><Say>{spoken}. Press 1 to acknowledge.</Say></Gather></Response>';

/** Encodes everything except the placeholders. */
const encode = (text: string): string =>
  text
    .split(/(\{\w+\})/u)
    .map((part) => (/^\{\w+\}$/u.test(part) ? part : encodeURIComponent(part)))
    .join('');

export const gatewayPresets: readonly Preset[] = [
  {
    name: 'Twilio, SMS',
    settings: {
      url: 'https://api.twilio.com/2010-04-01/Accounts/ACCOUNT_SID/Messages.json',
      headers: basic('ACCOUNT_SID', 'AUTH_TOKEN'),
      type: form,
      body: 'To={to}&From=YOUR_NUMBER&Body={text}',
    },
  },
  {
    name: 'Twilio, call with a key to acknowledge',
    settings: {
      url: 'https://api.twilio.com/2010-04-01/Accounts/ACCOUNT_SID/Calls.json',
      headers: basic('ACCOUNT_SID', 'AUTH_TOKEN'),
      type: form,
      body: `To={to}&From=YOUR_NUMBER&Twiml=${encode(spoken)}`,
    },
  },
  {
    name: 'Vonage, SMS',
    settings: {
      url: 'https://rest.nexmo.com/sms/json',
      headers: '',
      type: form,
      body: 'api_key=API_KEY&api_secret=API_SECRET&from=YOUR_NUMBER&to={digits}&type=unicode&text={text}',
      // It answers 200 even when it refuses.
      proof: '"status": "0"',
    },
  },
  {
    name: 'Plivo, SMS',
    settings: {
      url: 'https://api.plivo.com/v1/Account/AUTH_ID/Message/',
      headers: basic('AUTH_ID', 'AUTH_TOKEN'),
      type: 'application/json',
      body: '{"src": "YOUR_NUMBER", "dst": "{digits}", "text": "{text}"}',
    },
  },
  {
    name: 'Bird, SMS',
    settings: {
      url: 'https://api.bird.com/workspaces/WORKSPACE_ID/channels/CHANNEL_ID/messages',
      headers: 'Authorization: AccessKey ACCESS_KEY',
      type: 'application/json',
      body:
        '{"receiver": {"contacts": [{"identifierKey": "phonenumber", "identifierValue": "{to}"}]}, ' +
        '"body": {"type": "text", "text": {"text": "{text}"}}}',
    },
  },
  {
    name: 'MessageBird (Bird’s older accounts), SMS',
    settings: {
      url: 'https://rest.messagebird.com/messages',
      headers: 'Authorization: AccessKey ACCESS_KEY',
      type: form,
      body: 'recipients={digits}&originator=YOUR_NUMBER&datacoding=auto&body={text}',
    },
  },
  {
    name: 'Asterisk, call (ARI)',
    settings: {
      url: 'http://127.0.0.1:8088/ari/channels?endpoint=PJSIP%2F{digits}%40TRUNK&context=muster&extension=page&priority=1&timeout=45',
      headers: basic('ARI_USER', 'ARI_PASSWORD'),
      type: 'application/json',
      body: '{"variables": {"MUSTER_TEXT": "{text}", "MUSTER_ACKNOWLEDGE": "{acknowledge}"}}',
    },
  },
];
