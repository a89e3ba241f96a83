import { usePersonName } from '#renderer/server/feed.tsx';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { firstName } from '#renderer/ui/first-name.ts';
import { useNow } from '#renderer/ui/now.tsx';
import { sayDue, sayExactly } from '#renderer/ui/say-time.ts';
import { decideUpdateReminder, sayUpdateReminder } from '#room/comms/update-reminder.ts';
import { strings } from '../../../strings/index.ts';
import { goToPanel } from '../go-to-panel.ts';
import { Cell } from './cell.tsx';

const words = strings.header;
const open = () => goToPanel('comms', { isFocused: true });

/** FO9, CM7: when the next customer update is due, or how late it is, and who sends it. */
export function UpdateCell() {
  const room = useRoom();
  const { me } = useSession();
  const names = usePersonName();
  const now = useNow();
  const { updateDueAt } = room;
  if (updateDueAt === null) {
    const isOver = room.status.value === 'resolved' || room.status.value === 'closed';
    return (
      <Cell
        name={words.nextUpdate}
        value={isOver ? words.noUpdateAfter : words.noUpdateDue}
        title={words.noUpdateDueTitle}
        onClick={open}
      />
    );
  }
  const reminder = decideUpdateReminder(room, now);
  const sender = reminder.people[0];
  const who =
    reminder.reason === 'nobody-leads'
      ? words.nobodySends
      : sender === undefined
        ? undefined
        : sender === me.id
          ? words.youSend
          : words.sends(firstName(names(sender)));
  const said = [words.nextCustomerUpdate(sayExactly(updateDueAt)), sayUpdateReminder(reminder, me.id, names)];
  return (
    <Cell
      name={words.nextUpdate}
      value={sayDue(updateDueAt - now)}
      aside={who}
      isLit={now > updateDueAt}
      title={said.filter(Boolean).join('. ')}
      onClick={open}
    />
  );
}
