// FM6: an owner's form for a page of the handbook: one that ships, or one of the team's own.
import { useState, type FormEvent } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import { useApi } from '../../server/api.ts';
import { expectedUnder, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { FormButtons } from '../scheme/levels-settings.tsx';
import { onward } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { useEscape } from '../../ui/use-escape.ts';
import { textOf, type HandbookPage } from './handbook.ts';
import { MarkdownView } from './markdown-view.tsx';
import styles from './handbook.module.css';

const words = strings.handbook;

/** The address of a page of the team's own: its title in small letters with hyphens. */
const nameFrom = (title: string): string =>
  title
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 80)
    .replace(/-$/u, '');

/** `page`: null for a new one. */
type PageFormProps = { page: HandbookPage | null; pages: readonly HandbookPage[]; onDone: () => void };

export function PageForm({ page, pages, onDone }: PageFormProps) {
  const api = useApi();
  const [title, setTitle] = useState(page?.title ?? '');
  const [text, setText] = useState(page === null ? '' : textOf(page));
  const { busy, problem, attempt } = useAttempt(onDone, { title, text });
  // A key press must not lose typed text.
  useEscape(text === (page === null ? '' : textOf(page)), onDone);
  const name = page?.id ?? nameFrom(title);
  const isTaken = page === null && pages.some(({ id }) => id === name);
  const path = `/handbook/${name}`;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name === '' || isTaken) return;
    void attempt(async () => {
      const goOn = onward();
      await api.put(path, { title: title.trim(), text });
      goOn({ screen: 'handbook', page: name });
    });
  };
  const putBack = () =>
    void attempt(async () => {
      const goOn = onward();
      await api.delete(path);
      if (page?.team === 'own') goOn({ screen: 'handbook', page: null });
    });
  return (
    <form className={styles.form} onSubmit={save}>
      <h1>{page === null ? words.add : words.editing(page.title)}</h1>
      <TextInput
        label={words.pageTitle}
        value={title}
        maxLength={80}
        autoFocus
        error={isTaken ? words.titleTaken : expectedUnder(problem, 'title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className={styles.columns}>
        <Textarea
          label={words.text}
          description={words.textHint}
          autosize
          minRows={16}
          maxRows={40}
          maxLength={20_000}
          value={text}
          error={expectedUnder(problem, 'text')}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <section className={styles.seen} aria-label={words.preview}>
          <MarkdownView markdown={text} label={words.preview} />
        </section>
      </div>
      <FormButtons
        busy={busy}
        onLeave={onDone}
        onReset={page?.team === undefined ? null : putBack}
        {...(page?.team === 'own' && { reset: words.remove })}
      />
      {problem !== null && <Problem>{strings.scheme.notSaved(sayRefusal(problem))}</Problem>}
    </form>
  );
}
