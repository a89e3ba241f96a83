// JN9: what the team signed of keys that it no longer vouches for, for what is not drawn below the feed.
let known: readonly string[] = [];

export const endedKeys = (): readonly string[] => known;
export const learnEndedKeys = (keys: readonly string[]): void => {
  known = keys;
};
