// WP6: allow notices here, list the devices, test and stop them.
import { useState } from 'react';
import { Button } from '@mantine/core';
import type { PushDevice, PushDevices as Devices } from '#wire/api/access.ts';
import { sayProblem, useApi } from '../api.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import { Ago } from '../ui/time.tsx';
import { useResource } from '../use-resource.ts';
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
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [inTheWay, setInTheWay] = useState(() => (bridge ? null : hindrance()));
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
    } catch (error) {
      setTrouble(words.failed(sayProblem(error)));
    }
    setBusy(false);
    reload();
  };
  const items = value?.items ?? [];
  const isHere = items.some(({ id, goneAt }) => id === thisDevice() && goneAt === null);
  const allow = () =>
    attempt(async () => {
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
          <Button variant="default" loading={busy} disabled={value === null} onClick={() => void allow()}>
            {words.allow}
          </Button>
        </div>
      )}
      {!bridge && !isHere && inTheWay !== null && <p className="soft">{words[inTheWay]}</p>}
      {trouble !== null && <Problem>{trouble}</Problem>}
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
              stop={() => void attempt(() => stopNotices(api, device.id))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

type RowProps = { device: PushDevice; isHere: boolean; stop: () => void };

function Row({ device, isHere, stop }: RowProps) {
  const api = useApi();
  const [said, setSaid] = useState<string | null>(null);
  const { id, name, createdAt, sentAt, goneAt } = device;
  const test = async () => {
    try {
      const { ok, reason = '' } = await api.post<{ ok: boolean; reason?: string }>(
        `/push-devices/${encodeURIComponent(id)}/test`,
        {},
      );
      setSaid(ok ? words.sent : words.notSent(reason));
    } catch (error) {
      setSaid(words.notSent(sayProblem(error)));
    }
  };
  return (
    <li className={styles.device}>
      <span className={styles.name}>
        {name}
        {isHere && <span className="label"> {words.here}</span>}
      </span>
      <span className="soft">
        {goneAt === null ? (
          <>
            {sentAt === null ? words.since : words.last}
            <Ago at={sentAt ?? createdAt} />
          </>
        ) : (
          <>
            {words.gone}
            <Ago at={goneAt} />
            {words.goneHint}
          </>
        )}
      </span>
      <span className={styles.acts}>
        {goneAt === null && (
          <Button size="compact-sm" aria-label={words.testOn(name)} onClick={() => void test()}>
            {words.test}
          </Button>
        )}
        <Button
          size="compact-sm"
          aria-label={goneAt === null ? words.stopOn(name) : words.removeNamed(name)}
          onClick={stop}
        >
          {goneAt === null ? words.stop : words.remove}
        </Button>
      </span>
      {said !== null && (
        <span role="status" className={styles.said}>
          {said}
        </span>
      )}
    </li>
  );
}
