// Owner actions on a saved channel: send a real test, and pause.
import { useRef, useState, type FormEvent } from 'react';
import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TestOutcome } from '#wire/api/deliveries.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import styles from '../../ui/section.module.css';
import type { Channel } from './kinded.ts';

const words = strings.alerting.channels;

type TestProps = { channel: Channel; addresses: 'email' | 'phone' | null; onSent: () => void };

/** Sends a real test and shows the result. A channel that reaches people asks for the recipient first. */
export function TestChannel({ channel, addresses, onSent }: TestProps) {
  const { busy, isAsking, setAsking, to, setTo, send } = useTest(channel, onSent);
  if (isAsking)
    return (
      <AskRecipient
        label={words.testOf(channel.name)}
        placeholder={addresses === 'phone' ? words.testToPhone : words.testToMail}
        to={to}
        setTo={setTo}
        send={() => void send()}
        leave={() => setAsking(false)}
      />
    );
  return (
    <ServerButton
      variant="subtle"
      loading={busy}
      aria-label={words.testOf(channel.name)}
      onClick={({ detail }) => {
        // Ignores the second click of a double click.
        if (detail > 1) return;
        if (addresses === null) void send();
        else setAsking(true);
      }}
    >
      {words.test}
    </ServerButton>
  );
}

/** `to`: the recipient; empty for a channel that has its own. */
function useTest(channel: Channel, onSent: () => void) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  // A ref, so that a second click in the same frame sees it.
  const isSending = useRef(false);
  const [isAsking, setAsking] = useState(false);
  const [to, setTo] = useState('');
  const send = async () => {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setAsking(false);
    const title = words.tested(channel.name);
    const body = to.trim() === '' ? {} : { to: to.trim() };
    try {
      const answer = await api.post<TestOutcome>(`/channels/${channel.id}/test`, body);
      const message = answer.ok ? words.testSent : (answer.reason ?? words.failed);
      notifications.show({ title, message, autoClose: 8000 });
    } catch (error) {
      notifications.show({ title, message: sayProblem(error), autoClose: 8000 });
    }
    isSending.current = false;
    setBusy(false);
    onSent();
  };
  return { busy, isAsking, setAsking, to, setTo, send };
}

type AskRecipientProps = {
  label: string;
  placeholder: string;
  to: string;
  setTo: (to: string) => void;
  send: () => void;
  leave: () => void;
};

function AskRecipient({ label, placeholder, to, setTo, send, leave }: AskRecipientProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form className={styles.actions} onSubmit={submit} aria-label={label}>
      <TextInput
        aria-label={words.testTo}
        placeholder={placeholder}
        value={to}
        maxLength={300}
        autoFocus
        onChange={(event) => setTo(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          leave();
        }}
      />
      <ServerButton type="submit">{words.sendIt}</ServerButton>
    </form>
  );
}

/** A paused channel sends only tests. Queued messages are dropped, with the pause as reason. */
export function PauseChannel({ channel, onChanged }: { channel: Channel; onChanged: () => void }) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const label = channel.paused ? words.resume : words.pause;
  if (channel.managedBy === 'config') return null;
  const change = async () => {
    setBusy(true);
    try {
      const path = `/channels/${channel.id}`;
      const { value, etag } = await api.getTagged<Channel>(path);
      const { name, kind, settings, audiences, teams } = value;
      await api.put(path, { name, kind, settings, audiences, teams, paused: !channel.paused }, etag);
    } catch (error) {
      const title = words.notChanged(channel.name);
      notifications.show({ title, message: sayProblem(error), autoClose: 8000 });
    }
    setBusy(false);
    onChanged();
  };
  return (
    <ServerButton
      variant="subtle"
      // The same width for Resume and Pause, so that the next column does not move.
      miw={84}
      loading={busy}
      aria-label={`${label} ${channel.name}`}
      onClick={() => void change()}
    >
      {label}
    </ServerButton>
  );
}
