// Defines a channel: a form for its settings and a function that sends. A channel knows only the message, not queues,
// people or incidents. It decides no retries, and returns an outcome instead of throwing.
import type { z } from 'zod';
import { cleanStrings, cleanText } from '#room/text/clean-text.ts';
import type { ChannelName } from '#room/comms/channels/index.ts';
import type { Egress } from '../../outgoing/egress.ts';
import {
  requiredTextField,
  settingsSchema,
  type Field,
  type Fields,
  type SettingsOf,
} from '../../forms/fields.ts';
import { makeRedact } from '../../forms/secret.ts';
import type { Message } from '../message.ts';
import { explainFailure, scrub } from './explain.ts';

export type SendOutcome =
  /** `made`: the address of what it made there, such as a ticket. */
  | { ok: true; made?: string }
  /** `reason` is for people and holds no secret; `retryAfterMs` is what the receiver asked for. */
  | { ok: false; retry: boolean; reason: string; retryAfterMs?: number };

export type SendContext = {
  signal: AbortSignal;
  egress: Egress;
  /** The same for every attempt of one delivery, so that a receiver can drop repeats. */
  deliveryId: string;
  /** Epoch milliseconds. */
  now: number;
  /** The name this server gives when a protocol asks for one. */
  host: string;
};

/** A form filled in for one provider; values that only its customer knows are in capitals. */
export type Preset = { name: string; settings: Readonly<Record<string, string>> };

export type ChannelKind = {
  label: string;
  fields: Fields;
  presets: readonly Preset[];
  schema: z.ZodType<Record<string, unknown>>;
  /** The address it needs of a person, unless the setting `to` gives one; null when it posts to a fixed place. */
  addresses: 'email' | 'phone' | 'device' | null;
  /** How many messages a minute the receiver accepts, as far as known. */
  perMinute: number;
  timeoutMs: number;
  /** The format of updates for this channel (CM6). */
  copy: ChannelName;
  /** The longest update that arrives whole, in characters; 0 when it takes none. */
  longestUpdate: number;
  /** `settings` are the output of `schema`. Never throws. */
  send(message: Message, settings: Record<string, unknown>, context: SendContext): Promise<SendOutcome>;
  /** TK3: only of trackers: the state of a ticket; null when it is not of this project, or the tracker does not say. */
  readTicket?: (
    address: string,
    settings: Record<string, unknown>,
    context: SendContext,
  ) => Promise<TicketState | null>;
};

/** `name` is the tracker's own word, such as `In progress`. */
export type TicketState = { isOpen: boolean; name: string };

type Definition<F extends Fields> = {
  label: string;
  fields: F;
  presets?: readonly Preset[];
  addresses?: 'email' | 'phone' | 'device';
  perMinute?: number;
  timeoutMs?: number;
  copy?: ChannelName;
  longestUpdate?: number;
  send: (message: Message, settings: SettingsOf<F>, context: SendContext) => Promise<SendOutcome>;
};

const usual = { timeoutMs: 5_000, perMinute: 60, copy: 'page', longestUpdate: 20_000, presets: [] } as const;

export function defineChannel<const F extends Fields>(definition: Definition<F>): ChannelKind {
  const { fields, addresses = null, send } = definition;
  return {
    ...usual,
    ...definition,
    addresses,
    schema: settingsSchema(fields),
    send: async (message, settings, context) => {
      const redact = makeRedact(fields, settings);
      const clean = (reason: string) => scrub(redact(reason), secretsIn(fields, settings));
      try {
        // The list holds channels of every kind; each gets only what its own schema let through. TX2: a page is sent
        // even if its room or queue contains text that no encoding can carry.
        const sound = cleanStrings(message, cleanText);
        const outcome = await send(sound, settings as SettingsOf<F>, context);
        return outcome.ok ? outcome : { ...outcome, reason: clean(outcome.reason) };
      } catch (error) {
        const isRefused = error instanceof Error && 'code' in error && error.code === 'EGRESS_REFUSED';
        return { ok: false, retry: !isRefused, reason: clean(explainFailure(error, context.signal)) };
      }
    },
  };
}

/** The address of a webhook. Anyone who knows it may post there, so the whole address is secret. */
export function secretUrlField(words: { label: string; hint?: string }): Field<string> {
  return requiredTextField({
    ...words,
    isSecret: true,
    check: (text) => {
      const isAddress = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
      return isAddress ? null : 'an address starting with https:// or http://';
    },
  });
}

function secretsIn(fields: Fields, settings: Record<string, unknown>): string[] {
  return Object.entries(fields).flatMap(([name, { isSecret }]) => {
    const value = settings[name];
    return isSecret && typeof value === 'string' && value !== '' ? [value] : [];
  });
}
