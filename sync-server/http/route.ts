// A route is one declaration; it gives validation, access, and its part of the OpenAPI document.
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Role } from '#room/team/scales.ts';
import type { Identity } from '../sync/identity.ts';

/** Who may call: anybody, or at least a viewer, responder or owner. */
export type Access = 'public' | Role;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Call<P, Q, B, Caller, Takes> = {
  /** TM2: as the caller may see them. */
  parts: Takes;
  params: P;
  query: Q;
  body: B;
  caller: Caller;
  /** The versions in If-Match; null when absent or `*`. */
  version: readonly number[] | null;
  /** The unread body, on a route that takes bytes; `announced` is its Content-Length. */
  bytes: { announced: number | null; read: AsyncIterable<Uint8Array> };
  /** The start of links to this server (AU5), without a slash at the end. */
  origin: () => string;
  /** The caller's network address. */
  address: string;
  /** The `Idempotency-Key` of the request; null without one. */
  requestKey: string | null;
};

/** A call of any route, after its input was checked. */
export type AnyCall<Takes> = Call<unknown, unknown, unknown, Identity | null, Takes>;

/** JSON unless `text` or `file` is given. */
export type Answer = {
  body?: unknown;
  text?: string;
  file?: { bytes: number; read: () => Readable };
  type?: string;
  headers?: Readonly<Record<string, string>>;
  location?: string;
  /** Sent as the ETag. */
  version?: number;
  /** Replaces the route's own status. */
  status?: number;
};

type Definition<Takes, A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  method: Method;
  /** `/api/v1/…`, with parameters as `:name`. */
  path: string;
  summary: string;
  access: A;
  params?: P;
  query?: Q;
  body?: B;
  /** The body is bytes that the route reads as they arrive. */
  takesBytes?: boolean;
  /** The largest JSON body in bytes, where it may be larger than usual. */
  mostBytes?: number;
  status?: 200 | 201 | 204;
  /** The schema of the answer's body, or its media type when it is not JSON. */
  answers: z.ZodType | string;
  /** RE4: on a replica the upstream answers; `unless-hub`: this server answers while it is a hub. */
  isForwarded?: boolean | 'unless-hub';
  /** HU6: the forwarded call concerns only the caller, so a hub never forwards it for a guest. */
  isPersonal?: boolean;
  answer(
    call: Call<z.output<P>, z.output<Q>, z.output<B>, A extends 'public' ? null : Identity, Takes>,
  ): Promise<Answer> | Answer;
  /** SP111: answers while the team's server is away; null when this server cannot. */
  whileAway?: (
    call: Call<z.output<P>, z.output<Q>, z.output<B>, A extends 'public' ? null : Identity, Takes>,
  ) => Promise<Answer | null> | Answer | null;
};

/** A route answers with the parts of the server that it takes, and can reach no others. */
export type Route<in Takes> = {
  method: Method;
  path: string;
  summary: string;
  access: Access;
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  takesBytes: boolean;
  mostBytes?: number;
  status: 200 | 201 | 204;
  answers: z.ZodType | string;
  isForwarded: boolean | 'unless-hub';
  isPersonal?: boolean;
  answer(call: AnyCall<Takes>): Promise<Answer> | Answer;
  whileAway?(call: AnyCall<Takes>): Promise<Answer | null> | Answer | null;
};

/** A route, whatever it takes: it can be read, but not called. */
export type AnyRoute = Route<never>;

const nothing = z.object({});
const nothingAsked = z.strictObject({});

/**
 * Returns the function that defines routes which take these parts of the server. The types hold because serve-route.ts
 * calls `answer` only with values that the three schemas accepted.
 */
export const routesTaking =
  <Takes>() =>
  <
    A extends Access,
    P extends z.ZodType = typeof nothing,
    Q extends z.ZodType = typeof nothing,
    B extends z.ZodType = z.ZodUndefined,
  >(
    definition: Definition<Takes, A, P, Q, B>,
  ): Route<Takes> => {
    const { params = nothing, query: asked = nothingAsked, body = null, status = 200 } = definition;
    const { takesBytes = false, isForwarded = false } = definition;
    // HT9: refuse unknown parameters; otherwise they would be ignored silently.
    const query = asked instanceof z.ZodObject ? asked.strict() : asked;
    return { ...definition, params, query, body, takesBytes, status, isForwarded };
  };
