// The door of the page: everything that comes in is read by one of these, once (docs/spec.md, SP1).
export { componentChecksSchema, allChecksSchema, type ComponentChecks } from './checks.ts';
export { allMaintenanceSchema, maintenanceSchema, type Maintenance } from './maintenance.ts';
export { pageSchema, type Page } from './page.ts';
export type { TeamIncident } from './team.ts';
export { publishedUpdateSchema, publishedUpdatesSchema, type PublishedUpdate } from './updates.ts';
