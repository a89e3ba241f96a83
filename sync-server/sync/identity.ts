import type { Role } from '#room/feed.ts';

/** Who is behind a socket, as found out before it is handed to the rooms. */
export type Identity = {
  /** The person's id. */
  person: string;
  name: string;
  role: Role;
  /** A replica's token: its updates may hold facts by anybody, though only what its role allows. */
  mayCarryOthers: boolean;
  /** How the log calls it: the person's id, or "replica of <person>". */
  label: string;
  /** Is the server of a desktop, with a token that was made for it. */
  isReplica?: boolean;
  /** Sits at this server: holds the token that lies in its data folder. */
  ownsServer?: boolean;
};
