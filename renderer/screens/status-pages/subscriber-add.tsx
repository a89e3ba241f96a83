import type { AddedSubscriber, CsvReport } from '#wire/api/status-pages.ts';
import { useState, type FormEvent, type RefObject } from 'react';
import { Button, FileButton, Select, TextInput } from '@mantine/core';
import { useApi } from '../../server/api.ts';
import { expectedIn, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Problem } from '../../ui/problem.tsx';
import { signUpTopics } from '#status-page/sign-up-ways.ts';
import { pagePath } from './status-page.ts';
import { newSubscriber } from './subscriber.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.subscribers;
/** SP93: what one may choose alone. */
const topics = [...signUpTopics, 'components'] as const;
const longestCsv = 900_000;

type Props = { page: string; field: RefObject<HTMLInputElement | null>; added: () => void };

/** Adds subscribers who confirmed elsewhere: one address, or many from a file. */
export function SubscriberAdd({ page, field, added }: Props) {
  const api = useApi();
  const [address, setAddress] = useState('');
  const [topic, setTopic] = useState('');
  const [contact, setContact] = useState('');
  const [said, setSaid] = useState('');
  const isWebhook = 'webhook' in newSubscriber(address);
  const { problem, attempt } = useAttempt(added);
  const path = pagePath(page, '/subscribers');
  const sayOf = (work: () => Promise<string>) => {
    setSaid('');
    return attempt(async () => setSaid(await work()));
  };
  const add = () =>
    sayOf(async () => {
      const { secret, state } = await api.post<AddedSubscriber>(path, {
        ...newSubscriber(address),
        ...(topic !== '' && { topics: [topic] }),
        ...(isWebhook && contact.trim() !== '' && { contact: contact.trim() }),
      });
      setAddress('');
      setContact('');
      if (secret !== null) return words.secret(secret);
      return state === 'pending' ? words.asked : '';
    });
  const change = (text: string) => {
    setAddress(text);
    // Changes of a level are for webhooks alone.
    if (topic === 'components' && !('webhook' in newSubscriber(text))) setTopic('');
  };
  const take = (file: File) =>
    sayOf(async () => {
      const csv = await file.text();
      if (csv.length > longestCsv) return words.tooLarge;
      const { added: count, kept, faults } = await api.post<CsvReport>(`${path}/import`, { csv });
      const left = faults.map(({ line, expected }) => words.fault(line, expected));
      return [words.imported(count, kept), ...(left.length === 0 ? [] : [words.faults(left)])].join(' ');
    });
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
      <Select
        label={words.about}
        allowDeselect={false}
        data={[
          { value: '', label: isWebhook ? words.aboutAllWebhook : words.aboutAll },
          ...(isWebhook ? topics : signUpTopics).map((each) => ({ value: each, label: words.topics[each] })),
        ]}
        value={topic}
        onChange={(chosen) => setTopic(chosen ?? '')}
      />
      {isWebhook && (
        <TextInput
          label={words.contact}
          description={words.contactHint}
          maxLength={1_000}
          value={contact}
          error={expected('contact')}
          onChange={(event) => setContact(event.currentTarget.value)}
        />
      )}
      <div className={styles.buttons}>
        <Button type="submit" size="compact-sm" disabled={address.trim() === ''}>
          {words.submit}
        </Button>
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
      {problem !== null && <Problem>{words.notAdded(sayRefusal(problem))}</Problem>}
    </form>
  );
}
