// The id of push notices in every choice of channels.
export const pushChannel = 'push';
/** Push as one of the channels that a paging decision knows. */
export const pushWay = { id: pushChannel, kind: pushChannel, name: 'push notice', isPaused: false } as const;
/** WP3: shown when a person has no device to page. */
export const noDevice = (name: string): string => `no phone or browser of ${name} takes notices`;
