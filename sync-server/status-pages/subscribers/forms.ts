// SP91: what people and programs sign up with: a form of any kind, or JSON.
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Reads the bodies of these routes as forms; one that cannot be read has no fields. */
export function acceptForms(scope: FastifyInstance): void {
  const options = { parseAs: 'string' } as const;
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    options,
    async (_: unknown, body: string | Buffer) => new URLSearchParams(body.toString()),
  );
  // RFC 8058 allows a multipart form.
  scope.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: string | Buffer) => formOfParts(body, request.headers['content-type']),
  );
  scope.addContentTypeParser('*', options, async () => new URLSearchParams());
  scope.addContentTypeParser('application/json', options, async (_: unknown, body: string | Buffer) =>
    formOfJson(body.toString()),
  );
}

export const formIn = (body: unknown): URLSearchParams =>
  body instanceof URLSearchParams ? body : new URLSearchParams();

/** The text fields of a multipart form. */
async function formOfParts(body: string | Buffer, type = ''): Promise<URLSearchParams> {
  const form = new URLSearchParams();
  try {
    const parts = new Response(Buffer.from(body), { headers: { 'content-type': type } });
    for (const [name, each] of await parts.formData()) if (typeof each === 'string') form.append(name, each);
  } catch {
    // An invalid form has no fields.
  }
  return form;
}

/** The texts in a JSON object. A field holds one text or a list of them; another value is read as its JSON. */
function formOfJson(text: string): URLSearchParams {
  const form = new URLSearchParams();
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null)
      for (const [name, given] of Object.entries(value))
        for (const each of [given].flat())
          if (each !== null) form.append(name, typeof each === 'string' ? each : JSON.stringify(each));
  } catch {
    // Invalid JSON has no fields.
  }
  return form;
}
