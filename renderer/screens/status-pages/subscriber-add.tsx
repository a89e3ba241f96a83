import type { AddedSubscriber, CsvReport } from '#wire/api/status-pages.ts';
import { useState, type FormEvent, type RefObject } from 'react';
import { Button, FileButton, TextInput } from '@mantine/core';
import { useApi } from '../../server/api.ts';
import { expectedIn, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Problem } from '../../ui/problem.tsx';
import { pagePath } from './status-page.ts';
import { newSubscriber } from './subscriber.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.subscribers;
const longestCsv = 900_000;

type Props = { page: string; field: RefObject<HTMLInputElement | null>; added: () => void };

/** Adds subscribers who confirmed elsewhere: one address, or many from a file. */
export function SubscriberAdd({ page, field, added }: Props) {
  const api = useApi();
  const [address, setAddress] = useState('');
  const [said, setSaid] = useState('');
  const { problem, attempt } = useAttempt(added);
  const path = pagePath(page, '/subscribers');
  const sayOf = (work: () => Promise<string>) => {
    setSaid('');
    return attempt(async () => setSaid(await work()));
  };
  const add = () =>
    sayOf(async () => {
      const { secret, state } = await api.post<AddedSubscriber>(path, newSubscriber(address));
      setAddress('');
      if (secret !== null) return words.secret(secret);
      return state === 'pending' ? words.asked : '';
    });
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
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
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
