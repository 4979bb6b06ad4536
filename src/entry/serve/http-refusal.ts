import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request is not done: the answer is one line. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

/** What still comes of a refused request is read away for so long: a connection that is cut while it comes may lose the answer on its way. */
const lingerMs = 1_000;

/** Answers with one line of text. */
export function answerLine(response: ServerResponse, status: number, words: string): void {
  const text = `${words}\n`;
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

/** Refuses a request. A connection on which it still goes on after that is cut. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: HttpRefusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  answerLine(response, status, message);
  if (request.complete) return;
  const { socket } = request;
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  for (const end of ['end', 'close']) request.once(end, () => clearTimeout(cut));
  request.on('error', () => socket.destroy());
  request.resume();
}
