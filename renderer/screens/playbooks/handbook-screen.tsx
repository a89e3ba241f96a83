// FM5: the handbook: its pages, the open page, and the team's own roles and severities.
import { Fragment, useEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '@mantine/core';
import { parsePlaybook } from '#room/playbooks/playbook.ts';
import { printPage } from '../../ui/save-in-browser.ts';
import { LevelList } from '../scheme/level-words.tsx';
import { RoleWords } from '../scheme/role-words.tsx';
import { go, routeHash, type Route } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { useRoleText } from '../../server/use-scheme.ts';
import { strings } from '../../strings/index.ts';
import { EmptyScreen } from '../../ui/empty.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import type { HandbookPage } from './handbook.ts';
import { PageForm } from './handbook-form.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { shippedPlaybooks } from './shipped.ts';
import { useHandbook } from './use-handbook.ts';
import styles from './handbook.module.css';

const words = strings.handbook;
const open = ({ id }: HandbookPage) => go({ screen: 'handbook', page: id });
const addressOf = ({ id }: HandbookPage) => routeHash({ screen: 'handbook', page: id });

/** `page`: null opens the first one. */
export function HandbookScreen({ page: id }: { page: string | null }) {
  const scroller = useRef<HTMLDivElement>(null);
  const handbook = useHandbook();
  const { isOwner } = useSession();
  const [isAdding, setAdding] = useState(false);
  const shown = id === null ? handbook[0] : handbook.find((page) => page.id === id);
  useKeys({
    ...(isOwner && {
      'shift+n': { run: () => setAdding(true), label: words.add, group: words.title },
    }),
  });
  return (
    <div ref={scroller} className={styles.screen}>
      <div className={styles.layout}>
        <nav className={styles.pages} aria-label={words.title}>
          <p className={styles.name}>{words.title}</p>
          <ul>
            {handbook.map((page) => (
              <li key={page.id}>
                <a href={addressOf(page)} aria-current={page === shown ? 'page' : undefined}>
                  {page.title}
                </a>
              </li>
            ))}
          </ul>
          {isOwner && (
            <Button
              size="compact-sm"
              variant="default"
              mt="sm"
              rightSection={<Kbd keys="shift+n" />}
              onClick={() => setAdding(true)}
            >
              {words.add}
            </Button>
          )}
        </nav>
        {isAdding ? (
          <PageForm page={null} pages={handbook} onDone={() => setAdding(false)} />
        ) : shown ? (
          <Page key={shown.id} page={shown} pages={handbook} scroller={scroller} />
        ) : (
          <EmptyScreen title={words.nothingHere} />
        )}
      </div>
    </div>
  );
}

type PageProps = {
  page: HandbookPage;
  pages: readonly HandbookPage[];
  scroller: RefObject<HTMLDivElement | null>;
};

function Page({ page, pages, scroller }: PageProps) {
  const { isOwner } = useSession();
  const [isEdited, setEdited] = useState(false);
  const edit = () => setEdited(true);
  useKeys({ ...(isOwner && !isEdited && { e: { run: edit, label: words.edit, group: words.title } }) });
  if (isEdited) return <PageForm page={page} pages={pages} onDone={() => setEdited(false)} />;
  return <ReadPage page={page} pages={pages} scroller={scroller} onEdit={isOwner ? edit : null} />;
}

function ReadPage({ page, pages, scroller, onEdit }: PageProps & { onEdit: (() => void) | null }) {
  // Each page starts at the top; the list of pages keeps the focus.
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller]);
  const body = useRef<HTMLDivElement>(null);
  const at = pages.indexOf(page);
  const [before, after] = [pages[at - 1], pages[at + 1]];
  const print = () => printPage(paperOf(page.title, body.current?.innerHTML ?? ''), page.title);
  useKeys({
    'shift+p': { run: print, label: words.print, group: words.title },
    ...(before && { '[': { run: () => open(before), label: words.before, group: words.title } }),
    ...(after && { ']': { run: () => open(after), label: words.after, group: words.title } }),
  });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <p className="label">{sayPlace(page, at + 1, pages.length)}</p>
        <span className={styles.acts}>
          {onEdit !== null && (
            <Button size="compact-sm" variant="default" onClick={onEdit} rightSection={<Kbd keys="e" />}>
              {words.edit}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={print} rightSection={<Kbd keys="shift+p" />}>
            {words.print}
          </Button>
        </span>
      </header>
      <div ref={body} className={styles.body}>
        <div>
          <h1>{page.title}</h1>
          <MarkdownView markdown={page.markdown} label={page.title} />
        </div>
        <TeamWords page={page} />
      </div>
      <ReadOn page={page} pages={pages} after={after} />
    </div>
  );
}

