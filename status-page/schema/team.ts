import { z } from 'zod';
import { severities, statuses } from '#room/scales.ts';
import { limits } from '../limits.ts';
import { instant, line } from './fields.ts';
import { impacts } from './updates.ts';

/** SP131: an open incident of the team, as the rest of the company may know it. */
export const teamIncidentSchema = z.strictObject({
  number: z.string().max(60).nullable(),
  title: line(limits.title),
  severity: z.enum(severities),
  status: z.enum(statuses),
  /** What people said of the impact on customers; null while nobody assessed it. */
  impact: z.enum(impacts).nullable(),
  /** The names of those who command; empty while nobody does. */
  commanders: z.array(line(limits.name)).max(20),
  declaredAt: instant,
  /** When the next update is due; null where none is promised. */
  updateDueAt: instant.nullable(),
});
export type TeamIncident = z.output<typeof teamIncidentSchema>;
export const teamIncidentsSchema = z.array(teamIncidentSchema).max(limits.teamIncidents);
