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

/** What still comes of a refused request is read away for so long: a connection that is cut at once loses the answer on its way. */
const lingerMs = 1_000;

/** Answers with one line of text. */
export function answerLine(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${words}\n`);
}

/** Refuses a request, and ends the connection where the request was not read to its end. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: HttpRefusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (request.complete) {
    answerLine(response, status, message);
    return;
  }
  response.setHeader('connection', 'close');
  answerLine(response, status, message);
  const { socket } = request;
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(cut));
  request.on('error', () => socket.destroy());
  request.resume();
}
