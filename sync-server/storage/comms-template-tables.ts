/** CM10: what owners wrote of the texts that updates begin with. */
export const commsTemplateTables = `
CREATE TABLE comms_templates (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
