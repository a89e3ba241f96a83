import type { AddedSubscriber, CsvReport } from '#wire/api/status-pages.ts';
import { useState, type FormEvent, type RefObject } from 'react';
import { Button, FileButton, Select, TextInput } from '@mantine/core';
import { ServerButton } from '../../../fields/server-button.tsx';
import { useApi } from '../../../server/api.ts';
import { expectedIn, sayRefusal } from '../../../fields/field.ts';
import { readFile } from '../../../fields/read-file.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { offerTo, updateAmounts } from '#status-page/sign-up-ways.ts';
import { pagePath } from '../status-page.ts';
import { newSubscriber } from './subscriber.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.subscribers;
/** SP93: what one may choose alone. */
const nothingSaid = { topic: '', contact: '', updates: 'all' };
const longestCsv = 4_000_000;

type Props = { page: string; field: RefObject<HTMLInputElement | null>; added: () => void };

/** Adds subscribers who confirmed elsewhere: one address, or many from a file. */
export function SubscriberAdd({ page, field, added }: Props) {
  const { address, change, about, setAbout, isWebhook, said, problem, add, take } = useAdding(page, added);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== '') void add();
  };
  const expected = expectedIn(problem);
  return (
    <form className={styles.adding} onSubmit={submit} aria-label={words.add} noValidate>
      <TextInput
        ref={field}
        label={words.add}
        description={words.addWhy}
        placeholder={words.address}
        rightSection={<Kbd keys="n" />}
        maxLength={2_000}
        value={address}
        error={
          expected('email') ??
          expected('webhook') ??
          expected('slack') ??
          expected('teams') ??
          expected('sms')
        }
        onChange={(event) => change(event.currentTarget.value)}
      />
      <About isWebhook={isWebhook} {...about} expected={expected('contact')} change={setAbout} />
      <Acts isEmpty={address.trim() === ''} take={take} said={said} />
      {problem !== null && <Problem>{words.notAdded(sayRefusal(problem))}</Problem>}
    </form>
  );
}

/** The address and what is asked about it, as they are typed. `said`: what came of the last addition, in words. */
function useAdding(page: string, added: () => void) {
  const api = useApi();
  const [address, setAddress] = useState('');
  const [about, setAbout] = useState(nothingSaid);
  const [said, setSaid] = useState('');
  const isWebhook = 'webhook' in newSubscriber(address);
  const body = {
    ...newSubscriber(address),
    ...(about.topic !== '' && { topics: [about.topic] }),
    ...(about.topic !== 'maintenance' && { updates: about.updates }),
    ...(isWebhook && about.contact.trim() !== '' && { contact: about.contact.trim() }),
  };
  const { problem, attempt } = useAttempt(added, body);
  const path = pagePath(page, '/subscribers');
  const sayOf = (work: () => Promise<string>) => {
    setSaid('');
    return attempt(async () => setSaid(await work()));
  };
  const add = () =>
    sayOf(async () => {
      const { secret, state } = await api.post<AddedSubscriber>(path, body);
      setAddress('');
      setAbout({ ...about, contact: '' });
      if (secret !== null) return words.secret(secret);
      return state === 'pending' ? words.asked : '';
    });
  const change = (text: string) => {
    setAddress(text);
    // Changes of a level are for webhooks alone.
    if (about.topic === 'components' && !('webhook' in newSubscriber(text)))
      setAbout({ ...about, topic: '' });
  };
  const take = (file: File) => sayOf(async () => importCsv(api, `${path}/import`, await readFile(file)));
  return { address, change, about, setAbout, isWebhook, said, problem, add, take };
}

type ActsProps = { isEmpty: boolean; take: (file: File) => Promise<void>; said: string };

function Acts({ isEmpty, take, said }: ActsProps) {
  return (
    <div className={styles.buttons}>
      <ServerButton type="submit" size="compact-sm" disabled={isEmpty}>
        {words.submit}
      </ServerButton>
      <FileButton accept=".csv,text/csv" onChange={(file) => file && void take(file)}>
        {(props) => (
          <Button {...props} size="compact-sm" variant="subtle">
            {words.import}
          </Button>
        )}
      </FileButton>
      <span role="status" className={styles.said}>
        {said}
      </span>
    </div>
  );
}

/** What came of a CSV file, in words. */
async function importCsv(api: ReturnType<typeof useApi>, path: string, csv: string): Promise<string> {
  if (csv.length > longestCsv) return words.tooLarge;
  const { added, kept, faults } = await api.post<CsvReport>(path, { csv });
  const left = faults.map(({ line, expected }) => words.fault(line, expected));
  return [words.imported(added, kept), ...(left.length === 0 ? [] : [words.faults(left)])].join(' ');
}

type AboutProps = typeof nothingSaid & {
  isWebhook: boolean;
  expected: string | undefined;
  change: (about: typeof nothingSaid) => void;
};

/** SP93, SP95: the topics, and the contact of a webhook. */
function About({ isWebhook, expected, change, ...about }: AboutProps) {
  const { topic, contact, updates } = about;
  return (
    <>
      <Select
        label={words.about}
        allowDeselect={false}
        data={[
          { value: '', label: isWebhook ? words.aboutAllWebhook : words.aboutAll },
          ...offerTo([isWebhook ? 'webhook' : 'email']).topics.map((each) => ({
            value: each,
            label: words.aboutOnly[each],
          })),
        ]}
        value={topic}
        onChange={(chosen) => change({ ...about, topic: chosen ?? '' })}
      />
      {topic !== 'maintenance' && (
        <Select
          label={words.amount}
          allowDeselect={false}
          data={updateAmounts.map((each) => ({ value: each, label: words.amounts[each] }))}
          value={updates}
          onChange={(chosen) => change({ ...about, updates: chosen ?? 'all' })}
        />
      )}
      {isWebhook && (
        <TextInput
          label={words.contact}
          description={words.contactHint}
          maxLength={1_000}
          value={contact}
          error={expected}
          onChange={(event) => change({ ...about, contact: event.currentTarget.value })}
        />
      )}
    </>
  );
}
