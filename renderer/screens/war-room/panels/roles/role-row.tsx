import { useId, useState } from 'react';
import { Menu } from '@mantine/core';
import { usePersonName } from '#renderer/server/feed.tsx';
import { pageOfRole } from '#renderer/screens/playbooks/handbook.ts';
import { RoleWords } from '#renderer/screens/scheme/role-words.tsx';
import { routeHash } from '#renderer/state/router.ts';
import { useSession } from '#renderer/server/session.tsx';
import { useRoleText } from '#renderer/server/use-scheme.ts';
import { strings } from '#renderer/strings/index.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import type { RoleState } from '#room/view/room-view.ts';
import { sayRole } from '#room/team/team-roles.ts';
import { sayList } from '#room/text/words.ts';
import { firstName } from '#renderer/ui/first-name.ts';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { When } from '#renderer/ui/time.tsx';
import parts from '#renderer/ui/rows.module.css';
import { PersonName } from '../person/person-name.tsx';
import { useKnownPeople } from '../use-known-people.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { settleRole } from './settle.ts';
import styles from './roles.module.css';

const words = strings.people;

export function RoleRow({ role }: { role: RoleState }) {
  const { canWrite } = useWriter();
  const names = usePersonName();
  const [isShown, setShown] = useState(false);
  const detailId = useId();
  const text = useRoleText()(role.role);
  const page = pageOfRole(role.role);
  return (
    <li className={styles.role} data-conflict={role.conflict}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.name}
          aria-expanded={isShown}
          aria-controls={detailId}
          title={words.aboutRole}
          onClick={() => setShown(!isShown)}
        >
          {text.title}
        </button>
        <span className={styles.holder}>
          <Holders role={role} />
          <Backup role={role} />
        </span>
        {canWrite && <RoleActions role={role} />}
      </div>
      {role.conflict && <Conflict role={role} />}
      {role.offer && <Offer role={role} offer={role.offer} />}
      {isShown && (
        <div id={detailId} className={styles.detail}>
          <RoleWords role={text} />
          {page !== null && (
            <a className={parts.act} href={routeHash({ screen: 'handbook', page: page.id })}>
              {strings.handbook.ofRole}
            </a>
          )}
          {role.primary.map(({ id, person, at }) => (
            <p key={id} className="label">
              <Sentence says={words.holdsSince(names(person))} parts={{ time: <When at={at} /> }} />
            </p>
          ))}
          {role.primary.length > 0 && role.backup.length === 0 && <p className="label">{words.noBackup}</p>}
        </div>
      )}
    </li>
  );
}

/** Who holds the role. A free role is taken with one click. */
function Holders({ role: { role, primary, conflict } }: { role: RoleState }) {
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  if (conflict) return <strong>{sayList(primary.map(({ person }) => firstName(names(person))))}</strong>;
  if (primary.length > 0) return <PersonName id={primary[0]!.person} />;
  if (!canWrite) return <span className="label">{words.free}</span>;
  return (
    <button
      type="button"
      className={parts.act}
      aria-label={words.takeRole(sayRole(role))}
      onClick={() => write({ kind: 'claimed', role, person: me.id, as: 'primary' })}
    >
      {words.take}
    </button>
  );
}

/** The backups, shown small after the holder. */
function Backup({ role: { backup } }: { role: RoleState }) {
  if (backup.length === 0) return null;
  return (
    <span className={styles.backup} title={strings.roles.backup}>
      <span className="spoken">{strings.roles.backup} </span>
      {backup.map(({ person }) => (
        <PersonName key={person} id={person} />
      ))}
    </span>
  );
}

/** My actions on a role: the likely one as a button, the rest in a menu. */
function RoleActions({ role }: { role: RoleState }) {
  const { me } = useSession();
  const { write } = useWriter();
  const people = useKnownPeople();
  const isMine = role.primary.some(({ person }) => person === me.id);
  const isBackup = role.backup.some(({ person }) => person === me.id);
  const claim = (as: 'primary' | 'backup', person = me.id) =>
    void write({ kind: 'claimed', role: role.role, person, as });
  const handTo = (person: string) =>
    void write({ kind: 'handover-offered', role: role.role, from: me.id, to: person });
  const release = () => void write({ kind: 'released', role: role.role, person: me.id });
  const others = people.filter(({ id }) => id !== me.id);
  return (
    <span className={styles.acts}>
      <Menu position="bottom-end" withinPortal width={240}>
        <Menu.Target>
          <button
            type="button"
            className={`${parts.quiet} ${styles.more}`}
            aria-label={words.moreFor(sayRole(role.role))}
          >
            {words.more}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {!isMine && !isBackup && <Menu.Item onClick={() => claim('backup')}>{words.backUp}</Menu.Item>}
          {!isMine && role.primary.length > 0 && (
            <Menu.Item onClick={() => claim('primary')}>{words.claimToo}</Menu.Item>
          )}
          {(isMine || isBackup) && <Menu.Item onClick={release}>{words.release}</Menu.Item>}
          {isMine && others.length > 0 && <Menu.Label>{words.handOver}</Menu.Label>}
          {isMine &&
            others.slice(0, 12).map(({ id, name, isHere }) => (
              <Menu.Item
                key={id}
                onClick={() => handTo(id)}
                rightSection={<span className="label">{isHere ? words.here : words.absent}</span>}
              >
                {name}
              </Menu.Item>
            ))}
          {isMine && others.length === 0 && <Menu.Label>{words.nobodyElse}</Menu.Label>}
          {role.primary.length === 0 && others.length > 0 && <Menu.Label>{words.give}</Menu.Label>}
          {role.primary.length === 0 &&
            others.slice(0, 12).map(({ id, name, isHere }) => (
              <Menu.Item
                key={id}
                onClick={() => claim('primary', id)}
                rightSection={<span className="label">{isHere ? words.here : words.absent}</span>}
              >
                {name}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

function Conflict({ role }: { role: RoleState }) {
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  return (
    <div className={styles.conflict}>
      <p>{words.conflictQuestion}</p>
      <p className={parts.acts}>
        {role.primary.map(({ id, person, at }) => (
          <button
            key={id}
            type="button"
            className={parts.act}
            disabled={!canWrite}
            onClick={() => write(settleRole(role, person))}
          >
            {names(person)}{' '}
            <span className="label">
              <Sentence says={words.sinceTime} parts={{ time: <When at={at} /> }} />
            </span>
          </button>
        ))}
      </p>
    </div>
  );
}

function Offer({ role, offer }: { role: RoleState; offer: NonNullable<RoleState['offer']> }) {
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  const accept: FactDraft = { kind: 'handover-accepted', target: offer.id };
  if (offer.to !== me.id) return <p className={parts.under}>{words.offered(names(offer.to))}</p>;
  return (
    <p className={styles.offer}>
      {words.offersYou(names(offer.from))}
      <button
        type="button"
        className={parts.act}
        disabled={!canWrite}
        aria-label={words.accept(sayRole(role.role))}
        onClick={() => write(accept)}
      >
        {words.acceptLabel}
      </button>
    </p>
  );
}
