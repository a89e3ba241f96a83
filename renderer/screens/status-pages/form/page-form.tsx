import type { ChannelAnswer } from '#wire/api/channels.ts';
import type { Items } from '#wire/api/list.ts';
import { Suspense, useState, type FormEvent } from 'react';
import { Button, Checkbox, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { SaveButton } from '../../../fields/save-button.tsx';
import { saveRecord, useApi } from '../../../server/api.ts';
import { expectedIn, expectedUnder, sayRefusal } from '../../../fields/field.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { NameField } from '../../../fields/name-field.tsx';
import type { Tagged } from '../../../server/http.ts';
import { go, onward } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { EmptyScreen } from '../../../ui/empty.tsx';
import { chunk } from '../../../ui/chunk.tsx';
import { ErrorBoundary } from '../../../ui/error-boundary.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { PageAccess } from './page-access.tsx';
import { ComponentsInput } from './components-input.tsx';
import { draftOf, toBody, withName, withSlug, type PageDraft } from './page-draft.ts';
import { LookInput } from './look-input.tsx';
import { PlacesInput } from './places-input.tsx';
import { RulesInput } from './rules-input.tsx';
import type { StatusPage } from '../status-page.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.form;

// Loaded on demand: it includes the whole page renderer with zones, calendars and four languages.
const PagePreview = chunk(async () => (await import('./page-preview.tsx')).PagePreview);

export function PageForm({ before }: { before: Tagged<StatusPage> | null }) {
  const { isOwner } = useSession();
  const page = before?.value ?? null;
  const [draft, setDraft] = useState<PageDraft>(() => draftOf(page));
  const { body, busy, problem, save } = useSave(draft, before);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const title = page ? words.change(page.name) : words.add;
  if (!isOwner) return <EmptyScreen title={title}>{strings.statusPages.onlyOwners}</EmptyScreen>;
  return (
    <div className={styles.beside}>
      <form className={styles.form} onSubmit={submit} noValidate aria-label={title}>
        <h1>{title}</h1>
        <Fields draft={draft} setDraft={setDraft} page={page} problem={problem} />
        <ComponentsInput
          draft={draft}
          setDraft={setDraft}
          expected={(key, part) => {
            const place = draft.components.findIndex((each) => each.key === key);
            return place < 0 ? undefined : expectedIn(problem)(`components.${place}${part}`);
          }}
          expectedOfAll={expectedIn(problem)('components')}
        />
        <Reach draft={draft} setDraft={setDraft} problem={problem} />
        <LookInput draft={draft} setDraft={setDraft} problem={problem} />
        <RulesInput draft={draft} setDraft={setDraft} problem={problem} />
        {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
        <div className={styles.formFoot}>
          <SaveButton variant="filled" loading={busy} disabled={!draft.name.trim()}>
            {words.save}
          </SaveButton>
          <Button variant="subtle" onClick={() => go({ screen: 'status-pages', page: page?.id ?? null })}>
            {words.cancel}
          </Button>
        </div>
      </form>
      <ErrorBoundary name={words.preview}>
        <Suspense fallback={null}>
          <PagePreview settings={body} id={page?.id ?? null} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

function useSave(draft: PageDraft, before: Tagged<StatusPage> | null) {
  const api = useApi();
  const body = toBody(draft, before?.value ?? null);
  const { busy, problem, attempt } = useAttempt(undefined, body);
  const save = () =>
    attempt(async () => {
      const goOn = onward();
      const saved = await saveRecord<StatusPage>(api, '/pages', before, body);
      goOn({ screen: 'status-pages', page: saved.id });
    });
  return { body, busy, problem, save };
}

type FieldsProps = {
  draft: PageDraft;
  setDraft: (draft: PageDraft) => void;
  page: StatusPage | null;
  problem: unknown;
};

/** SP90, SP99: the channels for messages to subscribers. */
function SubscriberChannels({ draft, setDraft, problem }: Omit<FieldsProps, 'page'>) {
  const { value } = useResource<Items<ChannelAnswer>>('/channels');
  const expected = expectedIn(problem);
  const choices = (kind: string) =>
    (value?.items ?? [])
      .filter((each) => each.kind === kind)
      .map(({ id, name }) => ({ value: id, label: name }));
  const [mail, gateways] = [choices('email'), choices('gateway')];
  return (
    <>
      <Select
        label={words.mailChannel}
        description={value !== null && mail.length === 0 ? words.noMailChannel : words.mailChannelHint}
        placeholder={words.noMail}
        clearable
        data={mail}
        value={draft.mailChannel}
        error={expected('mailChannel')}
        onChange={(mailChannel) => setDraft({ ...draft, mailChannel })}
      />
      {(gateways.length > 0 || draft.smsChannel !== null) && (
        <Select
          label={words.smsChannel}
          description={words.smsChannelHint}
          placeholder={words.noMail}
          clearable
          data={gateways}
          value={draft.smsChannel}
          error={expected('smsChannel')}
          onChange={(smsChannel) => setDraft({ ...draft, smsChannel })}
        />
      )}
      {draft.visibility === 'public' && <SignUpWays draft={draft} setDraft={setDraft} problem={problem} />}
    </>
  );
}

/** SP132: the ways to subscribe that the page's form offers. A way without its channel is not offered yet. */
function SignUpWays({ draft, setDraft, problem }: Omit<FieldsProps, 'page'>) {
  const expected = expectedIn(problem);
  const needs: Partial<Record<string, boolean>> = {
    email: draft.mailChannel === null,
    sms: draft.smsChannel === null,
  };
  const hasChat = draft.signUpBy.some((way) => way === 'slack' || way === 'teams');
  return (
    <>
      <Checkbox.Group
        label={words.signUpBy}
        description={words.signUpByHint}
        value={[...draft.signUpBy]}
        error={expected('signUpBy')}
        onChange={(signUpBy) => setDraft({ ...draft, signUpBy })}
      >
        {Object.entries(words.signUpWays).map(([way, label]) => (
          <Checkbox
            key={way}
            mt={8}
            value={way}
            label={label}
            description={needs[way] === true ? words.needsChannel : undefined}
          />
        ))}
      </Checkbox.Group>
      {(draft.signUpBy.includes('sms') || draft.smsCountries !== '') && (
        <Textarea
          label={words.smsCountries}
          description={words.smsCountriesHint}
          placeholder="+43"
          autosize
          minRows={1}
          value={draft.smsCountries}
          error={expected('smsCountries') ?? expectedUnder(problem, 'smsCountries')}
          onChange={(event) => setDraft({ ...draft, smsCountries: event.currentTarget.value })}
        />
      )}
      {(hasChat || draft.chatHosts !== '') && (
        <Textarea
          label={words.chatHosts}
          description={words.chatHostsHint}
          autosize
          minRows={1}
          value={draft.chatHosts}
          error={expected('chatHosts') ?? expectedUnder(problem, 'chatHosts')}
          onChange={(event) => setDraft({ ...draft, chatHosts: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function AwayPublishing({ draft, setDraft, problem }: Omit<FieldsProps, 'page'>) {
  return (
    <Select
      label={words.awayPublishing}
      description={words.awayPublishingHint}
      allowDeselect={false}
      data={(['nobody', 'owners', 'responders'] as const).map((value) => ({
        value,
        label: words.awayPublishers[value],
      }))}
      value={draft.awayPublishing}
      error={expectedIn(problem)('awayPublishing')}
      onChange={(value) => setDraft({ ...draft, awayPublishing: value ?? draft.awayPublishing })}
    />
  );
}

function Fields({ draft, setDraft, page, problem }: FieldsProps) {
  const expected = expectedIn(problem);
  const isMoved = page !== null && page.slug !== draft.slug.trim();
  return (
    <>
      <NameField
        label={words.name}
        name={draft.name}
        error={expected('name')}
        change={(name) => setDraft(withName(draft, name))}
      />
      <TextInput
        label={words.slug}
        description={`${words.slugHint(draft.slug.trim())}${isMoved ? ` ${words.slugChanges}` : ''}`}
        maxLength={60}
        value={draft.slug}
        error={expected('slug')}
        onChange={(event) => setDraft(withSlug(draft, event.currentTarget.value))}
      />
      <div role="group" aria-label={words.visibility}>
        <p className={`label ${styles.label}`}>{words.visibility}</p>
        <SegmentedControl
          aria-label={words.visibility}
          data={Object.entries(words.visibilities).map(([value, label]) => ({ value, label }))}
          value={draft.visibility}
          onChange={(visibility) => setDraft({ ...draft, visibility })}
        />
      </div>
      {draft.visibility !== 'public' && (
        <PageAccess draft={draft} setDraft={setDraft} page={page} problem={problem} />
      )}
    </>
  );
}

/** Whom the page reaches by messages, and where else it is published. */
function Reach({ draft, setDraft, problem }: Omit<FieldsProps, 'page'>) {
  return (
    <>
      <SubscriberChannels draft={draft} setDraft={setDraft} problem={problem} />
      <TextInput
        label={words.folder}
        description={words.folderHint}
        maxLength={1_000}
        value={draft.folder}
        error={
          expectedIn(problem)('targets') ??
          (draft.folder.trim() === '' ? undefined : expectedUnder(problem, 'targets.0'))
        }
        onChange={(event) => setDraft({ ...draft, folder: event.currentTarget.value })}
      />
      <PlacesInput draft={draft} setDraft={setDraft} problem={problem} />
      <AwayPublishing draft={draft} setDraft={setDraft} problem={problem} />
    </>
  );
}
