import type { Severity, Status } from '#room/scales.ts';
import type { Impact } from '../truth/reports.ts';

/** SP131: an open incident of the team, as the rest of the company may know it. */
export type TeamIncident = {
  number: string | null;
  /** One line. */
  title: string;
  severity: Severity;
  status: Status;
  /** What people said of the impact on customers; null while nobody assessed it. */
  impact: Impact | null;
  /** The names of those who command; empty while nobody does. */
  commanders: readonly string[];
  /** Epoch ms. */
  declaredAt: number;
  /** When the next update is due, epoch ms; null where none is promised. */
  updateDueAt: number | null;
};
