/** The API's answer to every list. */
export type Items<T> = { items: readonly T[] };
