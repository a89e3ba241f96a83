import type { Audience, Stage } from '#room/team/audiences.ts';
import type { ChannelName } from '#room/comms/channels/index.ts';
import { strings } from '../../../../strings/index.ts';

const words = strings.comms;

export const audienceWords: Record<Audience, string> = {
  customers: words.customers,
  internal: words.internal,
  executives: words.executives,
  support: words.support,
};

export const stageWords: Record<Stage, string> = {
  investigating: words.investigating,
  identified: words.identified,
  monitoring: words.monitoring,
  resolved: words.resolved,
  'follow-up': strings.comms.followUp,
};

export const usualChannel: Record<Audience, ChannelName> = {
  customers: 'page',
  internal: 'slack',
  executives: 'email',
  support: 'slack',
};

/** The name of the shared text that holds a draft. */
export const draftText = (draft: string) => `draft/${draft}`;
