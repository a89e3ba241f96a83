import { z } from 'zod';
import { configurationStateSchema, importLineSchema } from '#wire/api/configuration.ts';
import { exportConfiguration } from './export.ts';
import { importConfiguration } from './import-configuration.ts';
import { knownIn, type ConfiguredParts } from './plan.ts';
import { sections } from './shape.ts';
import { routesTaking } from '../http/route.ts';
import type { Configuration } from './configuration.ts';

type Takes = Omit<Parameters<typeof knownIn>[0], 'pages'> & {
  statusPages: ConfiguredParts['pages'];
  configuration: Configuration;
};
const defineRoute = routesTaking<Takes>();

const state = configurationStateSchema.extend({ owned: z.record(z.enum(sections), z.number()) });
const reportLine = importLineSchema.extend({ section: z.enum(sections).nullable() });

const known = (parts: Takes): ConfiguredParts => knownIn({ ...parts, pages: parts.statusPages });

export const configurationRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/configuration',
    summary: 'The configuration file in force, the faults of its last version, and how much it manages',
    access: 'owner',
    isForwarded: true,
    answers: state,
    answer: ({ parts }) => ({ body: parts.configuration.state() }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/configuration/reload',
    summary: 'Read the configuration file again; a wrong file changes nothing',
    access: 'owner',
    isForwarded: true,
    answers: state,
    answer: async ({ parts }) => {
      await parts.configuration.reload();
      return { body: parts.configuration.state() };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/configuration/export.yaml',
    summary: 'The whole configuration as a file for --config. It names secrets but never contains them',
    access: 'owner',
    isForwarded: true,
    answers: 'application/yaml',
    answer: async ({ parts }) => ({
      text: await exportConfiguration(known(parts)),
      type: 'application/yaml; charset=utf-8',
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/configuration/import',
    summary:
      'Import a file of Muster, Gatus (YAML) or Uptime Kuma 1.x (backup), with a report of everything left out',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({
      format: z.enum(['muster', 'gatus', 'uptime-kuma']),
      text: z.string().min(1).max(1_000_000),
      mode: z.enum(['keep', 'overwrite']).default('keep'),
      dryRun: z.boolean().default(false),
    }),
    answers: z.object({ items: z.array(reportLine) }),
    answer: async ({ parts, body }) => ({
      body: {
        items: await importConfiguration({ ...known(parts), configuration: parts.configuration }, body),
      },
    }),
  }),
];
