export type Saves = {
  /** Counts a writing frame; returns a function to call once it is durable. */
  received(): () => void;
  /** The number to send; null when it was already sent. */
  take(): number | null;
};

/** SY4: the number of the last writing frame up to which all frames of a connection are durable. */
export function createSaves(): Saves {
  // In order of arrival, so the first is the oldest.
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
