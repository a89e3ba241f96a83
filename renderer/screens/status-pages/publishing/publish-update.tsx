// SP84: publishes the room's approved customer draft to chosen pages with stage, impact and levels.
import type { Items } from '#wire/api/list.ts';
import type { PageState, PageUpdate } from '#wire/api/status-pages.ts';
import { useState, type FormEvent } from 'react';
import { Button, Checkbox, Modal, Select } from '@mantine/core';
import { stageOf } from '#room/team/audiences.ts';
import { splitHeadline } from '#room/comms/render.ts';
import { draftStanding } from '#room/comms/standing.ts';
import type { Draft } from '#room/view/room-view.ts';
import { useOpenRoom, useRoom } from '../../../live-room/room-provider.tsx';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { effectOf, proposedLevels } from './publish-effect.ts';
import { AwayNote, AwayOutcomes } from './publish-away.tsx';
import { usePublish } from './publish-store.ts';
import { pagePath, type StatusPage } from '../status-page.ts';
import { LevelRows, sayStatus } from './level-rows.tsx';
import { impacts, stages, type Levels } from './update-draft.ts';
import { usePublishing } from './use-publishing.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.publish;
const formWords = strings.statusPages.update;

/** Rendered once per room screen; opened from the palette or the room's updates. */
export function PublishUpdate({ id }: { id: string }) {
  const { room, open } = usePublish();
  const isOpen = room === id;
  return (
    <Modal opened={isOpen} onClose={() => open(null)} title={words.title} size={720}>
      {isOpen && <Dialog incident={id} close={() => open(null)} />}
    </Modal>
  );
}

function Dialog({ incident, close }: { incident: string; close: () => void }) {
  const { drafts, drill } = useRoom();
  const pages = useResource<Items<StatusPage>>('/pages');
  const draft = drafts.find(({ audience }) => audience === 'customers');
  if (drill) return <p>{words.drill}</p>;
  if (draft === undefined) return <p>{words.notApproved}</p>;
  if (pages.value === null) return pages.problem === null ? null : <Problem>{pages.problem}</Problem>;
  if (pages.value.items.length === 0) return <p>{words.noPages}</p>;
  return <Form incident={incident} draft={draft} pages={pages.value.items} close={close} />;
}

type FormProps = { incident: string; draft: Draft; pages: readonly StatusPage[]; close: () => void };

