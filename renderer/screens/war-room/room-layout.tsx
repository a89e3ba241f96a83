// Three columns in a wide window, two with tabs in a medium one, one with tabs in a narrow one.
import { useEffect } from 'react';
import { AttachZone } from '#renderer/attachments/attach-zone.tsx';
import { UploadList } from '#renderer/attachments/upload-list.tsx';
import { Viewer } from '#renderer/attachments/viewer.tsx';
import { TimelinePanel } from '#renderer/screens/war-room/panels/timeline/timeline-panel.tsx';
import { leftPanels, rightPanels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useSetPresence } from '#renderer/live-room/room-provider.tsx';
import { strings } from '../../strings/index.ts';
import { Composer } from './composer/composer.tsx';
import { GroupTabs } from './group-tabs.tsx';
import { useLayout } from './layout-store.ts';
import { SidePanels } from './side-panels.tsx';
import { RoomStrip } from './strip/room-strip.tsx';
import { useWidth } from './use-width.ts';
import styles from './layout.module.css';

export type Group = { name: string; words: string; panels: readonly PanelName[] };

const responseGroup: Group = { name: 'response', words: strings.room.response, panels: leftPanels };
const commsGroup: Group = { name: 'comms', words: strings.room.commsChecks, panels: rightPanels };
const timelineGroup: Group = { name: 'timeline', words: strings.room.timeline, panels: [] };

export function RoomLayout({ id }: { id: string }) {
  return (
    <>
      <RoomStrip />
      <Columns id={id} />
      <AttachZone />
      <Viewer />
    </>
  );
}

function Columns({ id }: { id: string }) {
  const width = useWidth();
  useEffect(
    () => () => {
      useLayout.setState({ opened: null });
    },
    [],
  );
  if (width === 'wide') {
    return (
      <div className={styles.room} data-width="wide">
        <SidePanels names={leftPanels} label={strings.room.response} />
        <Center id={id} />
        <SidePanels names={rightPanels} label={strings.room.commsChecks} />
      </div>
    );
  }
  return width === 'medium' ? <TwoColumns id={id} /> : <OneColumn id={id} />;
}

function Center({ id }: { id: string }) {
  const setPresence = useSetPresence();
  return (
    <div className={styles.center} onFocus={() => setPresence({ panel: 'timeline' })}>
      <TimelinePanel id={id} />
      <UploadList />
      <Composer id={id} />
    </div>
  );
}

function TwoColumns({ id }: { id: string }) {
  const groups = [responseGroup, commsGroup];
  const narrow = useLayout((state) => state.narrow);
  const shown = groups.find(({ name }) => name === narrow) ?? responseGroup;
  return (
    <div className={styles.room} data-width="medium">
      <Center id={id} />
      <div className={styles.tabbed}>
        <GroupTabs groups={groups} shown={shown} />
        <SidePanels key={shown.name} names={shown.panels} label={shown.words} />
      </div>
    </div>
  );
}

function OneColumn({ id }: { id: string }) {
  const groups = [timelineGroup, responseGroup, commsGroup];
  const narrow = useLayout((state) => state.narrow);
  const shown = groups.find(({ name }) => name === narrow) ?? timelineGroup;
  return (
    <div className={styles.room} data-width="narrow">
      <div className={styles.tabbed}>
        <GroupTabs groups={groups} shown={shown} />
        {shown === timelineGroup ? (
          <Center id={id} />
        ) : (
          <SidePanels key={shown.name} names={shown.panels} label={shown.words} />
        )}
      </div>
    </div>
  );
}