function sayPlace({ team }: HandbookPage, at: number, of: number): string {
  const place = words.place(at, of);
  if (team === undefined) return place;
  return `${place} · ${team === 'own' ? words.onlyYours : words.changed}`;
}

/** The team's current severities and roles, so that the page never contradicts them. */
function TeamWords({ page: { roles, showsLevels } }: { page: HandbookPage }) {
  const textOf = useRoleText();
  if (roles.length === 0 && !showsLevels) return null;
  return (
    <section className={styles.team} aria-labelledby="handbook-team">
      <h2 id="handbook-team">{words.inYourTeam}</h2>
      {roles.map(textOf).map((role) => (
        <Fragment key={role.name}>
          <h3>{role.title}</h3>
          <RoleWords role={role} />
        </Fragment>
      ))}
      {showsLevels && <LevelList />}
    </section>
  );
}

type ReadOnProps = { page: HandbookPage; pages: readonly HandbookPage[]; after: HandbookPage | undefined };

function ReadOn({ page, pages, after }: ReadOnProps) {
  return (
    <footer className={styles.end}>
      {after && (
        <p>
          {words.next} <a href={addressOf(after)}>{after.title}</a> <Kbd keys="]" isAlways />
        </p>
      )}
      {page.see.length > 0 && (
        <nav aria-labelledby="handbook-see">
          <h2 id="handbook-see">{words.readOn}</h2>
          <ul>
            {page.see.map((route) => (
              <li key={routeHash(route)}>
                <a href={routeHash(route)}>{nameOf(route, pages)}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </footer>
  );
}

function nameOf(route: Route, pages: readonly HandbookPage[]): string {
  switch (route.screen) {
    case 'handbook':
      return pages.find(({ id }) => id === route.page)?.title ?? words.title;
    case 'playbooks': {
      const came = shippedPlaybooks.find(({ id }) => id === route.playbook);
      return came ? words.playbook(parsePlaybook(came.markdown).title) : strings.playbooks.title;
    }
    case 'settings':
      return strings.shell.settingsOf[route.section];
    case 'practice':
      return strings.practice.palette;
    case 'status-pages':
      return strings.statusPages.title;
    case 'review-templates':
      return strings.reviewTemplates.title;
    case 'action-items':
      return strings.actionItems.title;
    case 'reviews':
      return strings.reviewLibrary.title;
    case 'insights':
      return strings.insights.title;
    default:
      return routeHash(route);
  }
}

/** One page for printing. `inside` is the page's HTML, already sanitized. */
function paperOf(title: string, inside: string): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html><meta charset="utf-8"><title>${name}</title><style>
body { max-width: 72ch; font: 11pt/1.5 sans-serif; color: #000; }
h1 { font-size: 18pt; } h2 { font-size: 13pt; } h3 { font-size: 11pt; } h1, h2, h3 { break-after: avoid; }
code { padding: 0 3pt; border: 1px solid #999; border-radius: 2pt; font-size: 10pt; }
dt { font-weight: bold; } dd { margin: 0 0 4pt; } ul { padding-left: 16pt; }
</style>${inside}`;
}
