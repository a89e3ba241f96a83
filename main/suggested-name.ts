/** Accounts that stand for nobody in particular, on the systems Muster runs on. */
const nobody = new Set(
  'root admin administrator user guest default owner test me ubuntu debian ec2-user pi vagrant docker node app nobody'.split(
    ' ',
  ),
);

/**
 * FM3: what the first run writes into the field for the name: the account's name, or nothing when it is not a person's
 * name.
 */
export function suggestName(account: string): string {
  const name = account.trim();
  return nobody.has(name.toLowerCase()) || /^\d*$/u.test(name) ? '' : name;
}
