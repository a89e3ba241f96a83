// Declaring in one line: N, the severity as one digit, what is wrong, Enter.
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Autocomplete, Button, Checkbox } from '@mantine/core';
import { severities, type Severity } from '#room/scales.ts';
import { sayProblem, useApi } from '../api.ts';
import { useFeed } from '../state/feed.tsx';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Problem } from '../ui/problem.tsx';
import { readDeclaration } from './read-declaration.ts';
import { SeverityChoice } from './severity-choice.tsx';
import styles from './declare-bar.module.css';

const words = strings.lobby;

const longestTitle = 300;

export function DeclareBar({ onDone }: { onDone: () => void }) {
  const api = useApi();
  const services = useKnownServices();
  const titleField = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [service, setService] = useState('');
  const [drill, setDrill] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const declare = async () => {
    const named = title.trim();
    if (!named) {
      setProblem('Say in a few words what is wrong; everything else can follow in the room.');
      titleField.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const body = {
        title: named,
        ...(severity && { severity }),
        ...(service.trim() && { service: service.trim() }),
        ...(drill && { drill }),
      };
      const { id } = await api.post<{ id: string }>('/incidents', body);
      onDone();
      go({ screen: 'room', incident: id });
    } catch (error) {
      setProblem(words.notDeclared(sayProblem(error)));
      setBusy(false);
    }
  };
  const typed = (text: string) => {
    const read = readDeclaration(text);
    if (read.severity && read.title) setSeverity(read.severity);
    setTitle(read.severity && read.title ? read.title : text);
  };
  // The first digit into the empty line is the severity; after that a digit is a digit.
  const chooseByDigit = (event: KeyboardEvent) => {
    const chosen = severities.find((each) => each === `P${event.key}`);
    const isFirst = title === '' && severity === null && !event.ctrlKey && !event.metaKey;
    if (!chosen || !(event.altKey || isFirst)) return;
    event.preventDefault();
    setSeverity(chosen);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void declare();
  };
  return (
    <form className={styles.bar} aria-label={words.declareIncident} onSubmit={submit}>
      <div className={styles.line}>
        <SeverityChoice value={severity} onChange={setSeverity} />
        <input
          ref={titleField}
          className={styles.title}
          aria-label={words.whatWrong}
          placeholder={words.whatWrongFirst}
          value={title}
          maxLength={longestTitle}
          // Opened by a key or a button for exactly this.
          autoFocus
          onKeyDown={chooseByDigit}
          onChange={(event) => typed(event.currentTarget.value)}
        />
        <Autocomplete
          className={styles.service ?? ''}
          aria-label={words.serviceIfKnown}
          placeholder={words.serviceIfKnown}
          data={services}
          value={service}
          maxLength={120}
          onChange={setService}
        />
        <Checkbox
          label={words.drill}
          checked={drill}
          onChange={(event) => setDrill(event.currentTarget.checked)}
        />
        <Button type="submit" variant="filled" loading={busy} rightSection={<Kbd keys="enter" isAlways />}>
          {words.declare}
        </Button>
        <Button variant="subtle" rightSection={<Kbd keys="escape" />} onClick={onDone}>
          {words.cancel}
        </Button>
      </div>
      {problem && <Problem>{problem}</Problem>}
    </form>
  );
}

function useKnownServices(): string[] {
  const { snapshot } = useFeed();
  const all = [...(snapshot?.incidents ?? []), ...(snapshot?.monitors ?? [])];
  return [...new Set(all.flatMap(({ service }) => (service ? [service] : [])))].toSorted();
}
