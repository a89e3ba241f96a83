// The schemas of a page's input; each input is parsed by one of them, once (docs/spec.md, SP1).
export { componentChecksSchema, allChecksSchema, type ComponentChecks } from './checks.ts';
export { allMaintenanceSchema, maintenanceSchema, type Maintenance } from './maintenance.ts';
export { pageSchema, type PageSettings } from './page.ts';
export type { TeamIncident } from './team.ts';
export { publishedUpdateSchema, publishedUpdatesSchema, type PublishedUpdate } from './updates.ts';
