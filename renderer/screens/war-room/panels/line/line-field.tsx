import { useState, type FormEvent } from 'react';
import { TextInput } from '@mantine/core';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import parts from '#renderer/ui/rows.module.css';
import { parseLine } from './parse-line.ts';
import { useLineContext } from './use-line-context.ts';

type Props = {
  /** The command that the typed text is the rest of, such as `task`. */
  command: string;
  label: string;
  placeholder: string;
  title: string;
};

/** One line in a panel that does what the command does in the composer. */
export function LineField({ command, label, placeholder, title }: Props) {
  const { write } = useWriter();
  const context = useLineContext();
  const clock = useTeamClock();
  const [line, setLine] = useState('');
  const [error, setError] = useState<string | null>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (line.trim() === '') return;
    const parsed = parseLine(`/${command} ${line.trim()}`, { ...context, now: clock.now() });
    if (parsed.state === 'wrong') return setError(parsed.error);
    if (parsed.state === 'ready' && write(parsed.drafts)) setLine('');
  };
  return (
    <form className={parts.line} onSubmit={add}>
      <TextInput
        aria-label={label}
        placeholder={placeholder}
        title={title}
        value={line}
        error={error}
        onChange={(event) => {
          setLine(event.currentTarget.value);
          setError(null);
        }}
      />
    </form>
  );
}
