/** The version, or one of the versions, that a caller changes or removes; null for any. */
export type ExpectedVersion = number | readonly number[] | null;

/** Whether the caller knows this version of the thing. */
export function isExpected(expected: ExpectedVersion, version: number): boolean {
  return expected === null || (typeof expected === 'number' ? [expected] : expected).includes(version);
}
