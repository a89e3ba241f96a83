// CF1: the form of a configuration file. It accepts the same as the API, with names instead of ids.
import { z } from 'zod';
import { commsTemplateSchema, expectTemplate, mostCommsTemplates } from '#room/team/team-templates.ts';
import { copyProfileSchema, expectProfile, mostCopyProfiles } from '#room/team/copy-profiles.ts';
import { expectPage, handbookPageSchema, mostHandbookPages } from '#room/team/handbook.ts';
import { levelSchema, teamRoleSchema } from '#room/team/scheme.ts';
import { mostTeamRoles } from '../scheme/scheme.ts';
import { policySchema } from '#wire/api/policies.ts';
import { channelSchema } from '#wire/api/channels.ts';
import { intakeSchema } from '#wire/api/intakes.ts';
import { maintenanceSchema } from '#wire/api/maintenance.ts';
import { recurringSchema } from '#wire/api/recurring.ts';
import { mostRecurring } from '../recurring/recurring.ts';
import { monitorSchema } from '#wire/api/monitors.ts';
import { teamSchema } from '#wire/api/teams.ts';
import { mostTeams } from '../people/teams.ts';
import { scheduleSchema } from '#wire/api/schedules.ts';
import { mostTemplates, reviewTemplateSchema } from '../reviews/review-templates.ts';
import { serviceSchema } from '../services/services.ts';
import { mostPages, statusPageSchema } from '../status-pages/page/settings.ts';

const name = z.string().trim().min(1).max(320);

const target = z.strictObject({
  kind: z.enum(['person', 'schedule', 'channel']),
  name,
  backup: z.boolean().optional(),
});
const step = policySchema.shape.steps.element;

/** CF4: the item's former name; the item keeps its identity. */
const renamed = { was: name.optional() };

export const fileSchema = z.strictObject({
  /** CF9: confirms that many items are meant to go. */
  mayRemove: z.boolean().optional(),
  /** Members by name, e-mail address or id. */
  teams: z.array(teamSchema.extend(renamed)).max(mostTeams).default([]),
  channels: z.array(channelSchema.extend(renamed)).max(200).default([]),
  schedules: z.array(scheduleSchema.extend(renamed)).max(200).default([]),
  monitors: z
    .array(monitorSchema.extend({ ...renamed, parent: name.optional() }))
    .max(2_000)
    .default([]),
  maintenance: z
    .array(
      maintenanceSchema.extend({
        ...renamed,
        monitors: z.union([z.literal('all'), z.array(name).max(2_000)]).default([]),
      }),
    )
    .max(500)
    .default([]),
  policies: z
    .array(
      policySchema.extend({
        ...renamed,
        steps: z.array(step.extend({ targets: z.array(target).min(1).max(20) })).max(20),
      }),
    )
    .max(100)
    .default([]),
  intakes: z.array(intakeSchema.extend(renamed)).max(200).default([]),
  services: z.array(serviceSchema.extend(renamed)).max(1_000).default([]),
  /** An owner by name, e-mail address or id. */
  recurringTasks: z.array(recurringSchema.extend(renamed)).max(mostRecurring).default([]),
  reviewTemplates: z.array(reviewTemplateSchema.extend(renamed)).max(mostTemplates).default([]),
  severities: z.array(levelSchema.extend(renamed)).max(4).default([]),
  roles: z.array(teamRoleSchema.extend(renamed)).max(mostTeamRoles).default([]),
  commsTemplates: z
    .array(
      commsTemplateSchema.extend(renamed).superRefine((given, context) => {
        const wrong = expectTemplate(given);
        if (wrong !== null)
          context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.expected });
      }),
    )
    .max(mostCommsTemplates)
    .default([]),
  handbook: z
    .array(
      handbookPageSchema.extend(renamed).superRefine((given, context) => {
        const wrong = expectPage(given);
        if (wrong !== null)
          context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.expected });
      }),
    )
    .max(mostHandbookPages)
    .default([]),
  copyProfiles: z
    .array(
      copyProfileSchema.extend(renamed).superRefine((given, context) => {
        const wrong = expectProfile(given);
        if (wrong !== null)
          context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.expected });
      }),
    )
    .max(mostCopyProfiles)
    .default([]),
  /** A component's monitor and the channel of its mails are given by name. */
  pages: z.array(statusPageSchema.extend(renamed)).max(mostPages).default([]),
});

export type FileShape = z.output<typeof fileSchema>;
export type FileSection = Exclude<keyof FileShape, 'mayRemove'>;

/** In creation order: an item comes before the items that refer to it. */
export const sections = [
  'teams',
  'channels',
  'schedules',
  'monitors',
  'maintenance',
  'policies',
  'intakes',
  'services',
  'recurringTasks',
  'reviewTemplates',
  'severities',
  'roles',
  'commsTemplates',
  'handbook',
  'copyProfiles',
  'pages',
] as const;

/** For each section, the id of each name. */
export type Owned = Record<FileSection, Record<string, string>>;
/** What `kept` says, without names that every object has, such as `constructor`. */
export const ownedAs = (kept: Partial<Owned>): Owned =>
  Object.fromEntries(
    sections.map((section) => [
      section,
      Object.assign(Object.create(null), kept[section]) as Owned[FileSection],
    ]),
  ) as Owned;
export const nothingOwned = (): Owned => ownedAs({});

/** `field` is a path such as `monitors.0.settings.url`. */
export type Fault = { file: string; line: number | null; field: string; expected: string };

export const sayFault = ({ file, line, field, expected }: Fault): string =>
  `${file}${line === null ? '' : `:${line}`}: ${field === '' ? '' : `${field}: `}expected ${expected}`;
