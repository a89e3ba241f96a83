import type { Items } from '#wire/api/list.ts';
import type { ComponentState, PageState, PageUpdate } from '#wire/api/status-pages.ts';
import { Fragment } from 'react';
import { Button } from '@mantine/core';
import { usePersonName } from '../../server/feed.tsx';
import { go } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { NoSuch } from '../../ui/empty.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Problem } from '../../ui/problem.tsx';
import { When } from '../../ui/time.tsx';
import { useResource, type Resource } from '../../server/use-resource.ts';
import { ClosePage } from './closing.tsx';
import { LeftReports } from './left-reports.tsx';
import { Level } from './level.tsx';
import { OwnFolders } from './own-folders.tsx';
import { PlannedWork } from './planned-work.tsx';
import { PublicLink } from './public-link.tsx';
import { AwayNote } from './publishing/publish-away.tsx';
import { Publishing } from './publishing/publishing.tsx';
import { inGroups, pagePath, plainText, type StatusPage } from './status-page.ts';
import { reportsOf } from './publishing/update-draft.ts';
import { Sentence } from '../../ui/sentence.tsx';
import styles from './status-pages.module.css';

const words = strings.statusPages;
const everyMs = 10_000;
/** Updates that stand open; planned work comes below them. */
const shownAtFirst = 5;

export function PageView({ id }: { id: string }) {
  const page = useResource<StatusPage>(pagePath(id), { everyMs });
  const state = useResource<PageState>(pagePath(id, '/state'), { everyMs });
  const updates = useResource<Items<PageUpdate>>(pagePath(id, '/updates'), { everyMs });
  if (page.isUnknown) return <NoSuch title={words.unknown} />;
  if (page.value === null) return <Awaited title={words.title} problem={page.problem} again={page.reload} />;
  return (
    <article className={styles.one}>
      <Head page={page.value} />
      <AwayNote page={page.value} />
      <LeftReports page={id} updates={updates.value?.items ?? []} />
      {state.problem !== null && <Problem again={state.reload}>{state.problem}</Problem>}
      <div className={styles.parts}>
        <section aria-label={words.one.components}>
          <h2>{words.one.components}</h2>
          {page.value.components.length === 0 && <p className="soft">{words.one.noComponents}</p>}
          {inGroups(state.value?.components ?? [], page.value).map(({ title, components }) => (
            <Fragment key={components[0]?.id}>
              {title !== '' && <h3 className={styles.group}>{title}</h3>}
              <ul className={styles.items}>
                {components.map((component) => (
                  <Component key={component.id} component={component} />
                ))}
              </ul>
            </Fragment>
          ))}
        </section>
        {state.value && <Publishing id={id} state={state.value} reload={state.reload} />}
      </div>
      <Updates updates={updates} />
      <PlannedWork page={page.value} />
      <OwnFolders id={id} />
      <ClosePage page={page.value} />
    </article>
  );
}

const ownerActs = [
  ['subscribers', words.subscribers.title],
  ['import', words.import.open],
  ['edit', words.edit],
] as const;

function Head({ page }: { page: StatusPage }) {
  const { isOwner, canWrite } = useSession();
  return (
    <header className={styles.head}>
      <h1>{page.name}</h1>
      <p>
        <PublicLink page={page} />
      </p>
      <span className={styles.acts}>
        {canWrite && (
          <Button
            size="compact-sm"
            variant="filled"
            onClick={() => go({ screen: 'status-pages', page: page.id, act: 'update' })}
          >
            {words.one.post}
          </Button>
        )}
        {isOwner &&
          ownerActs.map(([act, label]) => (
            <Button
              key={act}
              size="compact-sm"
              variant="subtle"
              onClick={() => go({ screen: 'status-pages', page: page.id, act })}
            >
              {label}
            </Button>
          ))}
      </span>
    </header>
  );
}

function Component({ component }: { component: ComponentState }) {
  const { name, level, since, silentSince, conflict } = component;
  return (
    <li>
      <span className={styles.name}>{name}</span>
      <span>
        <Level level={level} />
        {since !== null && (
          <span className="soft">
            {' '}
            <Sentence says={words.one.since} parts={{ time: <When at={since} /> }} />
          </span>
        )}
        {silentSince !== null && (
          <span className={styles.below}>
            <Sentence says={words.one.unknownSince} parts={{ time: <When at={silentSince} /> }} />
          </span>
        )}
        {conflict !== null && (
          <span className={styles.below}>
            {words.one.conflict(words.levels[conflict.people], words.levels[conflict.checks])}
          </span>
        )}
      </span>
    </li>
  );
}

function Updates({ updates }: { updates: Resource<Items<PageUpdate>> }) {
  const items = updates.value?.items ?? [];
  const titles = new Map(reportsOf(items).map(({ id, title }) => [id, title]));
  const show = (update: PageUpdate) => (
    <Update key={update.id} update={update} title={titles.get(update.incident) ?? ''} />
  );
  return (
    <section className={styles.updates} aria-label={words.one.updates}>
      <h2>{words.one.updates}</h2>
      {updates.problem !== null && <Problem again={updates.reload}>{updates.problem}</Problem>}
      {updates.value && items.length === 0 && <p className="soft">{words.one.noUpdates}</p>}
      <ol>{items.slice(0, shownAtFirst).map(show)}</ol>
      {items.length > shownAtFirst && (
        <details>
          <summary>{words.one.earlier(items.length - shownAtFirst)}</summary>
          <ol>{items.slice(shownAtFirst).map(show)}</ol>
        </details>
      )}
    </section>
  );
}

function Update({ update, title }: { update: PageUpdate; title: string }) {
  const nameOf = usePersonName();
  return (
    <li>
      <p className={styles.told}>
        <When at={update.at} /> <b>{sayStage(update.status)}</b>
        <span className="soft">{sayAuthor(update.by, nameOf)}</span>
        <span className="soft">
          {update.title === null ? words.one.report(title) : plainText(update.title)}
        </span>
        {update.isWaiting === true && <b>{words.away.isWaiting}</b>}
      </p>
      <p className={styles.text}>
        <LinkedText text={plainText(update.body)} />
      </p>
    </li>
  );
}

/** SP140: a rule of the page writes as `rule <name>`. */
const sayAuthor = (by: string, nameOf: (id: string) => string) =>
  by.startsWith('rule ') ? words.rules.by(by.slice('rule '.length)) : words.one.by(nameOf(by));

const stages: Readonly<Record<string, string>> = words.update.stages;
const sayStage = (status: string) => stages[status] ?? status;
