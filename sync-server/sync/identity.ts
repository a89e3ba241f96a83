import type { Role } from '#room/team/scales.ts';

/** The authenticated person or replica behind a socket. */
export type Identity = {
  /** The person's id. */
  person: string;
  name: string;
  role: Role;
  /** TM1: the ids of the teams they belong to. */
  teams?: readonly string[];
  /** A replica's token: its updates may hold anybody's facts, within the limits of its role. */
  mayCarryOthers: boolean;
  /** The name in the log: the person's id, or "replica of <person>". */
  label: string;
  /** A desktop's own server, with a token made for it. */
  isReplica?: boolean;
  /** The id of the token they signed in with. */
  token?: string;
  /** AU8: the only scopes of this token; without them it may do everything that its person may do. */
  scopes?: readonly string[];
  /** Uses the token in this server's data folder. */
  ownsServer?: boolean;
};
