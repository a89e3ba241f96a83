import { useState } from 'react';
import { sayProblem } from '#renderer/server/http.ts';
import { routeHash } from '#renderer/state/router.ts';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { When } from '#renderer/ui/time.tsx';
import { sayAudience } from '#room/team/audiences.ts';
import { Sentence } from '#renderer/ui/sentence.tsx';
import parts from '#renderer/ui/rows.module.css';
import type { Copying, Sending, SendingChannel } from './use-sending.ts';
import styles from './comms.module.css';

const words = strings.comms;

type Props = {
  sending: Sending;
  audience: string;
  /** Hash of the current text. */
  hash: string;
  /** Null when the text may not be sent as it is. */
  override: () => string | null;
};

/** The team's own channels, each with the delivery state of this text. */
export function SendChannels({ sending, audience, hash, override }: Props) {
  const { channels, away, awaySince } = sending;
  if (away !== null)
    return (
      <p role="status" className={parts.late}>
        {awaySince === null ? words.away(away) : words.cut} {awaySince !== null && <When at={awaySince} />}
      </p>
    );
  if (channels === null) return null;
  if (channels.length === 0) return <NoChannel audience={audience} />;
  return (
    <ul aria-label={words.channels} className={`${styles.channels} ${parts.rows}`}>
      {channels.map((channel) => (
        <ChannelRow key={channel.id} {...{ channel, sending, hash, override }} />
      ))}
    </ul>
  );
}

/** An owner can mark one at once; everybody can send the text themselves. */
function NoChannel({ audience }: { audience: string }) {
  const { isOwner } = useSession();
  return (
    <p className="soft">
      {words.noChannels(sayAudience(audience))}{' '}
      {isOwner ? (
        <a
          className={parts.act}
          href={routeHash({ screen: 'settings', section: 'channels', add: 'email', readers: audience })}
        >
          {words.toChannels}
        </a>
      ) : (
        words.ownerMarks
      )}
    </p>
  );
}

type RowProps = Omit<Props, 'audience'> & { channel: SendingChannel };

function ChannelRow({ channel, sending, hash, override }: RowProps) {
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const copy = sending.copies.find((each) => each.channel === channel.id && each.update?.hash === hash);
  const send = async () => {
    const reason = override();
    if (reason === null) return;
    setAsking(true);
    setRefused(null);
    try {
      await sending.send({ channel: channel.id, hash, override: reason });
    } catch (error) {
      setRefused(sayProblem(error));
    }
    setAsking(false);
  };
  const isOver = copy?.state === 'failed' || copy?.state === 'dropped';
  return (
    <li>
      <span className={parts.main}>
        {channel.name}
        {refused !== null && (
          <span role="alert" className={`${parts.under} ${parts.late}`}>
            {refused}
          </span>
        )}
        {refused === null && copy && copy.reason !== null && (
          <span role="status" className={`${parts.under} ${isOver ? parts.late : ''}`}>
            {sayReason(copy)}
          </span>
        )}
      </span>
      {copy?.state === 'sent' && (
        <span role="status" className={parts.aside}>
          <Sentence
            says={words.sent}
            parts={{ time: <When at={copy.attempts.at(-1)?.at ?? copy.createdAt} /> }}
          />
        </span>
      )}
      {copy?.state === 'queued' && copy.reason === null && (
        <span role="status" className={parts.aside}>
          {words.queued}
        </span>
      )}
      {(copy === undefined || isOver) && (
        <button
          type="button"
          className={parts.act}
          disabled={isAsking}
          aria-label={`${isOver ? words.sendAgain : words.send}: ${channel.name}`}
          onClick={() => void send()}
        >
          {isAsking ? words.asking : isOver ? words.sendAgain : words.send}
        </button>
      )}
    </li>
  );
}

function sayReason({ state, reason, attempts }: Copying): string {
  return state === 'queued' ? words.queuedSince(attempts.length, reason ?? '') : words.notSent(reason ?? '');
}

/** Copies that failed or are still under way, shown while the send form is closed. */
export function UnsentCopies({ copies }: { copies: readonly Copying[] }) {
  const newest = copies.filter(
    (copy, index) => copies.findIndex(({ channel }) => channel === copy.channel) === index,
  );
  const unsent = newest.filter(({ state }) => state !== 'sent');
  if (unsent.length === 0) return null;
  return (
    <ul aria-label={words.unsent} className={`${styles.channels} ${parts.rows}`}>
      {unsent.map((copy) => (
        <li key={copy.id}>
          <span className={parts.main}>
            <When at={copy.createdAt} /> {copy.channelName}{' '}
            <span className={copy.state === 'queued' ? 'soft' : parts.late}>
              {copy.state === 'queued' && copy.reason === null ? words.queued : sayReason(copy)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
