// SL4: roles in Settings: scope, limits and authority. Everybody can read them; owners change them.
import { useState, type FormEvent } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import { shippedRoles } from '#room/team/scales.ts';
import { roleFrom, type TeamRole } from '#room/team/team-roles.ts';
import { useApi } from '../../server/api.ts';
import { expectedUnder, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { useFeed } from '../../server/feed.tsx';
import { useScheme } from '../../server/use-scheme.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import settings from '../../ui/section.module.css';
import { Changed, EditedList } from './edited-list.tsx';
import { FormButtons } from './levels-settings.tsx';
import { RoleWords } from './role-words.tsx';

const words = strings.teamRoles;
const common = strings.scheme;

export function RolesSettings() {
  const { roles } = useScheme();
  const changes = useFeed().snapshot?.scheme?.roles ?? [];
  const isChanged = (role: TeamRole) => changes.some(({ name }) => name === role.name);
  return (
    <EditedList
      lead={words.lead}
      items={roles}
      show={(role) => ({
        title: role.title,
        heading: <h2>{role.title}</h2>,
        labels: isChanged(role) && <Changed />,
        words: <RoleWords role={role} />,
      })}
      renderForm={(role, done) => (
        <RoleForm role={role} isChanged={role !== null && isChanged(role)} onDone={done} />
      )}
      add={words.add}
    />
  );
}

type RoleFormProps = { role: TeamRole | null; isChanged: boolean; onDone: () => void };

function RoleForm({ role, isChanged, onDone }: RoleFormProps) {
  const { draft, setDraft, name, isTaken, isOwn, busy, problem, save, remove } = useRoleDraft(role, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== '' && !isTaken) save();
  };
  return (
    <form className={settings.form} onSubmit={submit}>
      {role === null && (
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={draft.name}
          maxLength={120}
          autoFocus
          error={isTaken ? words.nameTaken : expectedUnder(problem, 'name')}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={words.called}
        value={draft.title}
        maxLength={60}
        error={expectedUnder(problem, 'title')}
        onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
      />
      <RoleAreas draft={draft} setDraft={setDraft} problem={problem} />
      <FormButtons
        busy={busy}
        onLeave={onDone}
        onReset={isChanged ? remove : null}
        {...(isOwn && { reset: words.forget })}
      />
      {problem !== null && <Problem>{common.notSaved(sayRefusal(problem))}</Problem>}
    </form>
  );
}

/** The role as it is edited. */
function useRoleDraft(role: TeamRole | null, onDone: () => void) {
  const api = useApi();
  const { roles } = useScheme();
  const [draft, setDraft] = useState<TeamRole>(role ?? { ...roleFrom([], 'own'), name: '', title: '' });
  const { busy, problem, attempt } = useAttempt(onDone, draft);
  const name = draft.name.trim().toLowerCase();
  const pathNow = () => `/roles/${encodeURIComponent(name)}`;
  return {
    draft,
    setDraft,
    name,
    isTaken: role === null && roles.some((each) => each.name === name),
    /** The team added it: it is not a role that Muster ships. */
    isOwn: role !== null && !shippedRoles.some((each) => each === role.name),
    busy,
    problem,
    save: () => {
      const title = draft.title.trim();
      const { title: _, ...rest } = draft;
      void attempt(() => api.put(pathNow(), { ...rest, ...(title !== '' && { title }), name }));
    },
    remove: () => void attempt(() => api.delete(pathNow())),
  };
}

type AreasProps = { draft: TeamRole; setDraft: (draft: TeamRole) => void; problem: unknown };

function RoleAreas({ draft, setDraft, problem }: AreasProps) {
  return (['scope', 'limits', 'authority'] as const).map((field) => (
    <Textarea
      key={field}
      label={words[field]}
      autosize
      value={draft[field]}
      error={expectedUnder(problem, field)}
      onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
    />
  ));
}
