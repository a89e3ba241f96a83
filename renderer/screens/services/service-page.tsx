import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { dependantsOf, type Service } from '#room/team/services.ts';
import { usePersonName } from '../../server/feed.tsx';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { ForgetRecord } from '../../fields/forget-record.tsx';
import { strings } from '../../strings/index.ts';
import { RecordHead } from '../../ui/record-list.tsx';
import { IncidentItem } from '../incidents/incident-item.tsx';
import { useNow } from '../../ui/now.tsx';
import { useOpenLink } from '../../ui/open-link.ts';
import { ownerName, standingOf } from './standing.ts';
import { Checks, Part, Playbooks, Policies } from './service-parts.tsx';
import { SloBlock } from './slo-block.tsx';
import styles from './services.module.css';

const words = strings.services;
const minute = 60_000;

export function ServicePage({ service, snapshot }: { service: Service; snapshot: FeedSnapshot }) {
  const { isOwner } = useSession();
  const nameOf = usePersonName();
  const now = useNow();
  const standing = standingOf(service, snapshot, now - (now % minute));
  const { tier, aliases, description } = service;
  const owner = ownerName(service, snapshot);
  const facts = [
    tier === null ? null : words.tier(tier),
    owner === null ? words.noOwner : words.ownedBy(owner),
    aliases.length > 0 ? words.aliases(aliases.join(', ')) : null,
  ].filter((fact) => fact !== null);
  const edit = () => go({ screen: 'services', service: service.id, edit: true });
  return (
    <article className={styles.one}>
      <RecordHead
        name={service.name}
        facts={facts}
        edit={isOwner ? { words: words.edit, run: edit } : null}
      />
      {description !== null && <p className={styles.description}>{description}</p>}
      <Links service={service} />
      {service.slo && <SloBlock service={service.id} />}
      <div className={styles.parts}>
        <Map service={service} services={snapshot.services ?? []} />
        <Checks service={service} monitors={standing.monitors} snapshot={snapshot} />
        <Part title={words.onCall} isEmpty={standing.onCall.length === 0} none={words.nobodyOnCall}>
          {standing.onCall.map(({ schedule, name, person }) => (
            <li key={schedule}>
              <b>{person === null ? strings.lobby.onCall.nobody : nameOf(person)}</b>
              <a href={routeHash({ screen: 'on-call', schedule })}>{name}</a>
            </li>
          ))}
        </Part>
        <Policies service={service} services={snapshot.services ?? []} />
        <Playbooks service={service} services={snapshot.services ?? []} monitors={standing.monitors} />
        <Part
          title={words.incidents}
          isEmpty={standing.recent.length === 0}
          none={words.noIncidents}
          note={<a href={reviewsOf(service)}>{strings.reviewLibrary.ofService}</a>}
        >
          {standing.recent.map((incident) => (
            <IncidentItem key={incident.id} incident={incident} name={incident.title} />
          ))}
        </Part>
      </div>
      {isOwner && (
        <ForgetRecord
          path={`/services/${service.id}`}
          words={words}
          list={{ screen: 'services', service: null }}
        />
      )}
    </article>
  );
}

/** RS11: the address of a service's reviews. */
const reviewsOf = ({ name }: Service): string =>
  routeHash({ screen: 'reviews', query: new URLSearchParams({ service: name }).toString() });

function Links({ service: { runbook, links } }: { service: Service }) {
  const open = useOpenLink();
  const all = [
    ...(runbook === null ? [] : [{ url: runbook, label: words.runbook }]),
    ...links.map(({ url, label }) => ({ url, label: label ?? new URL(url).host })),
  ];
  if (all.length === 0) return null;
  return (
    <ul className={styles.links} aria-label={words.links}>
      {all.map(({ url, label }) => (
        <li key={`${url} ${label}`}>
          <button type="button" className={styles.act} title={url} onClick={() => open(url)}>
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The services it depends on, and all that depend on it, directly or through others. */
function Map({ service, services }: { service: Service; services: readonly Service[] }) {
  const needs = services.filter(({ id }) => service.dependsOn.includes(id));
  const needed = dependantsOf(services, service.id);
  const through = (each: Service) =>
    needed.find(({ id }) => each.dependsOn.includes(id) && !each.dependsOn.includes(service.id));
  return (
    <>
      <Part title={words.dependsOn} isEmpty={needs.length === 0} none={words.dependsOnNothing}>
        {needs.map((each) => (
          <li key={each.id}>
            <a href={routeHash({ screen: 'services', service: each.id })}>{each.name}</a>
          </li>
        ))}
      </Part>
      <Part title={words.dependants} isEmpty={needed.length === 0} none={words.neededByNothing}>
        {needed.map((each) => {
          const via = through(each);
          return (
            <li key={each.id}>
              <a href={routeHash({ screen: 'services', service: each.id })}>{each.name}</a>
              {via && <span className="soft">{words.through(via.name)}</span>}
            </li>
          );
        })}
      </Part>
    </>
  );
}
