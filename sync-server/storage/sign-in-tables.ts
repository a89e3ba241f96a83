/**
 * SI: who somebody is at the company's provider, and the devices that signed in there. `refresh` and `access` are tokens
 * of the provider; `renewing` is 1 while a new refresh token is on its way, so that a crash in between is known.
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
  refresh TEXT,
  renewing INTEGER NOT NULL DEFAULT 0
) STRICT;
`;
