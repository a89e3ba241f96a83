import type { Delivery } from '#wire/api/deliveries.ts';
import type { Items } from '#wire/api/list.ts';
import { useState } from 'react';
import { useIncidentId } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useResource } from '#renderer/server/use-resource.ts';
import { When } from '#renderer/ui/time.tsx';
import type { Fact } from '#room/facts/fact.ts';
import { wasApproved } from '#room/comms/standing.ts';
import type { Draft } from '#room/view/room-view.ts';
import { strings } from '../../../../strings/index.ts';
import styles from './comms.module.css';

const words = strings.comms;

/** Every copy that was sent, exactly as it was sent. */
export function SentLog({ draft }: { draft: Draft }) {
  if (draft.sent.length === 0) return null;
  return (
    <section aria-label={words.sentLabel} className={styles.sent}>
      <h3 className="label">{words.sentLabel}</h3>
      {draft.sent.toReversed().map((sent) => (
        <SentCopy key={sent.id} sent={sent} draft={draft} />
      ))}
    </section>
  );
}

function SentCopy({ sent, draft }: { sent: Fact<'sent'>; draft: Draft }) {
  const names = usePersonName();
  const [isOpen, setIsOpen] = useState(false);
  const { delivery, readers } = sent;
  return (
    <details onToggle={({ currentTarget: { open } }) => setIsOpen(open)}>
      <summary>
        <When at={sent.at} /> {sent.channel}{' '}
        <span className="soft">
          {readers !== undefined && words.toReaders(readers)} {words.byWith(names(sent.by))}
        </span>{' '}
        {!wasApproved(sent, draft) && <span className="soft">{words.withoutApproval(sent.override)}</span>}
      </summary>
      {isOpen && readers !== undefined && delivery !== undefined && <Readers delivery={delivery} />}
      <p className={styles.copy}>{sent.text}</p>
    </details>
  );
}

/** CN8: the addresses, which only the server has, for people who may know them (PE2). */
function Readers({ delivery }: { delivery: string }) {
  const incident = useIncidentId();
  const { value, problem } = useResource<Items<Delivery>>(`/deliveries?incident=${incident}&limit=500`);
  const to = value?.items.find(({ id }) => id === delivery)?.to ?? null;
  if (to !== null) return <p className="label">{words.sentTo(to.split(/\s*[\n,;]\s*/u).join(', '))}</p>;
  return value !== null || problem !== null ? <p className="label">{words.readersNotShown}</p> : null;
}
