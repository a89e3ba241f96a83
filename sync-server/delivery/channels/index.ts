// All kinds of channels. A new kind needs one file and one line here.
import type { ChannelKind } from './channel.ts';
import { discord } from './discord.ts';
import { email } from './email.ts';
import { gateway } from './gateway.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { jira } from './jira.ts';
import { mattermost } from './mattermost.ts';
import { ntfy } from './ntfy.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';

export const channelKinds: Readonly<Record<string, ChannelKind>> = {
  email,
  slack,
  teams,
  discord,
  mattermost,
  ntfy,
  webhook,
  gateway,
  pagerduty,
  github,
  gitlab,
  jira,
};
