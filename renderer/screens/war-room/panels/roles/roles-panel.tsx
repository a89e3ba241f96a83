import { useState } from 'react';
import { TakeShift } from '#renderer/screens/on-call/take-shift.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { findDoubleDuty } from '#room/command/orders.ts';
import type { Room } from '#room/view/room-view.ts';
import { strings } from '../../../../strings/index.ts';
import { AddRole } from './add-role.tsx';
import { RoleRow } from './role-row.tsx';
import styles from './roles.module.css';
import { sayRole } from '#room/team/team-roles.ts';

const words = strings.people;

export function RolesPanel() {
  const { roles } = useRoom();
  const names = usePersonName();
  return (
    <>
      <ul className={styles.roles}>
        {roles.map((role) => (
          <RoleRow key={role.role} role={role} />
        ))}
      </ul>
      <AddRole />
      <OnCallNow />
      {findDoubleDuty(roles).map((duty) => (
        <p key={duty.person} className={styles.warning} role="status">
          {words.holdsTooMuch(names(duty.person), strings.ui.list(duty.roles.map(sayRole)))}
        </p>
      ))}
    </>
  );
}

/** The schedules of the incident's service come first; more than these unfold. */
const schedulesShown = 3;

/** Who would be paged. A person in the room can take over a shift here. */
function OnCallNow() {
  const onCall = useFeed().snapshot?.onCall ?? [];
  const names = usePersonName();
  const { service } = useRoom();
  const [isWhole, setWhole] = useState(false);
  if (useIsPast() || onCall.length === 0) return null;
  const ofService = onCall.filter((duty) => duty.service === service && service !== null);
  const others = onCall.filter((duty) => !ofService.includes(duty));
  const all = [...ofService, ...others];
  const folded = all.length - schedulesShown;
  // To fold a single one would save no line.
  const shown = isWhole || folded < 2 ? all : all.slice(0, schedulesShown);
  return (
    <section aria-label={words.onCallNow} className={styles.onCall}>
      <h3 className={styles.onCallHead}>{words.onCallNow}</h3>
      <ul>
        {shown.map((duty) => (
          <li key={duty.schedule} data-gap={duty.person === null}>
            <span className="clip soft" title={duty.name}>
              {duty.name}
            </span>
            <span className={styles.shift}>
              <span className="clip">
                {duty.person === null ? <b>{words.nobodyOnCall}</b> : names(duty.person)}
              </span>
              <TakeShift duty={duty} isQuiet />
            </span>
          </li>
        ))}
      </ul>
      {folded > 1 && (
        <button
          type="button"
          className={styles.unfold}
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? words.fewerOnCall : words.moreOnCall(folded)}
        </button>
      )}
    </section>
  );
}

export function rolesBrief({ roles }: Room): string {
  if (roles.some(({ conflict }) => conflict)) return words.contested;
  return words.of(roles.filter(({ primary }) => primary.length > 0).length, roles.length);
}

/** The alarm text when two people hold a role; empty otherwise. */
export function rolesAlarm({ roles }: Room): string {
  return roles.some(({ conflict }) => conflict) ? words.contested : '';
}
