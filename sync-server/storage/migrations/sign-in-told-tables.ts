/** SI3: what the ID token of a sign-in said of the person, as JSON; null where it was not kept. */
export const signInToldTables = `
ALTER TABLE sign_ins ADD COLUMN told TEXT;
`;
