// One answer of the corpus (http-corpus.ts).

export type ServedPage = Buffer | ((request: string) => Buffer);

export type Case = {
  name: string;
  /** The answer for each path; `/` is requested first. */
  pages: Readonly<Record<string, ServedPage>>;
  /** Text that the reader must find; null when nothing can be read. */
  holds: string | null;
  /** Why a part is not read; absent when all is read. */
  unread?: string;
  /** The answer is broken for every reader. */
  broken?: string;
};

export const answerOf = (headers: readonly string[], body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(['HTTP/1.1 200 OK', ...headers, '', ''].join('\r\n'), 'latin1'), body]);
