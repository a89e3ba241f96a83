// HU1: this laptop as a hub: what that means before it is opened, and what others need once it is.
import { useEffect, useState } from 'react';
import { Button, Select } from '@mantine/core';
import type { HubState, Person } from '#room/feed.ts';
import { sayProblem, useApi } from '../api.ts';
import { useFeed } from '../state/feed.tsx';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import { Ago } from '../ui/time.tsx';
import { CopyField } from './copy-field.tsx';
import { Fact } from './fact.tsx';
import styles from './settings.module.css';

type HubView = {
  open: boolean;
  host: string;
  since: number | null;
  addresses: readonly string[];
  choices: readonly string[];
  people: readonly Person[];
  problem: string | null;
};

const words = strings.hub;

export function Hub() {
  const { team, canWrite } = useSession();
  const { snapshot } = useFeed();
  const { view, problem, busy, act } = useHub(snapshot?.hub ?? null);
  const [isAsking, setIsAsking] = useState(false);
  const close = () => setIsAsking(false);
  return (
    <section className={styles.block} aria-labelledby="hub">
      <h2 id="hub">{words.head}</h2>
      {view?.problem && !view.open && (
        <Problem>
          {words.again}
          {view.problem}
        </Problem>
      )}
      {view?.open ? (
        <OpenHub view={view} busy={busy} stop={() => void act(words.notStopped, 'stop')} />
      ) : (
        <>
          <p>{team ? words.why : words.whyAlone}</p>
          {!canWrite && <p className="label">{words.viewer}</p>}
          {canWrite && !isAsking && (
            <div className={styles.form}>
              <div className={styles.buttons}>
                <Button variant="default" disabled={!view} onClick={() => setIsAsking(true)}>
                  {words.make}
                </Button>
              </div>
            </div>
          )}
          {canWrite && isAsking && view && (
            <Confirm
              view={view}
              busy={busy}
              cancel={close}
              open={(host) => void act(words.notOpened, { host }).then((isDone) => isDone && close())}
            />
          )}
        </>
      )}
      {problem && <Problem>{problem}</Problem>}
    </section>
  );
}

/** The view as the server gives it, read again whenever the feed says that something about the hub changed. */
function useHub(state: HubState | null) {
  const api = useApi();
  const [read, setRead] = useState<{ view: HubView; after: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const turn = state ? `${state.since} ${state.people}` : 'shut';
  useEffect(() => {
    let isOver = false;
    api.get<HubView>('/hub').then(
      (view) => !isOver && setRead({ view, after: turn }),
      (error: unknown) => !isOver && setProblem(sayProblem(error)),
    );
    return () => {
      isOver = true;
    };
  }, [api, turn]);
  const act = async (failed: string, what: 'stop' | { host: string }): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      if (what === 'stop') await api.delete('/hub');
      else await api.post('/hub', what);
      setRead({ view: await api.get<HubView>('/hub'), after: turn });
      return true;
    } catch (error) {
      setProblem(failed + sayProblem(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { view: read?.view ?? null, problem, busy, act };
}

type ConfirmProps = { view: HubView; busy: boolean; cancel: () => void; open: (host: string) => void };

function Confirm({ view, busy, cancel, open }: ConfirmProps) {
  const { team } = useSession();
  const isEverywhere = view.host === '0.0.0.0';
  const [host, setHost] = useState(view.host);
  const options = [
    ...(isEverywhere ? [{ value: '0.0.0.0', label: words.all }] : [{ value: view.host, label: view.host }]),
    ...view.choices.filter((each) => each !== view.host).map((value) => ({ value, label: value })),
  ];
  const shown = host === '0.0.0.0' ? view.choices : [host];
  return (
    <form
      className={styles.form}
      aria-label={words.meaning}
      onSubmit={(event) => {
        event.preventDefault();
        open(host);
      }}
    >
      <ul className={styles.meaning}>
        <li>{words.at(shown)}</li>
        <li>{team ? words.members : words.membersAlone}</li>
        {team && <li>{words.guests}</li>}
        <li>{words.plain}</li>
        <li>{words.stays}</li>
      </ul>
      <Select
        label={words.address}
        data={options}
        value={host}
        allowDeselect={false}
        maw={320}
        onChange={(value) => value && setHost(value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={busy}>
          {words.open}
        </Button>
        <Button variant="default" onClick={cancel}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

function OpenHub({ view, busy, stop }: { view: HubView; busy: boolean; stop: () => void }) {
  const { me, team } = useSession();
  const others = view.people.filter(({ id }) => id !== me.id);
  return (
    <>
      <dl className={styles.facts}>
        <Fact
          name={words.openSince}
          action={
            <Button size="compact-sm" variant="default" loading={busy} onClick={stop}>
              {words.stop}
            </Button>
          }
        >
          {view.since !== null && <Ago at={view.since} />}
        </Fact>
        <Fact name={words.here}>
          {others.length === 0 ? words.nobody : [words.you, ...others.map(({ name }) => name)].join(', ')}
        </Fact>
      </dl>
      {team && (
        <div className={styles.form}>
          {view.addresses.map((address, index) => (
            <CopyField key={address} label={index === 0 ? words.forMembers : words.link} value={address} />
          ))}
        </div>
      )}
      <Invite />
    </>
  );
}

function Invite() {
  const api = useApi();
  const { team } = useSession();
  const [urls, setUrls] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setProblem(null);
    try {
      setUrls((await api.post<{ urls: readonly string[] }>('/hub/invitations', {})).urls);
    } catch (error) {
      setProblem(words.notInvited + sayProblem(error));
    }
  };
  return (
    <div className={styles.form}>
      <div className={styles.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => void make()}>
          {team ? words.invite : words.inviteAlone}
        </Button>
      </div>
      {urls.map((url) => (
        <CopyField key={url} label={words.invitation} value={url} />
      ))}
      {urls.length > 0 && <p className="label">{words.once}</p>}
      {problem && <Problem>{problem}</Problem>}
    </div>
  );
}
