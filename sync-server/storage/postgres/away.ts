// PostgreSQL is away: how to tell this from a refused statement, and its message.
import { DatabaseError } from 'pg';

/** The database does not answer, or cannot be written to now. As far as we know, nothing was written. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway';
  readonly code = 'DATABASE_AWAY';
}

/** SQLSTATE classes and codes that end a connection or prevent one. */
const losing = ['08', '57P', '53300', '28', '25P03'];
/** SQLSTATE classes and codes that keep the connection, but prevent writing for a while. */
const passing = ['25006', '53', '57014', '55P03', '40001', '40P01'];

const isAmong = (codes: readonly string[], error: unknown) =>
  error instanceof DatabaseError && codes.some((code) => error.code?.startsWith(code));

/** Whether the connection cannot be used any more. */
export const isLoss = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || isAmong(losing, error);

/** Whether the error will pass by itself, so that the statement is not at fault. */
export const willPass = (code: string | undefined): boolean =>
  passing.some((each) => code?.startsWith(each) ?? false);

export function reasonOf(error: unknown): string {
  // A host name with several addresses fails with one error for each address.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const said = error instanceof Error ? error.message : String(error);
  return said === '' ? ((error as { code?: string }).code ?? 'no reason was given') : said;
}

/** The address without its password. */
export function withoutPassword(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) return 'postgres://…';
  return `postgres://${url.username === '' ? '' : `${url.username}@`}${url.host}${url.pathname}`;
}
