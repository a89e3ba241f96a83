import { openImpactForm } from '#renderer/screens/war-room/panels/impact-form-store.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayExactly, sayLasting, sayLength, sayWhen } from '#renderer/ui/say-time.ts';
import { Clock } from '#renderer/ui/time.tsx';
import { findImpactClock, type ImpactClock } from '#room/command/impact-clock.ts';
import { strings } from '../../../strings/index.ts';
import { goToPanel } from '../go-to-panel.ts';
import { Cell } from './cell.tsx';

const words = strings.header;

/** How long customers have been affected, as a running clock. */
export function ImpactCell() {
  const clock = findImpactClock(useRoom());
  const now = useNow();
  const { canWrite } = useWriter();
  const open = () => {
    if (canWrite) openImpactForm();
    goToPanel('impact', { isFocused: true });
  };
  if (clock === null)
    return (
      <Cell name={words.impact} value={words.notDeclaredYet} title={words.notDeclaredYet} onClick={open} />
    );
  const { from, to, end, since } = clock;
  const began = since === 'impact' ? words.since(sayWhen(from, now)) : words.declaredAt(sayWhen(from, now));
  const title = `${since === 'impact' ? words.impactSince : words.declaredSince} ${sayExactly(from)}`;
  if (to === null)
    return (
      <Cell name={words.impact} value={<Clock from={from} />} aside={began} title={title} onClick={open} />
    );
  return <Stopped clock={{ from, since, end, to }} title={title} onClick={open} />;
}

type StoppedProps = { clock: ImpactClock & { to: number }; title: string; onClick: () => void };

function Stopped({ clock: { from, to, end }, title, onClick }: StoppedProps) {
  const { resolvedAt, closedAt, withdrawn } = useRoom();
  const now = useNow();
  const length = to - from;
  if (end === 'impact-ended')
    return (
      <Cell
        name={words.impact}
        value={sayLasting(length)}
        aside={words.endedAt(sayWhen(to, now))}
        title={title}
        onClick={onClick}
      />
    );
  const at = sayWhen(resolvedAt ?? closedAt ?? to, now);
  const ended = end === 'closed' ? words.closedAt(at) : words.resolvedAt(at);
  const took = length < 1_000 ? words.atOnce : words.after(sayLength(length));
  const said = withdrawn === null ? ended : strings.withdraw.withdrawnAt(sayWhen(withdrawn.at, now));
  return (
    <Cell
      name={words.impact}
      value={said}
      aside={took}
      title={`${said}, ${took}. ${title}`}
      onClick={onClick}
    />
  );
}
