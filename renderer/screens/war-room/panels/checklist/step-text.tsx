import { useMemo, useState } from 'react';
import { IconCopy, IconExternalLink } from '@tabler/icons-react';
import { strings } from '#renderer/strings/index.ts';
import { useOpenLink } from '#renderer/ui/open-link.ts';
import { splitStep } from '#room/playbooks/playbook-step.ts';
import styles from './checklist.module.css';

const words = strings.playbooks.run;

/** The text of a step. A command has a copy button; a link opens outside Muster. */
export function StepText({ text }: { text: string }) {
  const parts = useMemo(() => splitStep(text), [text]);
  const open = useOpenLink();
  return parts.map((part, i) => {
    if (part.kind === 'command') return <Command key={i} command={part.text} />;
    if (part.kind === 'text') return part.text.replaceAll('**', '');
    return (
      <button
        key={i}
        type="button"
        className={styles.link}
        title={part.url}
        onClick={(event) => {
          event.preventDefault();
          open(part.url);
        }}
      >
        {part.text}
        <IconExternalLink size={12} aria-hidden="true" />
      </button>
    );
  });
}

function Command({ command }: { command: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <span className={styles.command} data-block={command.includes('\n')}>
      <code>{command}</code>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`${words.copy} ${command}`}
        title={isCopied ? words.copied : words.copy}
        onBlur={() => setCopied(false)}
        onClick={(event) => {
          event.preventDefault();
          navigator.clipboard.writeText(command).then(() => setCopied(true), reportError);
        }}
      >
        {isCopied ? words.copied : <IconCopy size={12} aria-hidden="true" />}
      </button>
    </span>
  );
}

/** The first command or link of a step, for the keys that copy or open it. */
export function firstOf(text: string, kind: 'command' | 'link'): string | null {
  const part = splitStep(text).find((each) => each.kind === kind);
  if (!part) return null;
  return part.kind === 'link' ? part.url : part.text;
}

/** The first line without Markdown markup. */
export const plainStep = (text: string): string => (text.split('\n', 1)[0] ?? '').replaceAll(/\*\*|`/gu, '');
