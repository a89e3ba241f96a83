import type { Severity, Status } from '#room/team/scales.ts';
import type { Impact } from '../levels.ts';

/** SP131: an open incident of the team, with the details for the rest of the company. */
export type TeamIncident = {
  number: string | null;
  /** One line. */
  title: string;
  severity: Severity;
  status: Status;
  /** The impact on customers as people assessed it; null before that. */
  impact: Impact | null;
  /** The names of the commanders; empty when there are none. */
  commanders: readonly string[];
  /** Epoch ms. */
  declaredAt: number;
  /** When the next update is due, in epoch ms; null when none is promised. */
  updateDueAt: number | null;
};
