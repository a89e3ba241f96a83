/** What the API answers where it lists something. */
export type Items<T> = { items: readonly T[] };
