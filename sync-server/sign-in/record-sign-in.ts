// SI: sign-ins in the audit log.
import type { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/entry.ts';

export type RecordSignIn = (
  by: Actor,
  what: string,
  target: { id: string | null; name: string | null },
  ended: { result: 'done' | 'refused'; address?: string | null },
) => void;

export const makeRecordSignIn =
  (audit: Pick<AuditLog, 'record'>): RecordSignIn =>
  (by, what, target, { result, address = null }) =>
    audit.record(
      { by, address, area: 'sign-in', action: 'did', what, target, changes: [] },
      { result, status: null },
    );
