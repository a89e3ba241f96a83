// One answer of the corpus (http-corpus.ts).

export type Page = Buffer | ((request: string) => Buffer);

export type Case = {
  name: string;
  /** What is sent for each path; `/` is asked for first. */
  pages: Readonly<Record<string, Page>>;
  /** Words that stand in what is read, as the server means them; null when nothing can be read. */
  holds: string | null;
  /** Why not all of it is read; null when all is. */
  unread?: string;
  /** The answer is broken for everybody. */
  broken?: string;
};

export const answerOf = (headers: readonly string[], body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(['HTTP/1.1 200 OK', ...headers, '', ''].join('\r\n'), 'latin1'), body]);
