import type { ComponentType } from 'react';
import { Channels } from '../alerting/channels.tsx';
import { Intakes } from '../alerting/intakes.tsx';
import { Policies } from '../alerting/policies.tsx';
import { LevelsSettings } from '../scheme/levels-settings.tsx';
import { RolesSettings } from '../scheme/roles-settings.tsx';
import type { SettingsSection } from '../../state/router.ts';
import { About } from './about.tsx';
import { Audit } from './audit.tsx';
import { Calls } from './calls.tsx';
import { Configuration } from './configuration.tsx';
import { ConnectionFacts } from './connection/connection-facts.tsx';
import { People } from './people/people.tsx';
import { Teams } from './people/teams.tsx';
import { Tokens } from './tokens.tsx';
import { UpdateTexts } from './update-texts.tsx';
import { You } from './you.tsx';

const contents: Record<SettingsSection, ComponentType> = {
  you: You,
  people: People,
  teams: Teams,
  severities: LevelsSettings,
  roles: RolesSettings,
  updates: UpdateTexts,
  tokens: Tokens,
  paging: Policies,
  channels: Channels,
  intake: Intakes,
  calls: Calls,
  configuration: Configuration,
  audit: Audit,
  connection: ConnectionFacts,
  about: About,
};

/** The content of one section of the settings. */
export function SectionContent({ section }: { section: SettingsSection }) {
  const Content = contents[section];
  return <Content />;
}
