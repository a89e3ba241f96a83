import type { Audience, Stage } from '#room/comms/audiences.ts';
import type { ChannelName } from '#room/comms/channels/index.ts';

export const audienceWords: Record<Audience, string> = {
  customers: 'Customers',
  internal: 'Internal',
  executives: 'Executives',
  support: 'Support',
};

export const stageWords: Record<Stage, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  'follow-up': 'Follow-up',
};

export const usualChannel: Record<Audience, ChannelName> = {
  customers: 'page',
  internal: 'slack',
  executives: 'email',
  support: 'slack',
};

/** The name of the text that a draft is typed in. */
export const draftText = (draft: string) => `draft/${draft}`;
