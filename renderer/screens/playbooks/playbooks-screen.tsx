// The library screen: all playbooks, or one of them.
import { EmptyScreen } from '../../ui/empty.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { LibraryProvider, usePlaybooks } from './library-provider.tsx';
import { PlaybookList } from './playbook-list.tsx';
import { PlaybookPage } from './playbook-page.tsx';
import { useFigures } from './use-figures.ts';
import styles from './playbooks.module.css';

const words = strings.playbooks;

export function PlaybooksScreen({ playbook }: { playbook: string | null }) {
  return (
    <LibraryProvider>
      <div className={styles.screen}>
        <Shown id={playbook} />
      </div>
    </LibraryProvider>
  );
}

function Shown({ id }: { id: string | null }) {
  const known = useFigures();
  const playbook = usePlaybooks().find((each) => each.id === id);
  if (id === null) return <PlaybookList known={known} />;
  if (playbook) return <PlaybookPage key={id} playbook={playbook} known={known} />;
  return (
    <EmptyScreen
      title={words.nothingHere}
      action={
        <a className={styles.open} href={routeHash({ screen: 'playbooks', playbook: null })}>
          {words.all}
        </a>
      }
    />
  );
}
