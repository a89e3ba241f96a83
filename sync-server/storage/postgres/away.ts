// When PostgreSQL is away: how that is told from a statement that it refuses, and what is said about it.
import { DatabaseError } from 'pg';

/** The database does not answer, or may not be written to just now. Nothing was written, as far as anybody knows. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway';
  readonly code = 'DATABASE_AWAY';
}

/** Classes and codes of SQLSTATE with which a connection ends, or none can be had. */
const losing = ['08', '57P', '53300', '28', '25P03'];
/** With which the connection stays, and nothing can be written for a while. */
const passing = ['25006', '53', '57014', '55P03', '40001', '40P01'];

const isAmong = (codes: readonly string[], error: unknown) =>
  error instanceof DatabaseError && codes.some((code) => error.code?.startsWith(code));

/** Whether the connection is of no more use. */
export const isLoss = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || isAmong(losing, error);

/** Whether it will pass by itself, so that it is no fault of the statement. */
export const willPass = (code: string | undefined): boolean =>
  passing.some((each) => code?.startsWith(each) ?? false);

export function reasonOf(error: unknown): string {
  // A name with several addresses fails with one error for each.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const said = error instanceof Error ? error.message : String(error);
  return said === '' ? ((error as { code?: string }).code ?? 'no reason was given') : said;
}

/** An address without what is secret in it. */
export function withoutPassword(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) return 'postgres://…';
  return `postgres://${url.username === '' ? '' : `${url.username}@`}${url.host}${url.pathname}`;
}
