import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { stageOf, type Audience } from '#room/team/audiences.ts';
import { lintDraft } from '#room/comms/lint.ts';
import type { Rendered } from '#room/comms/render.ts';
import type { Draft } from '#room/view/room-view.ts';
import { strings } from '../../../../strings/index.ts';
import styles from './comms.module.css';

const shownAtOnce = 5;

/** Problems a reader would notice. They never block sending. */
export function Findings({
  draft,
  audience,
  rendered,
}: {
  draft: Draft;
  audience: Audience;
  rendered: Rendered;
}) {
  const room = useRoom();
  const now = useNow();
  const stage = stageOf(draft.stage, room.status.value);
  // What is not filled in stands beneath the button that it blocks.
  const found = lintDraft({ rendered, audience, stage, room, draft, now }).filter(
    ({ rule }) => rule !== 'not-filled-in',
  );
  if (found.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label={strings.comms.lookAtBefore}>
      {found.slice(0, shownAtOnce).map(({ rule, words, why }) => (
        <li key={`${rule} ${words}`} data-rule={rule}>
          {words !== '' && <q>{words}</q>} {why}
        </li>
      ))}
      {found.length > shownAtOnce && <li>{strings.comms.andMore(found.length - shownAtOnce)}</li>}
    </ul>
  );
}
