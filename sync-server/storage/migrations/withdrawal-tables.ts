/** WD3: for each duplicate, the incident that has its entry or will have it soon. */
export const withdrawalTables = `
CREATE TABLE duplicates_told (incident TEXT PRIMARY KEY, original TEXT NOT NULL) STRICT;
`;
