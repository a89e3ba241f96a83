import type { Severity } from '#room/facts/fact.ts';
import { requiredTextField, urlField } from '../../forms/fields.ts';
import { headlineOf, type Message } from '../message.ts';
import { defineChannel, type SendOutcome } from './channel.ts';
import { postJson } from './post.ts';

const severities: Record<Severity, string> = { P1: 'critical', P2: 'error', P3: 'warning', P4: 'info' };

type Action = 'trigger' | 'acknowledge' | 'resolve';

/** Events API v2: one incident here is one alert there, matched by dedup_key. */
export const pagerduty = defineChannel({
  label: 'PagerDuty',
  fields: {
    routingKey: requiredTextField({
      label: 'Integration key',
      hint: 'From an Events API v2 integration. Not shown again after you save.',
      isSecret: true,
      max: 100,
      check: (text) => (/^\w{8,}$/u.test(text) ? null : 'the key as PagerDuty shows it: letters and digits'),
    }),
    url: {
      ...urlField({ label: 'Address', protocols: ['https:', 'http:'] }),
      fallback: 'https://events.pagerduty.com/v2/enqueue',
    },
  },
  perMinute: 120,
  longestUpdate: 0,
  send: async (message, { routingKey, url }, context) => {
    const send = (action: Action, key: string) =>
      postJson(url, eventOf(message, { action, key, routingKey, now: context.now }), context);
    if (message.purpose === 'test') {
      const key = `muster-test-${context.deliveryId}`;
      const triggered = await send('trigger', key);
      // A test resolves its own alert.
      return triggered.ok ? send('resolve', key) : triggered;
    }
    const action = actionOf(message);
    if (action === null || message.incident === null) return notForPagerDuty;
    return send(action, `muster-${message.incident.id}`);
  },
});

const notForPagerDuty: SendOutcome = {
  ok: false,
  retry: false,
  reason: 'PagerDuty carries pages, not updates',
};

function actionOf({ purpose }: Message): Action | null {
  if (purpose === 'resolved') return 'resolve';
  if (purpose === 'acknowledged') return 'acknowledge';
  return purpose === 'page' || purpose === 'incident' || purpose === 'nag' ? 'trigger' : null;
}

type Event = { action: Action; key: string; routingKey: string; now: number };

function eventOf(message: Message, { action, key, routingKey, now }: Event) {
  const { incident, links, text } = message;
  const event = { routing_key: routingKey, event_action: action, dedup_key: key };
  if (action !== 'trigger') return event;
  return {
    ...event,
    client: 'Muster',
    ...(incident === null ? {} : { client_url: incident.url }),
    payload: {
      summary: headlineOf(message, 1_024),
      source: incident?.service ?? 'Muster',
      severity: severities[incident?.severity ?? 'P4'],
      timestamp: new Date(now).toISOString(),
      ...(incident?.service ? { component: incident.service } : {}),
      custom_details: { text, status: incident?.status ?? null, number: incident?.number ?? null },
    },
    links: [
      ...(links.open === undefined ? [] : [{ href: links.open, text: 'Open the room' }]),
      ...(links.runbook === undefined ? [] : [{ href: links.runbook, text: 'Runbook' }]),
    ],
  };
}
