import { useOthers, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useRoleText } from '#renderer/server/use-scheme.ts';
import { strings } from '#renderer/strings/index.ts';
import { useNow } from '#renderer/ui/now.tsx';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { sayAgo } from '#renderer/ui/say-time.ts';
import type { Contact } from '#room/feed/feed.ts';
import { FollowButton } from '#renderer/live-room/follow-button.tsx';
import { sayPlace } from '#renderer/live-room/say-place.ts';
import { sayHours, sayTimeThere } from './say-hours.ts';
import styles from './person.module.css';

/** Who a person is, what they are looking at, and how to reach them. */
export function PersonCard({ id }: { id: string }) {
  const { snapshot } = useFeed();
  const { canWrite } = useSession();
  const names = usePersonName();
  const name = names(id);
  const contact = snapshot?.people.find((person) => person.id === id)?.contact ?? null;
  const onCall = (snapshot?.onCall ?? []).filter(({ person }) => person === id);
  const words = strings.people;
  return (
    <section className={styles.card} aria-label={words.card(name)}>
      <p className={styles.who}>
        {name}
        {contact?.title && <span className="label">{contact.title}</span>}
      </p>
      <RolesHere id={id} />
      <WhereNow id={id} />
      {onCall.length > 0 && <p>{words.onCall(onCall.map((each) => each.name).join(', '))}</p>}
      {contact && <Reach contact={contact} />}
      {contact === null && canWrite && <p className="label">{words.noContact}</p>}
      {!canWrite && <p className="label">{words.contactForResponders}</p>}
    </section>
  );
}

function RolesHere({ id }: { id: string }) {
  const { roles } = useRoom();
  const roleText = useRoleText();
  const has = (claims: readonly { person: string }[]) => claims.some(({ person }) => person === id);
  const held = roles.flatMap(({ role, primary, backup }) => {
    if (has(primary)) return [roleText(role).title];
    return has(backup) ? [strings.people.backs(role)] : [];
  });
  return <p>{held.length === 0 ? strings.people.noRole : strings.people.holds(held.join(', '))}</p>;
}

function WhereNow({ id }: { id: string }) {
  const { me } = useSession();
  const others = useOthers();
  const words = strings.people;
  const here = others.find(({ person }) => person === id);
  const where =
    id === me.id
      ? words.you
      : here === undefined
        ? words.notHere
        : here.typing
          ? words.writing
          : words.looksAt(sayPlace(here.panel).toLowerCase());
  return (
    <p className="soft">
      {where} {here !== undefined && id !== me.id && <FollowButton person={id} name={here.name} />}
    </p>
  );
}

function Reach({ contact }: { contact: Contact }) {
  const open = useOpenLink();
  const now = useNow();
  const { email, phone, timeZone, workingHours, confirmedAt } = contact;
  const words = strings.people;
  const link = (href: string, shown: string) => (
    <a
      href={href}
      onClick={(event) => {
        event.preventDefault();
        open(href);
      }}
    >
      {shown}
    </a>
  );
  const time = timeZone === undefined ? null : sayTimeThere(now, timeZone);
  return (
    <>
      <dl className={styles.reach}>
        {email !== undefined && (
          <>
            <dt>{words.mail}</dt>
            <dd>{link(`mailto:${email}`, email)}</dd>
          </>
        )}
        {phone !== undefined && (
          <>
            <dt>{words.phone}</dt>
            <dd>{link(`tel:${phone}`, phone)}</dd>
          </>
        )}
      </dl>
      {time !== null && <p className="soft">{words.there(time, timeZone!)}</p>}
      {workingHours && <p className="soft">{sayHours(workingHours)}</p>}
      <p className="label">
        {confirmedAt === undefined ? words.neverConfirmed : words.confirmed(sayAgo(now - confirmedAt))}
      </p>
    </>
  );
}
