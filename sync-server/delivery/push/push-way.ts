// What notices are called where channels are chosen and named.
export const pushChannel = 'push';
/** Among the channels that a decision knows. */
export const pushWay = { id: pushChannel, kind: pushChannel, name: 'push notice', isPaused: false } as const;
/** WP3: said where a page would go to no device. */
export const noDevice = (name: string): string => `no phone or browser of ${name} takes notices`;
