import { useState } from 'react';
import { Ask, useAsk } from '#renderer/panels/ask.tsx';
import { Choices } from '#renderer/panels/choices.tsx';
import { PersonName } from '#renderer/panels/person/person-name.tsx';
import { settleRole } from '#renderer/panels/roles/settle.ts';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { usePersonName } from '#renderer/state/feed.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { showDone } from '#renderer/ui/show-done.tsx';
import type { RoleState } from '#room/incident.ts';
import { strings } from '../../strings/index.ts';
import { ChainsOfOrders } from './chains-of-orders.tsx';
import styles from './header.module.css';

const words = strings.header;

/** Who commands, in one word; a conflict with both names and the way out of it. */
export function Command() {
  const { roles, resolvedAt, closedAt } = useRoom();
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  const role = roles.find((each) => each.role === 'commander');
  const isOffered = role?.offer?.to === me.id;
  const isFree = role !== undefined && role.primary.length === 0 && resolvedAt === null && closedAt === null;
  const take = () => {
    if (role?.offer && isOffered) write({ kind: 'handover-accepted', target: role.offer.id });
    else if (isFree) {
      const [fact] = write({ kind: 'claimed', role: 'commander', person: me.id, as: 'primary' }) ?? [];
      if (fact)
        showDone({
          message: strings.acts.tookCommand,
          forMs: 10_000,
          undo: () => void write({ kind: 'retracted', target: fact.id, why: 'undone' }),
        });
    }
  };
  useKeys(
    canWrite && (isFree || isOffered)
      ? { q: { run: take, label: isOffered ? words.acceptCommand : words.takeCommand, group: words.room } }
      : {},
  );
  if (!role) return null;
  if (role.conflict) return <CommandConflict role={role} />;
  const holder = role.primary[0];
  return (
    <p className={styles.fact}>
      {holder ? (
        <>
          <strong>
            <PersonName
              id={holder.person}
              shown={holder.person === me.id ? words.you : names(holder.person)}
            />
          </strong>{' '}
          <span className="soft">{holder.person === me.id ? words.command : words.commands}</span>
        </>
      ) : (
        <span className="soft">{words.nobodyCommands}</span>
      )}
      {role.offer && !isOffered && <span className="soft">{words.offeredTo(names(role.offer.to))}</span>}
      {canWrite && (isFree || isOffered) && (
        <button type="button" className={styles.act} onClick={take}>
          {isOffered ? words.acceptCommand : words.takeCommand} <Kbd keys="q" />
        </button>
      )}
    </p>
  );
}

function CommandConflict({ role }: { role: RoleState }) {
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  const ask = useAsk();
  const people = role.primary.map(({ person }) => person);
  const [keeper, setKeeper] = useState(people[0] ?? '');
  useKeys(canWrite ? { q: { run: ask.open, label: words.settleWhoCommands, group: words.room } } : {});
  const said = words.bothCommand(people.map(names).join(' and '));
  const settle = () => write(settleRole(role, people.includes(keeper) ? keeper : people[0]!)) && ask.close();
  return (
    <p className={styles.fact} data-late="true" role="status">
      <strong>{said}</strong>
      {canWrite && (
        <Ask
          isOpen={ask.isOpen}
          onClose={ask.close}
          title={words.whoKeepsCommand}
          verb={words.keepsCommand(names(people.includes(keeper) ? keeper : people[0]!))}
          onAnswer={settle}
          width={640}
          target={
            <button type="button" className={styles.act} onClick={ask.open}>
              {words.settle}
              <Kbd keys="q" />
            </button>
          }
        >
          <p className="soft">{words.theyTookCommand}</p>
          <ChainsOfOrders />
          <Choices
            legend={words.whoKeepsCommandLabel}
            name="keeper"
            value={people.includes(keeper) ? keeper : people[0]!}
            onChange={setKeeper}
            choices={people.map((person) => ({ value: person, shown: <span>{names(person)}</span> }))}
          />
        </Ask>
      )}
    </p>
  );
}