function Form({ incident, draft, pages, close }: FormProps) {
  const { hash, headline, body, isApproved, stage } = useStanding(draft);
  const [about, setAbout] = useState<About>({ stage, impact: null });
  const [chosen, setChosen] = useState<Chosen>(
    pages.length === 1 ? { [pages[0]!.id]: { isOn: true, levels: null } } : {},
  );
  const { isBusy, problem, outcomes, publish } = usePublishing(close);
  if (outcomes !== null) return <AwayOutcomes outcomes={outcomes} close={close} />;
  if (!isApproved) return <p>{words.notApproved}</p>;
  const goesTo = pages.filter(({ id }) => chosen[id]?.isOn === true);
  const update = { incident, draft: draft.draft, hash, title: headline, body: body || headline };
  const send = () =>
    publish(goesTo, ({ id }) => ({ ...update, ...describeEffect(about, chosen[id]?.levels ?? {}) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (goesTo.length > 0 && !isBusy) void send();
  };
  return (
    <form className={styles.updateForm} aria-label={words.title} onSubmit={submit}>
      <blockquote className={styles.text}>
        <b>{headline}</b>
        {body !== '' && `\n${body}`}
      </blockquote>
      <AboutFields about={about} change={setAbout} />
      <PageChoices pages={pages} about={{ incident, status: about.stage }} {...{ chosen, setChosen }} />
      {problem !== null && <Problem>{problem}</Problem>}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={isBusy} disabled={goesTo.length === 0}>
          {formWords.send}
        </Button>
        <Button variant="subtle" onClick={close}>
          {formWords.cancel}
        </Button>
      </div>
    </form>
  );
}

/** The draft's text, whether it is approved as it is now, and the stage that it suggests. */
function useStanding(draft: Draft) {
  const room = useRoom();
  const open = useOpenRoom();
  const standing = draftStanding(draft, open.text(`draft/${draft.draft}`).toJSON(), room);
  const isApproved =
    standing.state === 'approved' || (standing.state === 'sent' && standing.approval !== null);
  const stage = stages.find((each) => each === stageOf(draft.stage, room.status.value)) ?? 'monitoring';
  return { hash: standing.hash, ...splitHeadline(standing.rendered.text), isApproved, stage };
}

const describeEffect = ({ stage, impact }: About, levels: Levels) => ({
  status: stage,
  ...(impact !== null && { impact }),
  components: Object.entries(levels).map(([id, status]) => ({ id, status })),
});

type About = { stage: string; impact: string | null };

function AboutFields({ about, change }: { about: About; change: (about: About) => void }) {
  return (
    <>
      <Select
        label={formWords.stage}
        allowDeselect={false}
        data={stages.map((value) => ({ value, label: formWords.stages[value] }))}
        value={about.stage}
        onChange={(stage) => change({ ...about, stage: stage ?? about.stage })}
      />
      <Select
        label={formWords.impact}
        placeholder={formWords.asComponents}
        clearable
        data={impacts.map((value) => ({ value, label: formWords.impacts[value] }))}
        value={about.impact}
        onChange={(impact) => change({ ...about, impact })}
      />
    </>
  );
}

/** By page. Levels are null until a person sets some or takes over proposed ones; a page let go keeps them. */
type Chosen = Readonly<Record<string, { isOn: boolean; levels: Levels | null }>>;

type ChoicesProps = {
  pages: readonly StatusPage[];
  about: LevelsProps['about'];
  chosen: Chosen;
  setChosen: (change: (before: Chosen) => Chosen) => void;
};

function PageChoices({ pages, about, chosen, setChosen }: ChoicesProps) {
  return pages.map((page) => {
    const { isOn, levels } = chosen[page.id] ?? { isOn: false, levels: null };
    const set = (part: Partial<Chosen[string]>) =>
      setChosen((before) => ({ ...before, [page.id]: { isOn, levels, ...before[page.id], ...part } }));
    return (
      <section key={page.id} aria-label={page.name}>
        <Checkbox
          label={page.name}
          checked={isOn}
          onChange={(event) => set({ isOn: event.currentTarget.checked })}
        />
        <AwayNote page={page} />
        {isOn && (
          <PageLevels page={page} about={about} levels={levels} change={(next) => set({ levels: next })} />
        )}
      </section>
    );
  });
}

type LevelsProps = {
  page: StatusPage;
  about: { incident: string; status: string };
  /** Null until a person sets levels or checks propose some. */
  levels: Levels | null;
  change: (levels: Levels) => void;
};

function PageLevels({ page, about, levels, change }: LevelsProps) {
  const state = useResource<PageState>(pagePath(page.id, '/state'));
  const updates = useResource<Items<PageUpdate>>(pagePath(page.id, '/updates'));
  const isRead = state.value !== null && updates.value !== null;
  const items = updates.value?.items ?? [];
  const proposed =
    state.value !== null && about.status !== 'resolved' ? proposedLevels(state.value, items) : {};
  const effect = effectOf(items, { ...about, levels: levels ?? {} });
  const nameOf = (id: string) => page.components.find((each) => each.id === id)?.name ?? id;
  const hasProposal = isRead && levels === null && Object.keys(proposed).length > 0;
  return (
    <fieldset className={styles.levels}>
      <legend>{formWords.components}</legend>
      {hasProposal && (
        <p>
          {words.proposed(
            Object.entries(proposed).map(([id, status]) => `${nameOf(id)}: ${sayStatus(status)}`),
          )}{' '}
          <Button size="compact-sm" onClick={() => change(proposed)}>
            {words.takeOver}
          </Button>
        </p>
      )}
      <LevelRows page={page} state={state.value} levels={levels ?? {}} change={change} />
      {effect.length > 0 && (
        <p role="status">
          {words.effect(
            effect.map(
              ({ component, from, to }) => `${nameOf(component)}: ${sayStatus(from)} → ${sayStatus(to)}`,
            ),
          )}
        </p>
      )}
      {isRead && effect.length === 0 && <p>{words.noEffect}</p>}
    </fieldset>
  );
}
