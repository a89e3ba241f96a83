// AU11: each entry of the audit log goes to a channel, through the same queue as everything that leaves.
import type { Deliveries } from '../delivery/deliveries.ts';
import type { AuditLog } from './audit-log.ts';

/** The text is the entry as one line of JSON, as the file has it; the subject says it in words. */
export function sendEntries({ audit, deliveries }: { audit: AuditLog; deliveries: Deliveries }): () => void {
  return audit.onEntry((entry, line) => {
    const { channel } = audit.settings();
    if (channel === null) return;
    deliveries.enqueue({
      channel,
      dedupKey: `audit ${entry.id}`,
      message: {
        purpose: 'audit',
        incident: null,
        subject: line,
        text: JSON.stringify(entry),
        links: {},
        to: {},
      },
    });
  });
}
