// AU11: sends each audit entry to a channel, through the normal delivery queue.
import type { Deliveries } from '../delivery/deliveries.ts';
import type { AuditLog } from './audit-log.ts';
import { sayEntry, type AuditEntry } from './entry.ts';

type Options = {
  audit: AuditLog;
  deliveries: Deliveries;
  /** TM2: the incidents that not everybody may see. */
  incidents: { restricted(): readonly { id: string }[] };
};

/** TM4: only owners read the log itself; readers of the channel may not see the incident. */
const leaveOut = (entry: AuditEntry): AuditEntry => ({
  ...entry,
  target: { ...entry.target, name: null },
  changes: entry.changes.map(({ field }) => ({ field })),
});

/** The text is the entry as one line of JSON, as in the export; the subject puts it into words. */
export function sendEntries({ audit, deliveries, incidents }: Options): () => void {
  return audit.onEntry((whole) => {
    const { channel } = audit.settings();
    if (channel === null) return;
    const about = incidents.restricted().find(({ id }) => id === whole.target.id);
    // A refused request to restrict an incident may have no incident id.
    const isSecret = about !== undefined || whole.changes.some(({ field }) => field.startsWith('restrict'));
    const entry = isSecret ? leaveOut(whole) : whole;
    deliveries.enqueue({
      channel,
      dedupKey: `audit ${entry.id}`,
      incident: about?.id,
      message: {
        purpose: 'audit',
        incident: null,
        subject: sayEntry(entry),
        text: JSON.stringify(entry),
        links: {},
        to: {},
      },
    });
  });
}
