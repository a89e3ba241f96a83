// What never scrolls away: how bad, where we are, who commands, what is due next, and who is here.
import { ConnectionWords } from '#renderer/shell/connection-words.tsx';
import { useConnection, useIsPast, useRoom } from '#renderer/room/room-provider.tsx';
import { strings } from '../../strings/index.ts';
import { Acknowledge } from './acknowledge.tsx';
import { Call } from './call.tsx';
import { MainClock, UpdateDue } from './clocks.tsx';
import { Command } from './command.tsx';
import { Here } from './here.tsx';
import { Mistake } from './mistake.tsx';
import { PagingLine } from './paging-line.tsx';
import { Priority } from './priority.tsx';
import { Reminders } from './reminders.tsx';
import { RoomTabs } from './room-tabs.tsx';
import { SeverityControl } from './severity-control.tsx';
import { StatusStepper } from './status-stepper.tsx';
import { Title } from './title.tsx';
import styles from './header.module.css';

const words = strings.header;

export function RoomHeader({ id }: { id: string }) {
  const { drill, number, roles } = useRoom();
  const isPast = useIsPast();
  const connection = useConnection();
  const filled = roles.filter(({ primary }) => primary.length > 0).length;
  return (
    <header className={styles.header} data-drill={drill}>
      <div className={styles.first}>
        <SeverityControl />
        {number !== null && <span className={`mono ${styles.number}`}>{number}</span>}
        {!isPast && <Priority />}
        {drill && <span className={styles.drill}>{words.drill}</span>}
        <Title />
        <StatusStepper />
      </div>
      <div className={styles.second}>
        <MainClock />
        <Command />
        <UpdateDue />
        <p className={`${styles.fact} ${styles.rolesFilled}`}>
          {words.of(filled, roles.length)}
          <span className="soft">{words.roles}</span>
        </p>
        <Acknowledge />
        {!isPast && <Mistake />}
        {!isPast && <PagingLine incident={id} />}
        <Reminders />
        {!isPast && <Call />}
        <span className={styles.gap} />
        {!isPast && (
          <>
            <ConnectionWords connection={connection} />
            <Here />
            <RoomTabs />
          </>
        )}
      </div>
    </header>
  );
}
