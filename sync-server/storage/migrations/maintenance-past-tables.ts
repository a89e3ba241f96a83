/** One entry of migrations.ts. Never edit it once it shipped. */
export const maintenancePastTables = `
ALTER TABLE maintenance ADD COLUMN past TEXT;
`;
