// WP6: allow notices here, list the devices, test and stop them.
import { useState } from 'react';
import type { PushDevice, PushDevices as Devices } from '#wire/api/access.ts';
import type { TestOutcome } from '#wire/api/deliveries.ts';
import { ServerButton } from '../fields/server-button.tsx';
import { sayProblem, useApi } from '../server/api.ts';
import { useAttempt } from '../fields/use-attempt.ts';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { Ago } from '../ui/time.tsx';
import { useResource } from '../server/use-resource.ts';
import { allowNotices, hindrance, stopNotices, thisDevice } from './browser-push.ts';
import styles from './push-devices.module.css';

const words = strings.push;

/** Only responders and owners can be paged. */
export function PushDevices() {
  const { canWrite } = useSession();
  return canWrite ? <Mine /> : null;
}

function Mine() {
  const { bridge } = useSession();
  const api = useApi();
  const { value, problem, reload } = useResource<Devices>('/push-devices');
  const [inTheWay, setInTheWay] = useState(() => (bridge ? null : hindrance()));
  const { busy, problem: refused, attempt } = useAttempt();
  // The list is read again after a failure too: a device may be gone all the same.
  const attemptAndLook = async (work: () => Promise<void>) => {
    await attempt(work);
    reload();
  };
  const items = value?.items ?? [];
  const isHere = items.some(({ id, goneAt }) => id === thisDevice() && goneAt === null);
  const allow = () =>
    attemptAndLook(async () => {
      if (value) setInTheWay(await allowNotices(api, value.publicKey));
    });
  return (
    <section className={styles.part} aria-label={words.title}>
      <div>
        <h2>{words.title}</h2>
        <p className="label">{words.lead}</p>
      </div>
      {!bridge && !isHere && inTheWay === null && (
        <div>
          <ServerButton
            variant="default"
            loading={busy}
            disabled={value === null}
            onClick={() => void allow()}
          >
            {words.allow}
          </ServerButton>
        </div>
      )}
      {!bridge && !isHere && inTheWay !== null && <p className="soft">{words[inTheWay]}</p>}
      {refused !== null && <Problem>{words.failed(sayProblem(refused))}</Problem>}
      {problem !== null && value === null && <Problem>{problem}</Problem>}
      {value !== null && items.length === 0 && (
        <p className="soft">{bridge ? words.noneDesktop : words.none}</p>
      )}
      {items.length > 0 && (
        <ul className={styles.devices} aria-label={words.devices}>
          {items.map((device) => (
            <Row
              key={device.id}
              device={device}
              isHere={device.id === thisDevice()}
              stop={() => void attemptAndLook(() => stopNotices(api, device.id))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

type RowProps = { device: PushDevice; isHere: boolean; stop: () => void };

/** Sends a test notice to a device; `said` is the result in words. */
function useTestNotice(id: string) {
  const api = useApi();
  const [said, setSaid] = useState<string | null>(null);
  const test = async () => {
    try {
      const path = `/push-devices/${encodeURIComponent(id)}/test`;
      const { ok, reason = '' } = await api.post<TestOutcome>(path, {});
      setSaid(ok ? words.sent : words.notSent(reason));
    } catch (error) {
      setSaid(words.notSent(sayProblem(error)));
    }
  };
  return { said, test };
}

function Row({ device, isHere, stop }: RowProps) {
  const { id, name, goneAt } = device;
  const { said, test } = useTestNotice(id);
  return (
    <li className={styles.device}>
      <span className={styles.name}>
        {name}
        {isHere && <span className="label"> {words.here}</span>}
      </span>
      <LastNotice device={device} />
      <span className={styles.acts}>
        {goneAt === null && (
          <ServerButton size="compact-sm" aria-label={words.testOn(name)} onClick={() => void test()}>
            {words.test}
          </ServerButton>
        )}
        <ServerButton
          size="compact-sm"
          aria-label={goneAt === null ? words.stopOn(name) : words.removeNamed(name)}
          onClick={stop}
        >
          {goneAt === null ? words.stop : words.remove}
        </ServerButton>
      </span>
      {said !== null && (
        <span role="status" className={styles.said}>
          {said}
        </span>
      )}
    </li>
  );
}

function LastNotice({ device: { createdAt, sentAt, goneAt } }: { device: PushDevice }) {
  return (
    <span className="soft">
      {goneAt === null ? (
        <Sentence
          says={sentAt === null ? words.since : words.last}
          parts={{ time: <Ago at={sentAt ?? createdAt} /> }}
        />
      ) : (
        <Sentence says={words.gone} parts={{ time: <Ago at={goneAt} /> }} />
      )}
    </span>
  );
}
