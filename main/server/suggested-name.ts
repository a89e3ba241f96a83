/** Generic account names on the systems that Muster supports. */
const nobody = new Set(
  'root admin administrator user guest default owner test me ubuntu debian ec2-user pi vagrant docker node app nobody'.split(
    ' ',
  ),
);

/**
 * FM3: the suggested name on the first run: the account's name, or empty when it is not a person's name.
 */
export function suggestName(account: string): string {
  const name = account.trim();
  return nobody.has(name.toLowerCase()) || /^\d*$/u.test(name) ? '' : name;
}
