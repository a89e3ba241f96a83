// The list of channels. A new one is one file and one line here.
import type { CopyChannel } from './channel.ts';
import { email } from './email.ts';
import { page } from './page.ts';
import { short } from './short.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';

export const channels = { page, email, slack, teams, short } as const satisfies Record<string, CopyChannel>;
export type ChannelName = keyof typeof channels;
export const channelNames = Object.keys(channels) as readonly ChannelName[];
