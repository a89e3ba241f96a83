/** CM10: the starting texts of updates, as owners changed them. */
export const commsTemplateTables = `
CREATE TABLE comms_templates (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
