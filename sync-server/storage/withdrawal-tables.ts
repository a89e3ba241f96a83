/** WD3: the incident that each duplicate's entry stands in, or is about to. */
export const withdrawalTables = `
CREATE TABLE duplicates_told (incident TEXT PRIMARY KEY, original TEXT NOT NULL) STRICT;
`;
