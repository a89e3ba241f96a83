/**
 * SI: people's identities at the company's provider, and the devices signed in there, by the id of our token.
 * `refresh` and `access` are tokens of the provider.
 */
export const signInTables = `
CREATE TABLE identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT;
CREATE TABLE sign_ins (
  token TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  access TEXT NOT NULL,
  access_until INTEGER NOT NULL,
  refresh TEXT
) STRICT;
`;
