// The frame of the settings: the names of the sections, and the heading of the one that is open.
import { Suspense } from 'react';
import { strings } from '../../strings/index.ts';
import { routeHash, settingsSections, type SettingsSection as Name } from '../../state/router.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { chunk } from '../../ui/chunk.tsx';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import sheet from '../../ui/section.module.css';
import styles from './settings.module.css';

const words = strings.settings;

/** The content of a section. The frame stands before its code is there. */
export const SettingsSection = chunk<{ section: Name }>(
  async () => (await import('./section.tsx')).SectionContent,
);

const titles: Record<Name, string> = {
  you: words.youTitle,
  people: words.people,
  teams: strings.teams.title,
  severities: strings.scheme.title,
  roles: strings.teamRoles.title,
  updates: strings.updateTexts.title,
  tokens: strings.tokens.title,
  paging: strings.alerting.policies.title,
  channels: strings.alerting.channels.title,
  intake: strings.alerting.intakes.title,
  calls: words.calls,
  configuration: strings.configuration.title,
  audit: strings.audit.title,
  connection: words.connection,
  about: words.about,
};

/** The first section of each group: people, incidents, messages, the server. A space stands before it. */
const groupStarts: readonly Name[] = ['people', 'severities', 'paging', 'configuration'];

/** On a phone the sections are one line that scrolls: the open one is in sight. */
function showInLine(link: HTMLAnchorElement | null) {
  const line = link?.parentElement;
  if (link && line) line.scrollLeft = link.offsetLeft - line.offsetLeft - 16;
}

export function Settings({ section }: { section: Name }) {
  const title = titles[section];
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
            {titles[each]}
          </a>
        ))}
      </nav>
      <section className={sheet.section} aria-labelledby="settings-section">
        <h1 id="settings-section" className={sheet.title}>
          {title}
        </h1>
        <ErrorBoundary key={section} name={title}>
          <Suspense fallback={<AwaitedPart waitsFor="opening" />}>
            <SettingsSection section={section} />
          </Suspense>
        </ErrorBoundary>
      </section>
    </div>
  );
}
