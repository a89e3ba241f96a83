import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { dependantsOf, unrecorded, type Service } from '#room/team/services.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSilentSince } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { RecordList } from '../../ui/record-list.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { namesInUse, ownerName, sayChecks, standingOf } from './standing.ts';
import styles from './services.module.css';

const words = strings.services;
const none: readonly Service[] = [];
const add = () => go({ screen: 'services', service: 'new' });

export function ServiceList({ snapshot }: { snapshot: FeedSnapshot }) {
  const silentSince = useSilentSince();
  const { isOwner } = useSession();
  const { services = none } = snapshot;
  const sorted = services.toSorted((a, b) => tierOf(a) - tierOf(b) || a.name.localeCompare(b.name));
  const lacking = services.filter(({ runbook }) => runbook === null).length;
  const names = unrecorded(services, namesInUse(snapshot));
  return (
    <RecordList
      words={words}
      className={styles.page}
      add={isOwner ? add : null}
      about={
        <>
          {services.length > 0 && (
            <p className="soft">
              {words.count(services.length)}
              {lacking > 0 && ` · ${words.withoutRunbook(lacking)}`}
            </p>
          )}
          {!isOwner && <p className="label">{words.onlyOwners}</p>}
        </>
      }
      below={names.length > 0 && <Unrecorded names={names} />}
      isEmpty={services.length === 0}
      silentSince={silentSince}
      heads={<Heads />}
      rows={sorted.map((service) => (
        <Row key={service.id} service={service} snapshot={snapshot} />
      ))}
    />
  );
}

/** Services without a numeric tier come after those with one. */
const tierOf = ({ tier }: Service) => (typeof tier === 'number' ? tier : 9);

function Heads() {
  const { heads } = words;
  return (
    <>
      <span>{heads.name}</span>
      <span>{heads.tier}</span>
      <span>{heads.owner}</span>
      <span>{heads.state}</span>
      <span>{heads.incidents}</span>
      <span className={styles.number}>{heads.dependants}</span>
    </>
  );
}

function Row({ service, snapshot }: { service: Service; snapshot: FeedSnapshot }) {
  const { now } = useTeamClock();
  const { monitors, down, open } = standingOf(service, snapshot, now());
  const needed = dependantsOf(snapshot.services ?? none, service.id).length;
  return (
    <li className={styles.row}>
      <a data-row className={styles.link} href={routeHash({ screen: 'services', service: service.id })}>
        {service.name}
        {service.runbook === null && <span className={styles.lacks}>{words.noRunbook}</span>}
      </a>
      <span className="soft">{service.tier !== null && words.tier(service.tier)}</span>
      <span className={service.owner === null ? 'soft' : undefined}>
        {ownerName(service, snapshot) ?? words.noOwner}
      </span>
      <span className={down > 0 ? styles.trouble : 'soft'}>{sayChecks(monitors)}</span>
      <span>{open.map(({ number, id }) => number ?? id.slice(-4)).join(', ')}</span>
      <span className={styles.number}>{needed > 0 && needed}</span>
    </li>
  );
}

function Unrecorded({ names }: { names: readonly string[] }) {
  const { isOwner } = useSession();
  return (
    <section className={styles.unrecorded} aria-labelledby="unrecorded">
      <h2 id="unrecorded">{words.unrecorded}</h2>
      <p className="soft">{words.unrecordedWhy}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <span>{name}</span>
            {isOwner && (
              <a
                className={styles.act}
                aria-label={words.record(name)}
                href={`${routeHash({ screen: 'services', service: 'new' })}?name=${encodeURIComponent(name)}`}
              >
                {words.recordIt}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
