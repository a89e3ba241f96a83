// RV23: what the team hides in copies, kept under names: choose one, and owners save or remove them.
import { useState, type FormEvent } from 'react';
import { Select, TextInput } from '@mantine/core';
import { ServerButton } from '#renderer/fields/server-button.tsx';
import { sayRefusal } from '#renderer/fields/field.ts';
import { useAttempt } from '#renderer/fields/use-attempt.ts';
import { useApi } from '#renderer/server/api.ts';
import { useFeed } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { Problem } from '#renderer/ui/problem.tsx';
import {
  choiceOf,
  everythingShown,
  hidesNothing,
  profileOf,
  type CopyChoice,
} from '#room/pir/copies/copy-choice.ts';
import type { CopyProfile } from '#room/team/copy-profiles.ts';
import { strings } from '../../../../../strings/index.ts';
import styles from './copy-for-others.module.css';

const words = strings.reviewCopy.profiles;

type Props = { choice: CopyChoice; onChoose: (choice: CopyChoice) => void };

export function CopyProfiles({ choice, onChoose }: Props) {
  const profiles = useFeed().snapshot?.scheme?.copyProfiles ?? [];
  const { isOwner } = useSession();
  const chosen = profiles.find((profile) => isSame(choiceOf(profile, choice.without), choice));
  if (profiles.length === 0 && !isOwner) return null;
  return (
    <div className={`${styles.wide} ${styles.profiles}`}>
      <Select
        size="xs"
        label={words.choose}
        placeholder={profiles.length === 0 ? words.none : words.ownChoice}
        data={profiles.map(({ name }) => name)}
        value={chosen?.name ?? null}
        disabled={profiles.length === 0}
        clearable
        onChange={(name) => {
          const profile = profiles.find((each) => each.name === name);
          onChoose(
            profile === undefined
              ? { ...everythingShown, without: choice.without }
              : choiceOf(profile, choice.without),
          );
        }}
      />
      {isOwner && <Keeping choice={choice} chosen={chosen} profiles={profiles} />}
    </div>
  );
}

type KeepingProps = {
  choice: CopyChoice;
  chosen: CopyProfile | undefined;
  profiles: readonly CopyProfile[];
};

function Keeping({ choice, chosen, profiles }: KeepingProps) {
  if (chosen !== undefined) return <Removing name={chosen.name} />;
  if (hidesNothing({ ...choice, without: '' })) return null;
  return <KeepingForm choice={choice} profiles={profiles} />;
}

function Removing({ name }: { name: string }) {
  const api = useApi();
  const { busy, problem, attempt } = useAttempt();
  const remove = () => void attempt(() => api.delete(pathOf(name)));
  return (
    <>
      <ServerButton size="xs" variant="default" loading={busy} onClick={remove}>
        {words.remove(name)}
      </ServerButton>
      {problem !== null && <Problem>{sayRefusal(problem)}</Problem>}
    </>
  );
}

function KeepingForm({ choice, profiles }: Omit<KeepingProps, 'chosen'>) {
  const api = useApi();
  const [name, setName] = useState('');
  const { busy, problem, attempt } = useAttempt();
  const typed = name.trim();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const { name: _, ...settings } = profileOf(typed, choice);
    void attempt(() => api.put(pathOf(typed), settings));
  };
  return (
    <form className={styles.keep} onSubmit={save}>
      <TextInput
        size="xs"
        label={words.name}
        placeholder={words.nameHint}
        value={name}
        maxLength={80}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <ServerButton size="xs" variant="default" type="submit" loading={busy} disabled={typed === ''}>
        {profiles.some((profile) => profile.name === typed) ? words.replace : words.save}
      </ServerButton>
      {problem !== null && <Problem>{sayRefusal(problem)}</Problem>}
    </form>
  );
}

const pathOf = (name: string): string => `/copy-profiles/${encodeURIComponent(name)}`;

const isSame = (one: CopyChoice, other: CopyChoice): boolean =>
  (Object.keys(everythingShown) as (keyof CopyChoice)[]).every((key) => one[key] === other[key]);
