import { useState } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { diffWords } from '#room/comms/diff.ts';
import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import { setFront } from '#room/playbooks/playbook.ts';
import { sayProblem } from '../../server/api.ts';
import { downloadFile } from '../../ui/save-in-browser.ts';
import { useEscape } from '../../ui/use-escape.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Drilled, Reviewed, Used } from './ages.tsx';
import { useLibrary, useMark } from './library-provider.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { PlaybookDetails } from './playbook-details.tsx';
import { PlaybookEditor } from './playbook-editor.tsx';
import { StartIn } from './start-in.tsx';
import { StepFiguresView } from './step-figures.tsx';
import { useNewPlaybook } from './use-new-playbook.ts';
import type { Figures } from './use-figures.ts';
import styles from './playbooks.module.css';

const words = strings.playbooks;
const group = words.title;

/** One playbook: read, edit together beside a preview, or compare with the shipped text. */
export function PlaybookPage({ playbook, known }: { playbook: LibraryPlaybook; known: Figures }) {
  const { canWrite } = useSession();
  const [mode, setMode] = useState<'read' | 'edit' | 'compare'>('read');
  const library = useLibrary();
  const came = library.shipped(playbook.id);
  const shown = mode === 'edit' && !canWrite ? 'read' : mode;
  useEscape(shown !== 'read', () => setMode('read'));
  useEscape(shown === 'read', () => go({ screen: 'playbooks', playbook: null }));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <a className={styles.back} href={routeHash({ screen: 'playbooks', playbook: null })}>
          {words.back} <Kbd keys="escape" />
        </a>
        <h1>{playbook.title}</h1>
        <p className="label">
          {[
            playbook.isShipped ? words.shipped : words.own,
            playbook.isShipped && playbook.isEdited && words.edited,
          ]
            .filter(Boolean)
            .join(', ')}
          {playbook.isArchived && `, ${words.archived}`}, <Reviewed playbook={playbook} isSentence />,{' '}
          <Used id={playbook.id} known={known} isSentence />
          {known.figures !== null && ', '}
          <Drilled id={playbook.id} known={known} />
        </p>
        <PageActions playbook={playbook} mode={shown} setMode={setMode} />
      </header>
      {shown === 'edit' && <PlaybookEditor playbook={playbook} />}
      {shown === 'compare' && came !== null && <Compare came={came} playbook={playbook} />}
      <div className={styles.body} data-mode={shown}>
        {shown === 'read' && <MarkdownView markdown={playbook.markdown} label={playbook.title} />}
        <div className={styles.side}>
          <PlaybookDetails playbook={playbook} canEdit={shown === 'edit'} />
          {shown === 'read' && <StepFiguresView playbook={playbook} known={known} />}
        </div>
      </div>
    </div>
  );
}

type ActionsProps = {
  playbook: LibraryPlaybook;
  mode: 'read' | 'edit' | 'compare';
  setMode: (mode: 'read' | 'edit' | 'compare') => void;
};

function PageActions({ playbook, mode, setMode }: ActionsProps) {
  const { canWrite } = useSession();
  const library = useLibrary();
  const mark = useMark();
  const begin = useNewPlaybook();
  const { id, title, markdown, isArchived } = playbook;
  const edit = () => setMode(mode === 'edit' ? 'read' : 'edit');
  const review = () => library.review(id, mark());
  const save = () => downloadFile(`${id}.md`, markdown, 'text/markdown');
  useKeys({
    x: { run: save, label: words.export, group },
    ...(canWrite && {
      e: { run: edit, label: words.edit, group },
      v: { run: review, label: words.review, group },
    }),
  });
  const reset = () => {
    try {
      library.rewrite(id, library.shipped(id) ?? markdown);
      setMode('read');
    } catch (refused) {
      notifications.show({ title, message: sayProblem(refused) });
    }
  };
  return (
    <div className={styles.actions}>
      {mode === 'read' && !isArchived && <StartIn playbook={playbook} />}
      {canWrite && (
        <>
          <Button
            size="compact-sm"
            variant="default"
            onClick={edit}
            rightSection={<Kbd keys={mode === 'edit' ? 'escape' : 'e'} />}
          >
            {mode === 'edit' ? words.stopEditing : words.edit}
          </Button>
          <Button size="compact-sm" onClick={review} rightSection={<Kbd keys="v" />}>
            {words.review}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => begin(setFront(markdown, 'title', words.copyOf(title)))}
          >
            {words.duplicate}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => library.archive(id, !isArchived, mark())}>
            {isArchived ? words.restore : words.archive}
          </Button>
        </>
      )}
      <Button size="compact-sm" variant="subtle" onClick={save} rightSection={<Kbd keys="x" />}>
        {words.export}
      </Button>
      {playbook.isShipped && playbook.isEdited && (
        <>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => setMode(mode === 'compare' ? 'read' : 'compare')}
          >
            {mode === 'compare' ? words.stopComparing : words.compare}
          </Button>
          {canWrite && mode === 'compare' && (
            <Button size="compact-sm" variant="subtle" onClick={reset}>
              {words.reset}
            </Button>
          )}
        </>
      )}
      {!canWrite && <p className="label">{words.readOnly}</p>}
    </div>
  );
}

/** The differences from the shipped text. */
function Compare({ came, playbook }: { came: string; playbook: LibraryPlaybook }) {
  return (
    <pre className={styles.compare} aria-label={words.compare} tabIndex={0}>
      {diffWords(came, playbook.markdown).map(({ kind, text }, place) => {
        // Stable key: changes never swap places.
        const key = `${place} ${kind}`;
        if (kind === 'gone') return <del key={key}>{text}</del>;
        return kind === 'new' ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>;
      })}
    </pre>
  );
}
