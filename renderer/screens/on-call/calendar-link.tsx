import { useState } from 'react';
import type { SecretAddress } from '#wire/api/on-call.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { ApiProblem, sayProblem, useApi } from '../../server/api.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { strings } from '../../strings/index.ts';
import styles from './on-call.module.css';

const words = strings.onCall.link;

type LinkProps = {
  path: string;
  title: string;
  /** What a person with the address can do. */
  lead?: string;
  label?: string;
};

/** OC8, OC9: a secret address, by default of a calendar: create, copy, renew and end. */
export function CalendarLink({ path, title, lead = words.lead, label = words.address }: LinkProps) {
  const api = useApi();
  const [url, setUrl] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const { problem, attempt } = useAttempt();
  const make = () =>
    attempt(async () => {
      const made = await api.post<SecretAddress>(path, {});
      setUrl(made.url);
      setSaid('');
    });
  const revoke = () =>
    attempt(async () => {
      await api.delete(path);
      setUrl(null);
      setSaid(words.ended);
    });
  const state = problem === null ? said : sayWhyNot(problem);
  return (
    <section className={styles.block} aria-label={title}>
      <h2>{title}</h2>
      <p className="label">{lead}</p>
      {url !== null && <CopyField label={label} value={url} />}
      <div className={styles.actions}>
        <ServerButton size="compact-sm" title={words.renewHint} onClick={() => void make()}>
          {url === null ? words.make : words.renew}
        </ServerButton>
        <ServerButton size="compact-sm" variant="subtle" onClick={() => void revoke()}>
          {words.revoke}
        </ServerButton>
      </div>
      <p className="label" role="status">
        {state || (url === null ? '' : words.renewHint)}
      </p>
    </section>
  );
}

function sayWhyNot(problem: unknown): string {
  const isNone = problem instanceof ApiProblem && problem.status === 404;
  return isNone ? words.none : words.failed(sayProblem(problem));
}
