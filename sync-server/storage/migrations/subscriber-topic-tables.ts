/** SP93, SP95: what subscribers hear of besides components, a webhook's contact, and the levels webhooks were told. */
export const subscriberTopicTables = `
ALTER TABLE subscribers ADD COLUMN topics TEXT;
ALTER TABLE subscribers ADD COLUMN contact TEXT;
ALTER TABLE subscriber_links ADD COLUMN topics TEXT;
CREATE TABLE told_levels (
  page TEXT NOT NULL,
  component TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (page, component)
) STRICT, WITHOUT ROWID;
`;
