import { Menu } from '@mantine/core';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import { confidences } from '#room/facts/hypotheses.ts';
import type { Hypothesis } from '#room/view/work-view.ts';
import { useKnownPeople } from '../use-known-people.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from './investigation.module.css';

type Change = Omit<FactDraft<'hypothesis-changed'>, 'kind' | 'target'>;

/** IN3: the confidence in a hypothesis and its owner, each changed by its own button. */
export function SetHypothesis({ hypothesis }: { hypothesis: Hypothesis }) {
  const { write, canWrite } = useWriter();
  const names = usePersonName();
  const { id, text, owner, confidence } = hypothesis;
  const words = strings.investigation;
  const set = (change: Change) => void write({ kind: 'hypothesis-changed', target: id, ...change });
  const ownerWords = words.follows(owner === null ? null : names(owner));
  if (!canWrite)
    return `${confidence === null ? '' : `${words.sure[confidence ?? 'unsaid']}, `}${ownerWords}`;
  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <button
            type="button"
            className={styles.set}
            aria-label={words.setSure(words.sure[confidence ?? 'unsaid'], text)}
          >
            {words.sure[confidence ?? 'unsaid']}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {confidences.toReversed().map((each) => (
            <Menu.Item key={each} onClick={() => set({ confidence: each })}>
              {words.sure[each]}
            </Menu.Item>
          ))}
          {confidence !== null && (
            <Menu.Item onClick={() => set({ confidence: null })}>{words.unsure}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {', '}
      <OwnerMenu words={ownerWords} text={text} owner={owner} onSet={(next) => set({ owner: next })} />
    </>
  );
}

type OwnerMenuProps = {
  words: string;
  text: string;
  owner: string | null;
  onSet: (owner: string | null) => void;
};

function OwnerMenu({ words, text, owner, onSet }: OwnerMenuProps) {
  const { me } = useSession();
  const people = useKnownPeople();
  const shown = [...people.filter(({ id }) => id === me.id), ...people.filter(({ id }) => id !== me.id)];
  return (
    <Menu position="bottom-start" withinPortal width={220}>
      <Menu.Target>
        <button type="button" className={styles.set} aria-label={strings.investigation.setOwner(words, text)}>
          {words}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.slice(0, 13).map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onSet(id)}>
            {name}
          </Menu.Item>
        ))}
        {owner !== null && <Menu.Item onClick={() => onSet(null)}>{strings.investigation.nobody}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
