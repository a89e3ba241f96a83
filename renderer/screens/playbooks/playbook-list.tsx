import { useMemo, useRef, useState, type RefObject } from 'react';
import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { Drilled, Reviewed, Used } from './ages.tsx';
import { ImportButton, ImportReport, type ImportedFile } from './import-files.tsx';
import { usePlaybooks } from './library-provider.tsx';
import { useNewPlaybook } from './use-new-playbook.ts';
import type { Figures } from './use-figures.ts';
import styles from './playbooks.module.css';

const words = strings.playbooks;

/** Every search word must occur in the title, tags, services or text. */
function search(playbooks: readonly LibraryPlaybook[], typed: string): readonly LibraryPlaybook[] {
  const wanted = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  return playbooks.filter(({ markdown, title }) => {
    const text = `${title}\n${markdown}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** The keys of the list. `search` focuses the field, `move` goes to another row, `begin` starts a new playbook. */
function useListKeys(
  list: RefObject<HTMLElement | null>,
  { search, move, begin }: { search: () => void; move: (step: number) => void; begin: (() => void) | null },
) {
  const when = () =>
    document.activeElement === document.body || (list.current?.contains(document.activeElement) ?? false);
  useKeys({
    '/': { run: search, label: words.search, group: words.title },
    h: {
      run: () => go({ screen: 'handbook', page: null }),
      label: strings.handbook.open,
      group: words.title,
    },
    arrowdown: { run: () => move(1), label: words.nextPlaybook, group: words.title, when },
    arrowup: { run: () => move(-1), label: words.previousPlaybook, group: words.title, when },
    ...(begin && { 'shift+n': { run: begin, label: words.new, group: words.title } }),
  });
}

export function PlaybookList({ known }: { known: Figures }) {
  const { canWrite } = useSession();
  const all = usePlaybooks();
  const [typed, setTyped] = useState('');
  const [showsArchived, setShowsArchived] = useState(false);
  const [reports, setReports] = useState<readonly ImportedFile[]>([]);
  const newPlaybook = useNewPlaybook();
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const archived = all.filter(({ isArchived }) => isArchived).length;
  const shown = useMemo(
    () => search(showsArchived ? all : all.filter(({ isArchived }) => !isArchived), typed),
    [all, showsArchived, typed],
  );
  const isOneReview = shown.length > 1 && new Set(shown.map(reviewOf)).size === 1;
  const move = (step: number) => moveBetweenRows(list.current, step);
  const begin = canWrite ? () => newPlaybook(words.newText) : null;
  useListKeys(list, { search: () => field.current?.focus(), move, begin });
  return (
    <div className={styles.page} data-one-review={isOneReview}>
      <header className={styles.head}>
        <div className={styles.top}>
          <h1>{words.title}</h1>
          {archived > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => setShowsArchived(!showsArchived)}>
              {showsArchived ? words.hideArchived : words.showArchived(archived)}
            </Button>
          )}
          {canWrite && <ImportButton onReport={setReports} />}
          {begin && <NewButton begin={begin} />}
        </div>
        <Lead />
        <SearchField field={field} typed={typed} onType={setTyped} enterList={() => move(1)} />
      </header>
      <ImportReport reports={reports} onClose={() => setReports([])} />
      {shown.length === 0 && <p className={styles.nothing}>{words.nothingFound(typed)}</p>}
      {shown.length > 0 && (
        <>
          {isOneReview && (
            <p className={`label ${styles.one}`}>
              <Sentence
                says={words.reviewed.all}
                parts={{ reviewed: <Reviewed playbook={shown[0]!} isSentence /> }}
              />
            </p>
          )}
          <Heads hasReviews={!isOneReview} />
          <ul ref={list} className={styles.rows} aria-label={words.title}>
            {shown.map((playbook) => (
              <Row key={playbook.id} playbook={playbook} known={known} hasReview={!isOneReview} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Lead() {
  return (
    <p className="soft">
      {words.lead}{' '}
      <a className={styles.open} href={routeHash({ screen: 'handbook', page: null })}>
        {strings.handbook.open}
      </a>{' '}
      <Kbd keys="h" />
    </p>
  );
}

type SearchProps = {
  field: RefObject<HTMLInputElement | null>;
  typed: string;
  onType: (typed: string) => void;
  enterList: () => void;
};

function SearchField({ field, typed, onType, enterList }: SearchProps) {
  return (
    <TextInput
      ref={field}
      className={styles.search ?? ''}
      aria-label={words.search}
      placeholder={words.searchHint}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={<Kbd keys="/" />}
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'Enter') enterList();
      }}
    />
  );
}

function NewButton({ begin }: { begin: () => void }) {
  return (
    <Button size="compact-sm" variant="default" onClick={begin} rightSection={<Kbd keys="shift+n" />}>
      {words.new}
    </Button>
  );
}

/** A column that says the same in every row is a sentence above the list. */
const reviewOf = ({ reviewedAt, reviewed }: LibraryPlaybook) => `${reviewedAt} ${reviewed?.by ?? ''}`;

function Heads({ hasReviews }: { hasReviews: boolean }) {
  return (
    <div className={styles.heads} aria-hidden="true">
      <span>{words.heads.playbook}</span>
      <span>{words.heads.about}</span>
      {hasReviews && <span>{words.heads.reviewed}</span>}
      <span>{words.heads.used}</span>
      <span>{words.heads.drilled}</span>
    </div>
  );
}

type RowProps = { playbook: LibraryPlaybook; known: Figures; hasReview: boolean };

function Row({ playbook, known, hasReview }: RowProps) {
  const { id, title, steps, tags, services, firstFor, isArchived, isShipped, isEdited } = playbook;
  const fits = [...firstFor, ...services].join(', ');
  return (
    <li>
      <a
        className={styles.row}
        data-row
        data-archived={isArchived}
        href={routeHash({ screen: 'playbooks', playbook: id })}
      >
        <span>{title}</span>
        <span className={`${styles.detail} clip`}>
          {[
            words.steps(steps.length),
            isArchived && words.archived,
            isShipped && isEdited && words.edited,
            fits !== '' && words.fits(fits),
            ...tags,
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
        {hasReview && (
          <span className={styles.detail}>
            <Reviewed playbook={playbook} />
          </span>
        )}
        <span className={styles.detail}>
          <Used id={id} known={known} />
        </span>
        <span className={styles.detail}>
          <Drilled id={id} known={known} />
        </span>
      </a>
    </li>
  );
}
