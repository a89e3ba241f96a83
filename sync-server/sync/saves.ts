export type Saves = {
  /** Counts a writing frame; answers what to call once it is durable. */
  received(): () => void;
  /** The number to tell; null when it was told already. */
  take(): number | null;
};

/** SY4: up to where, without a gap, the writing frames of a connection are durable. */
export function createSaves(): Saves {
  // In the order they came, so the first is the oldest.
  const open = new Set<number>();
  let received = 0;
  let told = 0;
  return {
    received: () => {
      received += 1;
      const number = received;
      open.add(number);
      return () => void open.delete(number);
    },
    take: () => {
      const [firstOpen = received + 1] = open;
      if (firstOpen - 1 === told) return null;
      told = firstOpen - 1;
      return told;
    },
  };
}
