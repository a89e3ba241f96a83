// RC5: an incident from a file, read-only: its room, review and replay.
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { journalHead } from '#room/journal/head.ts';
import { lateEntries } from '#room/journal/late.ts';
import { collectReview } from '#room/pir/review.ts';
import { HeldApiProvider } from '../../server/api.ts';
import { LibraryProvider } from '../playbooks/library-provider.tsx';
import { useTimelineStore } from '../../live-room/timeline-store.ts';
import { ClosedRoomProvider } from '../../live-room/room-provider.tsx';
import { RoomHeader } from '../war-room/header/room-header.tsx';
import { useLayout } from '../war-room/layout-store.ts';
import { useOverRoom } from '../war-room/over-room-store.ts';
import { ReplayScreen } from '../war-room/replay/replay-screen.tsx';
import { RoomLayout } from '../war-room/room-layout.tsx';
import { endedKeys } from '../../state/ended-keys.ts';
import { SessionProvider, useSession } from '../../server/session.tsx';
import { entryOf } from '#room/text/plain.ts';
import { strings } from '../../strings/index.ts';
import { Empty } from '../../ui/empty.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Problem } from '../../ui/problem.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { chooseRecord } from './open-record.ts';
import { createRecordApi } from './record-api.ts';
import { RecordBar, type RecordPart } from './record-bar.tsx';
import { cancelReading, openRecordFile, useRecord, type HeldRecord } from './record-store.ts';
import styles from './record.module.css';

const words = strings.record;

const Preview = lazy(async () => ({
  default: (await import('../war-room/panels/review/preview.tsx')).Preview,
}));

export function RecordScreen() {
  const state = useRecord((store) => store.state);
  if (state.phase === 'open') return <Held key={state.held.contents.manifest.madeAt} held={state.held} />;
  return (
    <div className={styles.empty}>
      <h1>{words.title}</h1>
      <FileDrop says={words.dropHere} onFile={openRecordFile} />
      {state.phase === 'reading' ? <Reading share={state.share} /> : <Choose />}
    </div>
  );
}

/** Reading progress; a large file takes seconds. */
function Reading({ share }: { share: number }) {
  useKeys({
    escape: { label: words.cancel, group: words.title, run: cancelReading },
  });
  return (
    <div className={styles.reading}>
      <p role="status">{words.reading}</p>
      <progress aria-label={words.reading} max={1} value={share} />
      <Button size="compact-sm" variant="default" onClick={cancelReading}>
        {words.cancel} <Kbd keys="escape" />
      </Button>
    </div>
  );
}

function Choose() {
  const state = useRecord((store) => store.state);
  const { bridge } = useSession();
  return (
    <>
      {state.phase === 'refused' && <Problem>{words.notOpened(state.why)}</Problem>}
      <Empty
        title={words.none}
        action={
          <Button variant="filled" onClick={() => void chooseRecord(bridge)}>
            {words.choose}
          </Button>
        }
      >
        {words.noneWhy}
      </Empty>
    </>
  );
}

function Held({ held }: { held: HeldRecord }) {
  const session = useSession();
  const { manifest } = held.contents;
  const id = manifest.incident;
  const [part, setPart] = useState<RecordPart>('room');
  const api = useMemo(() => createRecordApi(held), [held]);
  const reader = useMemo(
    () => ({ ...session, canWrite: false, isOwner: false, me: { ...session.me, role: 'viewer' as const } }),
    [session],
  );
  const isReplaying = useOverRoom((state) => state.replaying === id);
  useFreshRoom();
  return (
    <div className={styles.screen}>
      <FileDrop says={words.dropHere} onFile={openRecordFile} />
      <RecordBar held={held} part={isReplaying ? 'replay' : part} show={setPart} />
      <SessionProvider value={reader}>
        <HeldApiProvider value={api}>
          <ClosedRoomProvider id={id} room={held.room} names={manifest.people}>
            <LibraryProvider>
              {isReplaying ? (
                <ReplayScreen id={id} />
              ) : (
                <>
                  <RoomHeader id={id} />
                  {part === 'review' ? <Review held={held} /> : <RoomLayout id={`${id} record`} />}
                </>
              )}
            </LibraryProvider>
          </ClosedRoomProvider>
        </HeldApiProvider>
      </SessionProvider>
    </div>
  );
}

/** The review document, built here from the room's data, so that no foreign page is shown. */
function Review({ held: { room, contents } }: { held: HeldRecord }) {
  const { incident, people } = contents.manifest;
  const review = useMemo(
    () =>
      collectReview({
        id: incident,
        room: room.room(),
        texts: (name) => room.text(name).toJSON(),
        names: (person) => entryOf(people, person) ?? person,
        head: journalHead(room.doc),
        late: lateEntries(room.doc, [...endedKeys(), ...(contents.manifest.endedKeys ?? [])]),
      }),
    [room, incident, people, contents],
  );
  return (
    <Suspense fallback={null}>
      <Preview review={review} />
    </Suspense>
  );
}

/** Starts with the room and all entries, and closes any replay. */
function useFreshRoom() {
  const show = useLayout((state) => state.show);
  const choose = useTimelineStore((state) => state.choose);
  const replay = useOverRoom((state) => state.replay);
  useLayoutEffect(() => {
    show('room');
    choose('all');
  }, [show, choose]);
  useEffect(() => () => replay(null), [replay]);
}
