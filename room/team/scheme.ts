// SL, CM1: the owners' changes of the shipped levels, roles and update texts, as sent and stored.
import { cleanName } from '../text/clean-text.ts';
import { z } from 'zod';
import { audiences } from './audiences.ts';
import { commsTemplateSchema, type CommsTemplateChange } from './team-templates.ts';
import { copyProfileSchema, type CopyProfile } from './copy-profiles.ts';
import { costSchema } from './cost.ts';
import { handbookPageSchema, type HandbookChange } from './handbook.ts';
import { levelsFrom, longestTerms, type Level, type LevelChange } from './levels.ts';
import { severities } from './scales.ts';
import { readDay } from '../time/time.ts';
import { mostWorkdayHolidays } from '../time/workdays.ts';
import { isZone } from '../time/zone.ts';
import { rolesFrom, type TeamRole, type TeamRoleChange } from './team-roles.ts';

/** Empty lists: everything as shipped. */
export type SchemeChanges = {
  severities: readonly LevelChange[];
  roles: readonly TeamRoleChange[];
  /** Absent from a server of an older version. */
  commsTemplates?: readonly CommsTemplateChange[] | undefined;
  handbook?: readonly HandbookChange[] | undefined;
  copyProfiles?: readonly CopyProfile[] | undefined;
  /** TK2: the channels that make tickets. */
  trackers?: readonly { id: string; name: string }[] | undefined;
  /** TK5: the template of a tracker without an API. */
  ticketLink?: string | null | undefined;
};
export const unchangedScheme: SchemeChanges = { severities: [], roles: [] };

const words = z.string().trim().min(1).max(1_000);
const short = z.string().trim().min(1).max(60);

/** RS3: a zone, and days without work. */
const workdaysSchema = z.strictObject({
  timeZone: z.string().max(64).refine(isZone, 'an IANA time zone, such as Europe/Berlin or UTC'),
  holidays: z
    .array(z.string().refine((day) => readDay(day) !== null, 'a day such as 2026-12-25'))
    .max(mostWorkdayHolidays)
    .default([]),
});

const workdaysOutline = z.looseObject({ timeZone: z.string(), holidays: z.array(z.string()) });

/** An owner's change of a level; absent fields keep the shipped value. Minutes and working days; null: no target. */
export const levelSchema = z.strictObject({
  name: z.enum(severities),
  title: short.optional(),
  impact: z.string().trim().min(1).max(300).optional(),
  response: words.optional(),
  examples: z.array(z.string().trim().min(1).max(300)).max(10).optional(),
  updateMinutes: z.int().min(5).max(longestTerms.updateMinutes).nullable().optional(),
  acknowledgeMinutes: z.int().min(1).max(longestTerms.acknowledgeMinutes).nullable().optional(),
  reviewDays: z.int().min(1).max(longestTerms.reviewDays).nullable().optional(),
  workdays: workdaysSchema.nullable().optional(),
  audiences: z.array(z.enum(audiences)).max(audiences.length).optional(),
  costPerMinute: costSchema.nullable().optional(),
});

/** An owner's change of a role. */
export const teamRoleSchema = z.strictObject({
  name: z.string().overwrite(cleanName).toLowerCase().min(1).max(120),
  title: short.optional(),
  scope: z.string().trim().max(1_000).optional(),
  limits: z.string().trim().max(1_000).optional(),
  authority: z.string().trim().max(1_000).optional(),
});

/** The form on the feed; a newer server may send more fields. */
export const schemeOutline = z.object({
  // A message is read even if this computer does not know its zone.
  severities: z.array(levelSchema.extend({ workdays: workdaysOutline.nullable().optional() }).loose()),
  roles: z.array(teamRoleSchema.loose()),
  commsTemplates: z.array(commsTemplateSchema.loose()).optional(),
  handbook: z.array(handbookPageSchema.loose()).optional(),
  copyProfiles: z.array(copyProfileSchema.loose()).optional(),
  trackers: z.array(z.looseObject({ id: z.string(), name: z.string() })).optional(),
  ticketLink: z.string().nullish(),
});

/** The levels and roles in force; without changes, all as shipped. */
export function showScheme(changes: SchemeChanges | null | undefined): {
  levels: readonly Level[];
  roles: readonly TeamRole[];
} {
  const { severities: levels, roles } = changes ?? unchangedScheme;
  return { levels: levelsFrom(levels), roles: rolesFrom(roles) };
}
