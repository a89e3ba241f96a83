import type { Role } from '#room/feed.ts';

/** Who is behind a socket, as found out before it is handed to the rooms. */
export type Identity = {
  /** The person's id. */
  person: string;
  name: string;
  role: Role;
  /** TM1: the ids of the teams they belong to. */
  teams?: readonly string[];
  /** A replica's token: its updates may hold facts by anybody, though only what its role allows. */
  mayCarryOthers: boolean;
  /** How the log calls it: the person's id, or "replica of <person>". */
  label: string;
  /** Is the server of a desktop, with a token that was made for it. */
  isReplica?: boolean;
  /** The id of the token they came with. */
  token?: string;
  /** AU8: all that this token may be used for; without it, for everything that its person may do. */
  scopes?: readonly string[];
  /** Sits at this server: holds the token that lies in its data folder. */
  ownsServer?: boolean;
};
