import { lazy, useState, type ComponentType } from 'react';

export type Chunk<Props> = ComponentType<Props> & {
  /** Gets the code before anybody asks for it; a failure is met again by whoever does. */
  fetchAhead(): Promise<void>;
};

/**
 * A component whose code is a file of its own. What was fetched ahead is drawn at once. `lazy` alone always shows
 * the fallback first, and React then shows nothing else for 300 ms (FALLBACK_THROTTLE_MS), however fast the file was.
 */
export function chunk<Props extends object>(load: () => Promise<ComponentType<Props>>): Chunk<Props> {
  let here: ComponentType<Props> | null = null;
  const fetch = async () => (here ??= await load());
  const Later = lazy(async () => ({ default: await fetch() }));
  const Chunked = (props: Props) => {
    // Kept, so that what is on the screen is not taken down and drawn again once the code is here.
    const [Shown] = useState(() => here ?? Later);
    return <Shown {...props} />;
  };
  return Object.assign(Chunked, {
    fetchAhead: async () => {
      await fetch().catch(() => undefined);
    },
  });
}
