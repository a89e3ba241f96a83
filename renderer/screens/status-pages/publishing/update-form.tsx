// SP82: a manual update for customers on one page.
import { nameIncident } from '#room/text/words.ts';
import type { Items } from '#wire/api/list.ts';
import type { PageState, PageUpdate } from '#wire/api/status-pages.ts';
import { useState, type FormEvent } from 'react';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { limits } from '#status-page/limits.ts';
import { useApi } from '../../../server/api.ts';
import { expectedIn, expectedUnder, sayRefusal } from '../../../fields/field.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { useFeed } from '../../../server/feed.tsx';
import { go, onward } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { EmptyScreen, NoSuch } from '../../../ui/empty.tsx';
import { Awaited } from '../../../ui/awaited.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { pagePath, type StatusPage } from '../status-page.ts';
import { LevelRows } from './level-rows.tsx';
import {
  firstUpdate,
  impacts,
  lackOf,
  openReports,
  reportsOf,
  stages,
  updateBody,
  type Lack,
  type ReportChoice,
  type UpdateDraft,
} from './update-draft.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.update;

export function UpdateForm({ id }: { id: string }) {
  const { canWrite } = useSession();
  const page = useResource<StatusPage>(pagePath(id));
  const updates = useResource<Items<PageUpdate>>(pagePath(id, '/updates'), {
    everyMs: 15_000,
  });
  if (!canWrite)
    return <EmptyScreen title={strings.statusPages.one.post}>{words.onlyResponders}</EmptyScreen>;
  const problem = page.problem ?? updates.problem;
  const again = () => {
    page.reload();
    updates.reload();
  };
  if (page.isUnknown) return <NoSuch title={strings.statusPages.unknown} />;
  if (!page.value || !updates.value)
    return <Awaited title={strings.statusPages.title} problem={problem} again={again} />;
  return <Form page={page.value} updates={updates.value.items} />;
}

function Form({ page, updates }: { page: StatusPage; updates: readonly PageUpdate[] }) {
  const [draft, setDraft] = useState<UpdateDraft>(() => firstUpdate(updates));
  const { isBusy, problem, send } = useSending(page, draft);
  const reports = reportsOf(updates);
  const lack = lackOf(draft, reports);
  const change = (part: Partial<UpdateDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (lack === null && !isBusy) void send();
  };
  const title = words.title(page.name);
  return (
    <form className={styles.updateForm} onSubmit={submit} noValidate aria-label={title}>
      <h1>{title}</h1>
      <Fields
        draft={draft}
        change={change}
        open={openReports(updates)}
        isContinued={reports.some(({ id }) => id === draft.incident)}
        problem={problem}
      />
      <Levels page={page} draft={draft} change={change} problem={problem} />
      {problem !== null && <Problem>{words.notSent(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={isBusy} disabled={lack !== null}>
          {words.send}
        </Button>
        <Button variant="subtle" onClick={() => go({ screen: 'status-pages', page: page.id })}>
          {words.cancel}
        </Button>
        <span className="soft" role="status">
          {lack !== null && sayLack(lack)}
        </span>
      </div>
    </form>
  );
}

function useSending({ id }: StatusPage, draft: UpdateDraft) {
  const api = useApi();
  const body = updateBody(draft);
  const { busy, problem, attempt } = useAttempt(undefined, body);
  const send = () =>
    attempt(async () => {
      const goOn = onward();
      await api.post<PageUpdate>(pagePath(id, '/updates'), body);
      goOn({ screen: 'status-pages', page: id });
    });
  return { isBusy: busy, problem, send };
}

function sayLack(lack: Lack): string {
  if (lack.kind === 'unfilled') return words.fillIn(lack.left.join(', '));
  return lack.kind === 'title' ? words.noTitle : words.empty;
}

type FieldsProps = {
  draft: UpdateDraft;
  change: (part: Partial<UpdateDraft>) => void;
  open: readonly ReportChoice[];
  isContinued: boolean;
  problem: unknown;
};

function Fields({ draft, change, open, isContinued, problem }: FieldsProps) {
  const expected = expectedIn(problem);
  return (
    <>
      <Select
        label={words.about}
        placeholder={words.newReport}
        clearable
        data={useChoices(open)}
        value={draft.incident}
        error={expected('incident')}
        onChange={(incident) => change({ incident })}
      />
      <TextInput
        label={isContinued ? words.whatAgain : words.what}
        // The user opened the form to type here.
        autoFocus
        maxLength={limits.title}
        value={draft.title}
        error={expectedUnder(problem, 'title')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={words.text}
        description={words.textHint}
        autosize
        minRows={4}
        maxLength={limits.body}
        value={draft.text}
        error={expectedUnder(problem, 'body')}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Select
        label={words.stage}
        description={draft.stage === 'resolved' && words.resolvedWhy}
        allowDeselect={false}
        data={stages.map((value) => ({ value, label: words.stages[value] }))}
        value={draft.stage}
        error={expected('status')}
        onChange={(stage) => change({ stage: stage ?? draft.stage })}
      />
      <Select
        label={words.impact}
        placeholder={words.asComponents}
        clearable
        data={impacts.map((value) => ({ value, label: words.impacts[value] }))}
        value={draft.impact}
        error={expected('impact')}
        onChange={(impact) => change({ impact })}
      />
    </>
  );
}

/** Open reports of the page, then rooms of open incidents that it does not show yet. Drills are left out. */
function useChoices(open: readonly ReportChoice[]) {
  const { snapshot } = useFeed();
  const told = new Set(open.map(({ id }) => id));
  const rooms = (snapshot?.incidents ?? []).filter(
    ({ id, status, drill }) => !told.has(id) && !drill && status !== 'resolved' && status !== 'closed',
  );
  return [
    { group: words.reports, items: open.map(({ id, title }) => ({ value: id, label: title })) },
    {
      group: words.incidents,
      items: rooms.map(({ id, number, title }) => ({
        value: id,
        label: nameIncident({ number, title }),
      })),
    },
  ].filter(({ items }) => items.length > 0);
}

type LevelsProps = {
  page: StatusPage;
  draft: UpdateDraft;
  change: (part: Partial<UpdateDraft>) => void;
  problem: unknown;
};

function Levels({ page, draft, change, problem }: LevelsProps) {
  const state = useResource<PageState>(pagePath(page.id, '/state'), { everyMs: 15_000 });
  if (page.components.length === 0) return null;
  const fault = expectedUnder(problem, 'components');
  return (
    <fieldset className={styles.levels}>
      <legend>{words.components}</legend>
      {fault !== undefined && <p className={styles.fault}>{fault}</p>}
      <LevelRows
        page={page}
        state={state.value}
        levels={draft.levels}
        change={(levels) => change({ levels })}
      />
    </fieldset>
  );
}
