import { takeBack } from '#room/log/undo.ts';
import { useState, type ReactNode } from 'react';
import { Ask, useAsk } from '#renderer/ui/ask.tsx';
import { Choices } from '#renderer/ui/choices.tsx';
import { settleRole } from '#renderer/screens/war-room/panels/roles/settle.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { firstName } from '#renderer/ui/first-name.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { showDone } from '#renderer/ui/show-done.tsx';
import type { PersonId } from '#room/facts/fact.ts';
import type { RoleState } from '#room/view/room-view.ts';
import { strings } from '../../../strings/index.ts';
import { goToPanel } from '../go-to-panel.ts';
import { Cell } from './cell.tsx';
import { ChainsOfOrders } from './chains-of-orders.tsx';

const words = strings.header;
const commandKey = 'q';
const openRoles = () => goToPanel('roles', { isFocused: true });

/** Shows who commands. A click takes a free command, settles a contested one, or opens the roles. */
export function CommandCell() {
  const { roles } = useRoom();
  const role = roles.find((each) => each.role === 'commander');
  if (!role) return <Cell name={words.commandName} value={words.nobody} title={words.nobodyCommands} />;
  return role.conflict ? <Contested role={role} /> : <Held role={role} />;
}

function Held({ role }: { role: RoleState }) {
  const { resolvedAt, closedAt, declared } = useRoom();
  const { me } = useSession();
  const { canWrite } = useWriter();
  const names = usePersonName();
  const take = useTakeCommand(role);
  const isOffered = role.offer?.to === me.id;
  const isOver = resolvedAt !== null || closedAt !== null;
  const isFree = role.primary.length === 0 && !isOver && declared !== null;
  const mayTake = canWrite && (isFree || isOffered);
  const act = isOffered ? words.acceptCommand : words.takeCommand;
  useKeys(mayTake ? { [commandKey]: { run: take, label: act, group: words.room } } : {});
  const holder = role.primary[0]?.person;
  const who = holder === undefined ? words.nobody : holder === me.id ? words.you : names(holder);
  const offered = role.offer && !isOffered ? words.offeredTo(firstName(names(role.offer.to))) : undefined;
  const aside = mayTake ? (isOffered ? words.accept : words.take) : offered;
  const title = [
    holder === undefined ? words.nobodyCommands : words.personCommands(names(holder)),
    ...(mayTake ? [act] : []),
    ...(offered === undefined ? [] : [offered]),
  ].join('. ');
  return (
    <Cell
      name={words.commandName}
      value={who}
      aside={mayTake ? <u>{aside}</u> : aside}
      title={title}
      {...(mayTake && { keys: commandKey })}
      onClick={mayTake ? take : openRoles}
    />
  );
}

/** Accepts an offered command, or takes a free one. Taking also acknowledges; one undo retracts both facts. */
function useTakeCommand(role: RoleState): () => void {
  const { me } = useSession();
  const { write } = useWriter();
  return () => {
    if (role.offer?.to === me.id) {
      write({ kind: 'handover-accepted', target: role.offer.id });
      return;
    }
    const facts = write({ kind: 'claimed', role: 'commander', person: me.id, as: 'primary' });
    if (!facts) return;
    showDone({
      message: strings.acts.tookCommand,
      forMs: 10_000,
      undo: () => void write(facts.map(({ id }) => takeBack(id))),
    });
  };
}

/** CO4: two people command. Shows both chains of orders while somebody decides. */
function Contested({ role }: { role: RoleState }) {
  const { canWrite } = useWriter();
  const names = usePersonName();
  const ask = useAsk();
  const people = role.primary.map(({ person }) => person);
  const [chosen, setKeeper] = useState(people[0] ?? '');
  const keeper = people.includes(chosen) ? chosen : people[0]!;
  useKeys(
    canWrite ? { [commandKey]: { run: ask.open, label: words.settleWhoCommands, group: words.room } } : {},
  );
  const cell = (
    <Cell
      name={words.commandName}
      value={words.whichOf(people.map((person) => firstName(names(person))))}
      aside={canWrite ? <u>{words.settle}</u> : undefined}
      isLit
      title={words.bothCommand(strings.ui.list(people.map(names)))}
      {...(canWrite && { keys: commandKey })}
      onClick={canWrite ? ask.open : openRoles}
    />
  );
  if (!canWrite) return cell;
  return (
    <AskKeeper role={role} keeper={keeper} onChoose={setKeeper} ask={ask}>
      {cell}
    </AskKeeper>
  );
}

type AskKeeperProps = {
  role: RoleState;
  keeper: PersonId;
  onChoose: (keeper: PersonId) => void;
  ask: ReturnType<typeof useAsk>;
  children: ReactNode;
};

function AskKeeper({ role, keeper, onChoose, ask, children }: AskKeeperProps) {
  const { write } = useWriter();
  const names = usePersonName();
  const settle = () => write(settleRole(role, keeper)) && ask.close();
  return (
    <Ask
      isOpen={ask.isOpen}
      onClose={ask.close}
      title={words.whoKeepsCommand}
      verb={words.keepsCommand(names(keeper))}
      onAnswer={settle}
      width={640}
      target={<div>{children}</div>}
      isPlace
    >
      <p className="soft">{words.conflictWhy}</p>
      <ChainsOfOrders />
      <Choices
        legend={words.conflictLabel}
        name="keeper"
        value={keeper}
        onChange={onChoose}
        choices={role.primary.map(({ person }) => ({ value: person, shown: <span>{names(person)}</span> }))}
      />
    </Ask>
  );
}
