/** `settings` is the template as configured, as JSON. */
export const reviewTemplateTables = `
CREATE TABLE review_templates (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  settings TEXT NOT NULL
) STRICT;
`;
