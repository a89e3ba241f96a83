import { useId, useState } from 'react';
import { Menu } from '@mantine/core';
import { usePersonName } from '#renderer/state/feed.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import type { FactDraft } from '#room/fact.ts';
import type { RoleState } from '#room/incident.ts';
import { When } from '#renderer/ui/time.tsx';
import parts from '../parts.module.css';
import { PersonName } from '../person/person-name.tsx';
import { useKnownPeople } from '../use-known-people.ts';
import { useWriter } from '../use-writer.ts';
import { roleText } from './role-texts.ts';
import { settleRole } from './settle.ts';
import styles from './roles.module.css';

const words = strings.people;

export function RoleRow({ role }: { role: RoleState }) {
  const { canWrite } = useWriter();
  const names = usePersonName();
  const [isShown, setShown] = useState(false);
  const detailId = useId();
  const { name, scope, limits } = roleText(role.role);
  return (
    <li className={styles.role} data-conflict={role.conflict}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.name}
          aria-expanded={isShown}
          aria-controls={detailId}
          title={words.whatThisRole}
          onClick={() => setShown(!isShown)}
        >
          {name}
        </button>
        <span className={styles.holder} data-open={role.primary.length === 0}>
          <Holders role={role} />
        </span>
        {canWrite && <RoleActions role={role} />}
      </div>
      {(role.primary.length > 0 || role.backup.length > 0) && <Backup role={role} />}
      {role.conflict && <Conflict role={role} />}
      {role.offer && <Offer role={role} offer={role.offer} />}
      {isShown && (
        <div id={detailId} className={styles.detail}>
          <p>{scope}</p>
          {limits !== '' && <p>{limits}</p>}
          {role.primary.map(({ id, person, at }) => (
            <p key={id} className="label">
              {words.since(names(person))}
              <When at={at} />
            </p>
          ))}
        </div>
      )}
    </li>
  );
}

/** In a conflict the names stand below, where somebody chooses between them. */
function Holders({ role: { primary, conflict } }: { role: RoleState }) {
  if (primary.length === 0) return 'open';
  if (conflict) return strings.roles.conflict;
  return <PersonName id={primary[0]!.person} />;
}

/** The slot is there before somebody fills it. */
function Backup({ role: { role, backup, primary } }: { role: RoleState }) {
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const mayBack = canWrite && backup.length === 0 && !primary.some(({ person }) => person === me.id);
  return (
    <p className={`${parts.under} ${styles.backup}`}>
      {strings.roles.backup}{' '}
      {backup.length === 0
        ? !mayBack && strings.roles.noBackup
        : backup.map(({ person }, i) => (
            <span key={person}>
              {i > 0 && ', '}
              <PersonName id={person} />
            </span>
          ))}
      {mayBack && (
        <button
          type="button"
          className={parts.quiet}
          aria-label={strings.roles.backUpWords(role)}
          onClick={() => write({ kind: 'claimed', role, person: me.id, as: 'backup' })}
        >
          {strings.roles.takeBackup}
        </button>
      )}
    </p>
  );
}

/** What I can do with a role: the likely one as a word, the rest in a menu. */
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
      {role.primary.length === 0 && (
        <button
          type="button"
          className={role.role === 'commander' ? parts.act : parts.quiet}
          aria-label={words.claim(role.role)}
          onClick={() => claim('primary')}
        >
          {words.claimLabel}
        </button>
      )}
      <Menu position="bottom-end" withinPortal width={240}>
        <Menu.Target>
          <button type="button" className={parts.quiet} aria-label={words.moreFor(role.role)}>
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
                rightSection={<span className="label">{isHere ? words.here : words.notHereLabel}</span>}
              >
                {name}
              </Menu.Item>
            ))}
          {isMine && others.length === 0 && <Menu.Label>{words.nobodyElseKnown}</Menu.Label>}
          {role.primary.length === 0 && others.length > 0 && <Menu.Label>{words.give}</Menu.Label>}
          {role.primary.length === 0 &&
            others.slice(0, 12).map(({ id, name, isHere }) => (
              <Menu.Item
                key={id}
                onClick={() => claim('primary', id)}
                rightSection={<span className="label">{isHere ? words.here : words.notHereLabel}</span>}
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
      <p>{words.bothTookWithout}</p>
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
              {words.sinceLabel}
              <When at={at} />
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
  if (offer.to !== me.id) return <p className={parts.under}>{words.offeredNotAccepted(names(offer.to))}</p>;
  return (
    <p className={styles.offer}>
      {words.offersYouThis(names(offer.from))}
      <button
        type="button"
        className={parts.act}
        disabled={!canWrite}
        aria-label={words.accept(role.role)}
        onClick={() => write(accept)}
      >
        {words.acceptLabel}
      </button>
    </p>
  );
}
