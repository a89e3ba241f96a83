// HU1: this laptop as a hub: what opening it means, and what others need once it is open.
import type { HubView } from '#wire/api/hub.ts';
import { useEffect, useState } from 'react';
import { Button, Checkbox, Select } from '@mantine/core';
import type { HubState } from '#room/feed/feed.ts';
import { sayProblem, useApi } from '../../../server/api.ts';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import { OpenHub } from './open-hub.tsx';
import section from '../../../ui/section.module.css';
import styles from '../settings.module.css';

const words = strings.hub;

export function Hub() {
  const { team, canWrite } = useSession();
  const { snapshot } = useFeed();
  const { view, problem, busy, act } = useHub(snapshot?.hub ?? null);
  const [isAsking, setIsAsking] = useState(false);
  const close = () => setIsAsking(false);
  return (
    <section className={section.block} aria-labelledby="hub">
      <h2 id="hub">{words.head}</h2>
      {view?.problem && !view.open && <Problem>{words.again(view.problem)}</Problem>}
      {view?.open ? (
        <OpenHub
          view={view}
          busy={busy}
          stop={() => void act(words.notStopped, 'stop')}
          sendAway={(id) => void act(words.notSentAway, { away: id })}
          letIn={(id) => void act(words.notLetIn, { in: id })}
        />
      ) : (
        <>
          <p>{team ? words.why : words.whyAlone}</p>
          {!canWrite && <p className="label">{words.viewer}</p>}
          {canWrite && !isAsking && (
            <div className={section.form}>
              <div className={section.buttons}>
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
              open={(where) => void act(words.notOpened, where).then((isDone) => isDone && close())}
            />
          )}
        </>
      )}
      {problem && <Problem>{problem}</Problem>}
    </section>
  );
}

type Act = 'stop' | Where | { away: string } | { in: string };
type Where = { host: string; plain: boolean };

/** The hub as the server returns it; loaded again when the feed reports a change. */
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
  const act = async (failed: (why: string) => string, what: Act): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      if (what === 'stop') await api.delete('/hub');
      else if ('away' in what) await api.delete(`/hub/people/${what.away}`);
      else if ('in' in what) await api.post(`/hub/people/${what.in}`, undefined);
      else await api.post('/hub', what);
      setRead({ view: await api.get<HubView>('/hub'), after: turn });
      return true;
    } catch (error) {
      setProblem(failed(sayProblem(error)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { view: read?.view ?? null, problem, busy, act };
}

type ConfirmProps = { view: HubView; busy: boolean; cancel: () => void; open: (where: Where) => void };

function Confirm({ view, busy, cancel, open }: ConfirmProps) {
  const { team } = useSession();
  const isEverywhere = view.host === '0.0.0.0';
  const [host, setHost] = useState(view.host);
  const [plain, setPlain] = useState(false);
  const options = [
    ...(isEverywhere ? [{ value: '0.0.0.0', label: words.all }] : [{ value: view.host, label: view.host }]),
    ...view.choices.filter((each) => each !== view.host).map((value) => ({ value, label: value })),
  ];
  const shown = host === '0.0.0.0' ? view.choices : [host];
  return (
    <form
      className={section.form}
      aria-label={words.meaning}
      onSubmit={(event) => {
        event.preventDefault();
        open({ host, plain });
      }}
    >
      <ul className={styles.meaning}>
        <li>{words.at(shown)}</li>
        <li>{team ? words.members : words.membersAlone}</li>
        {team && <li>{words.guests}</li>}
        <li>{plain ? words.plain : words.encrypted}</li>
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
      <Checkbox
        label={words.withoutEncryption}
        description={words.withoutEncryptionMeans}
        checked={plain}
        onChange={(event) => setPlain(event.currentTarget.checked)}
      />
      <div className={section.buttons}>
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
