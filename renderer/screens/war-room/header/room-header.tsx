// The header never scrolls, wraps or moves: severity, title, who is here, and five cells in fixed places.
import { ConnectionWords } from '#renderer/live-room/connection.tsx';
import { useConnection, useIsPast, useIsPractice, useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '../../../strings/index.ts';
import { RestrictedMark } from '../restrict/restrict.tsx';
import { Call } from './call.tsx';
import { ChecksCell } from './checks-cell.tsx';
import { CommandCell } from './command.tsx';
import { Here } from './here.tsx';
import { ImpactCell } from './impact-cell.tsx';
import { NextLine } from './next-line.tsx';
import { Priority } from './priority.tsx';
import { RoomTabs } from './room-tabs.tsx';
import { SeverityControl } from './severity-control.tsx';
import { StatusCell } from './status-cell.tsx';
import { Title } from './title.tsx';
import { UpdateCell } from './update-cell.tsx';
import styles from './header.module.css';

const words = strings.header;

export function RoomHeader({ id }: { id: string }) {
  const { drill, severity, status } = useRoom();
  const isPast = useIsPast();
  const isPractice = useIsPractice();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  return (
    <header
      className={styles.header}
      data-drill={drill}
      data-over={isOver}
      data-severity={severity.isSet ? severity.value : undefined}
    >
      <div className={styles.block}>
        <div className={styles.first}>
          <SeverityControl />
          {!isPast && <Priority />}
          {drill && <span className={styles.drill}>{words.drill}</span>}
          <Title />
          <RestrictedMark id={id} />
          {!isPast && (
            <>
              <Here />
              {!isOver && !isPractice && <Call />}
              <RoomConnection />
              {!isPractice && <RoomTabs />}
            </>
          )}
        </div>
        <div className={styles.cells}>
          <ImpactCell />
          <StatusCell />
          <CommandCell />
          <UpdateCell />
          <ChecksCell />
        </div>
      </div>
      {/* A practice has no review, so its next step ends with the incident. */}
      {!(isPractice && isOver) && <NextLine id={id} />}
    </header>
  );
}

/** Apart from the header, because each typed letter changes how much is unsaved. */
function RoomConnection() {
  return <ConnectionWords connection={useConnection()} />;
}
