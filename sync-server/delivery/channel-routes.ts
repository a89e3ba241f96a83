import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { channelAddsShape } from '#wire/api/channels.ts';
import { testOutcomeSchema } from '#wire/api/deliveries.ts';
import { channelKindSchema } from '#wire/api/forms.ts';
import type { ChannelKind } from './channels/channel.ts';
import { channelKinds } from './channels/index.ts';
import { testMessage } from './test-message.ts';
import { channelSchema, type ChannelSettings } from '#wire/api/channels.ts';
import { mostChannels, type Channel, type ChannelRefusal, type Channels } from './configured-channels.ts';
import { describeFields } from '../forms/fields.ts';
import { hideSecrets, restoreSecrets } from '../forms/secret.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { describeIssues } from '../http/validate.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import type { Deliveries } from './deliveries.ts';

type Takes = {
  teams: { find(id: string): unknown };
  channels: Channels;
  deliveries: Deliveries;
  baseUrl: () => string;
};
const defineRoute = routesTaking<Takes>();

function show({ id, settings }: Channel, { parts }: { parts: Takes }) {
  const last = parts.deliveries.lastOf(id);
  const at = last?.attempts.at(-1)?.at ?? last?.createdAt ?? 0;
  return {
    id,
    ...settings,
    settings: hideSecrets(channelKinds[settings.kind]?.fields, settings.settings),
    lastDelivery: last && { at, ok: last.state === 'sent', reason: last.reason },
  };
}

/** Checks the settings with the channel's own form. */
function checkSettings(given: ChannelSettings, before: Channel | null): ChannelSettings {
  const kind = Object.hasOwn(channelKinds, given.kind) ? channelKinds[given.kind] : undefined;
  if (kind === undefined) {
    const expected = `one of ${Object.keys(channelKinds).join(', ')}`;
    throw new Problem(400, 'There is no such kind of channel.', { errors: [{ field: 'kind', expected }] });
  }
  const isSameKind = before?.settings.kind === given.kind;
  const settings = restoreSecrets(given.settings, isSameKind ? before.settings.settings : {});
  const result = kind.schema.safeParse(settings);
  if (result.success) {
    const errors = checkAudiences(given, kind, result.data);
    if (errors.length === 0) return { ...given, settings: result.data };
    throw new Problem(400, 'Updates cannot be sent through this channel.', { errors });
  }
  throw new Problem(400, 'The settings of the channel are not as expected.', {
    errors: describeIssues(result.error, 'settings'),
  });
}

/** Checks that a channel can carry updates to its readers. */
function checkAudiences(
  { audiences }: ChannelSettings,
  { longestUpdate, addresses }: ChannelKind,
  settings: Record<string, unknown>,
) {
  if (audiences.length === 0) return [];
  if (longestUpdate === 0)
    return [{ field: 'audiences', expected: 'none: this kind of channel carries no updates' }];
  const isNowhere = addresses !== null && (settings.to ?? '') === '';
  return isNowhere ? [{ field: 'settings.to', expected: 'an address for updates' }] : [];
}

/** TM4: the teams must exist. */
function checkTeams({ teams: own = [] }: ChannelSettings, { teams }: Takes): void {
  const errors = own.flatMap((id, index) =>
    teams.find(id) === null ? [{ field: `teams.${index}`, expected: 'the id of a team' }] : [],
  );
  if (errors.length > 0) throw new Problem(400, 'There is no such team.', { errors });
}

const answers: Record<ChannelRefusal, readonly [status: number, detail: string]> = {
  unknown: [404, 'There is no such channel.'],
  'too-many': [400, `There are already ${mostChannels} channels. That is the limit.`],
  'changed-meanwhile': changedMeanwhile,
};
const refused = (refusal: ChannelRefusal): Problem => new Problem(...answers[refusal]);

export const channelRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/channel-kinds',
    summary: 'The kinds of channels, each with the form of its settings',
    access: 'viewer',
    answers: listOf(channelKindSchema),
    answer: () => {
      const items = Object.entries(channelKinds).map(([kind, { label, addresses, presets, fields }]) => ({
        kind,
        label,
        addresses,
        presets: [...presets],
        fields: describeFields(fields),
      }));
      return { body: { items } };
    },
  }),
  ...shelfRoutes<Takes, ChannelSettings, Channel, ChannelRefusal>({
    path: '/api/v1/channels',
    summaries: {
      list: 'Every channel, with the outcome of its last delivery',
      add: 'Add a channel',
      one: 'One channel',
      change: 'Change a channel; a secret sent back as it was read stays as it is',
      remove: 'Remove a channel; its queued deliveries are dropped, and sent ones stay listed',
    },
    schema: channelSchema,
    adds: channelAddsShape,
    shelf: (parts) => parts.channels,
    show,
    check: (settings, before, parts) => {
      checkTeams(settings, parts);
      return checkSettings(settings, before);
    },
    refused,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/channels/:id/test',
    summary: 'Send a real test through a channel; `to` is an address if it needs one',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({ to: z.string().trim().min(1).max(300).optional() }).default({}),
    answers: testOutcomeSchema,
    answer: async ({ parts, params, body, caller }) => {
      if (parts.channels.find(params.id) === null) throw refused('unknown');
      const message = testMessage({ by: caller.name, to: body.to, url: parts.baseUrl() });
      const { state, reason } = await parts.deliveries.send({
        channel: params.id,
        message,
        dedupKey: `test:${randomUUID()}`,
      });
      return { body: state === 'sent' ? { ok: true } : { ok: false, reason: reason ?? 'it was not sent' } };
    },
  }),
];
