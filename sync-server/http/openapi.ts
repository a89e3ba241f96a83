import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { describeDoors } from './doors.ts';
import type { AnyRoute } from './route.ts';

/** HT2: describes the API from the schemas that validate it. Made once, at the first request. */
export function serveOpenApi(http: FastifyInstance, routes: readonly AnyRoute[], version: string) {
  let text: string | null = null;
  http.get('/api/v1/openapi.json', async (_request, reply) => {
    text ??= JSON.stringify(describeApi(routes, version));
    return reply.type('application/json; charset=utf-8').send(text);
  });
}

function describeApi(routes: readonly AnyRoute[], version: string) {
  const paths: Record<string, Record<string, unknown>> = describeDoors(failure);
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Muster', version, description: 'The API of a Muster sync server.' },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problem },
    },
  };
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'expected'],
        properties: { field: { type: 'string' }, expected: { type: 'string' } },
      },
    },
  },
};

const failure = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function describeRoute(route: AnyRoute) {
  const { body, access, summary, status, answers } = route;
  return {
    summary,
    operationId: operationId(route),
    ...(access === 'public' ? { security: [] } : { description: `For ${access}s and above.` }),
    parameters: [...describeParameters(route.params, 'path'), ...describeParameters(route.query, 'query')],
    ...(body === null ? {} : { requestBody: { required: true, content: json(toSchema(body, 'input')) } }),
    ...(route.takesBytes
      ? { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
      : {}),
    responses: {
      [status]: describeAnswer(status, answers),
      default: failure,
    },
  };
}

function operationId({ method, path }: AnyRoute): string {
  const words = path
    .replace('/api/v1/', '')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  return [method.toLowerCase(), ...words].join('-');
}

function describeAnswer(status: number, answers: z.ZodType | string) {
  if (status === 204) return { description: 'Done' };
  if (typeof answers === 'string')
    return { description: 'The text', content: { [answers]: { schema: { type: 'string' } } } };
  return { description: status === 201 ? 'Made' : 'The answer', content: json(toSchema(answers, 'output')) };
}

const json = (schema: unknown) => ({ 'application/json': { schema } });

type ObjectSchema = { properties?: Record<string, unknown>; required?: readonly string[] };

function describeParameters(schema: z.ZodType, where: 'path' | 'query') {
  const { properties = {}, required = [] } = toSchema(schema, 'input') as ObjectSchema;
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: each,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
