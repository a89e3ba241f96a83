import { lazy, useState, type ComponentType } from 'react';

export type Chunk<Props> = ComponentType<Props> & {
  /** Loads the code in advance. A failure is ignored here and shows when the component is used. */
  fetchAhead(): Promise<void>;
};

/**
 * A component whose code is in its own file. Code loaded in advance renders at once. With `lazy` alone, React
 * would always show the fallback first and then keep it for 300 ms (FALLBACK_THROTTLE_MS), however fast the file
 * arrived.
 */
export function chunk<Props extends object>(load: () => Promise<ComponentType<Props>>): Chunk<Props> {
  let here: ComponentType<Props> | null = null;
  const fetch = async () => (here ??= await load());
  const Later = lazy(async () => ({ default: await fetch() }));
  const Chunked = (props: Props) => {
    // Kept in state, so that the mounted component is not replaced when its code arrives.
    const [Shown] = useState(() => here ?? Later);
    return <Shown {...props} />;
  };
  return Object.assign(Chunked, {
    fetchAhead: async () => {
      await fetch().catch(() => undefined);
    },
  });
}
