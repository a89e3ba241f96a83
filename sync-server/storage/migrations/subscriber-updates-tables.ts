/** One entry of migrations.ts. Never edit it once it shipped. SP93: how many updates of an incident; null: all. */
export const subscriberUpdatesTables = `
ALTER TABLE subscribers ADD COLUMN updates TEXT;
ALTER TABLE subscriber_links ADD COLUMN updates TEXT;
`;
