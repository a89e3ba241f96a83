import type { ComponentType } from 'react';
import { Channels } from '../alerting/channels.tsx';
import { Intakes } from '../alerting/intakes.tsx';
import { Policies } from '../alerting/policies.tsx';
import { LevelsSettings } from '../scheme/levels-settings.tsx';
import { RolesSettings } from '../scheme/roles-settings.tsx';
import { UpdateTexts } from './update-texts.tsx';
import { strings } from '../../strings/index.ts';
import { routeHash, settingsSections, type SettingsSection } from '../../state/router.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { About } from './about.tsx';
import { Audit } from './audit.tsx';
import { Calls } from './calls.tsx';
import { Configuration } from './configuration.tsx';
import { ConnectionFacts } from './connection/connection-facts.tsx';
import { People } from './people/people.tsx';
import { Teams } from './people/teams.tsx';
import { Tokens } from './tokens.tsx';
import { You } from './you.tsx';
import sheet from '../../ui/section.module.css';
import styles from './settings.module.css';

const words = strings.settings;

const sections: Record<SettingsSection, { title: string; Component: ComponentType }> = {
  you: { title: words.youTitle, Component: You },
  people: { title: words.people, Component: People },
  teams: { title: strings.teams.title, Component: Teams },
  severities: { title: strings.scheme.title, Component: LevelsSettings },
  roles: { title: strings.teamRoles.title, Component: RolesSettings },
  updates: { title: strings.updateTexts.title, Component: UpdateTexts },
  tokens: { title: strings.tokens.title, Component: Tokens },
  paging: { title: strings.alerting.policies.title, Component: Policies },
  channels: { title: strings.alerting.channels.title, Component: Channels },
  intake: { title: strings.alerting.intakes.title, Component: Intakes },
  calls: { title: words.calls, Component: Calls },
  configuration: { title: strings.configuration.title, Component: Configuration },
  audit: { title: strings.audit.title, Component: Audit },
  connection: { title: words.connection, Component: ConnectionFacts },
  about: { title: words.about, Component: About },
};

/** The first section of each group: people, incidents, messages, the server. A space stands before it. */
const groupStarts: readonly SettingsSection[] = ['people', 'severities', 'paging', 'configuration'];

/** On a phone the sections are one line that scrolls: the open one is in sight. */
function showInLine(link: HTMLAnchorElement | null) {
  const line = link?.parentElement;
  if (link && line) line.scrollLeft = link.offsetLeft - line.offsetLeft - 16;
}

export function Settings({ section }: { section: SettingsSection }) {
  const { title, Component } = sections[section];
  return (
    <div className={styles.settings}>
      <nav className={styles.nav} aria-label={words.settings}>
        {settingsSections.map((each) => (
          <a
            key={each}
            ref={each === section ? showInLine : undefined}
            className={styles.link}
            data-group={groupStarts.includes(each)}
            href={routeHash({ screen: 'settings', section: each })}
            aria-current={each === section ? 'page' : undefined}
          >
            {sections[each].title}
          </a>
        ))}
      </nav>
      <section className={sheet.section} aria-labelledby="settings-section">
        <h1 id="settings-section" className={sheet.title}>
          {title}
        </h1>
        <ErrorBoundary key={section} name={title}>
          <Component />
        </ErrorBoundary>
      </section>
    </div>
  );
}
