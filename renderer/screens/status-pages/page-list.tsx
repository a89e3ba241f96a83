import type { Items } from '#wire/api/list.ts';
import type { PageState } from '#wire/api/status-pages.ts';
import { worstShown } from '#status-page/levels.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { When } from '../../ui/time.tsx';
import { useResource } from '../../server/use-resource.ts';
import { ClosedPages } from './closing.tsx';
import { Level } from './level.tsx';
import { PublicLink } from './public-link.tsx';
import { pagePath, type StatusPage } from './status-page.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages;
const everyMs = 15_000;
const add = () => go({ screen: 'status-pages', page: 'new' });

export function PageList() {
  const { isOwner } = useSession();
  const { value, problem, reload } = useResource<Items<StatusPage>>('/pages', { everyMs });
  if (value === null) return <Awaited title={words.title} problem={problem} again={reload} />;
  const pages = value.items.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <RecordList
      words={words}
      className={styles.page}
      add={isOwner ? add : null}
      about={
        <>
          {pages.length > 0 && <p className="soft">{words.count(pages.length)}</p>}
          {!isOwner && <p className="label">{words.onlyOwners}</p>}
        </>
      }
      above={problem !== null && <Problem again={reload}>{problem}</Problem>}
      below={isOwner && <ClosedPages />}
      isEmpty={pages.length === 0}
      heads={<Heads />}
      rows={pages.map((page) => (
        <Row key={page.id} page={page} />
      ))}
    />
  );
}

function Heads() {
  const { heads } = words;
  return (
    <>
      <span>{heads.name}</span>
      <span>{heads.address}</span>
      <span>{heads.components}</span>
      <span>{heads.level}</span>
      <span>{heads.published}</span>
    </>
  );
}

function Row({ page }: { page: StatusPage }) {
  const { value: state } = useResource<PageState>(pagePath(page.id, '/state'), { everyMs });
  const failed = state?.targets.filter(({ problem }) => problem !== null).length ?? 0;
  return (
    <li className={styles.row}>
      <a data-row className={styles.link} href={routeHash({ screen: 'status-pages', page: page.id })}>
        {page.name}
      </a>
      <span className={styles.above}>
        <PublicLink page={page} />
      </span>
      <span className="soft">{words.components(page.components.length)}</span>
      <span>{state && <Level level={worstShown(state.components.map(({ level }) => level))} />}</span>
      <span>
        {page.away !== undefined && `${words.away.short} `}
        {state && (state.renderedAt === null ? words.notPublished : <When at={state.renderedAt} />)}
        {failed > 0 && <b> {words.failing(failed)}</b>}
      </span>
    </li>
  );
}
