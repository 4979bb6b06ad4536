import {
  type GitHubAnswer,
  type GitHubClient,
  GitHubRefusal,
  type RefusalKind,
} from '../../src/reporters/github/github-client.js';

/** What a route answers: the data, or a whole answer made by `answer`, or a refusal that is thrown. */
export type TableRoute = (parameters: Readonly<Record<string, unknown>>) => unknown;

export interface TableRequest {
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** GitHub as a table: a function for each route, all others are not found. It keeps what it was asked. */
export class GitHubTable implements GitHubClient {
  readonly requests: TableRequest[] = [];
  readonly queries: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }[] = [];
  readonly #routes: Readonly<Record<string, TableRoute>>;
  readonly #graphql: (query: string, variables: Readonly<Record<string, unknown>>) => unknown;

  constructor(
    routes: Readonly<Record<string, TableRoute>>,
    graphql: (query: string, variables: Readonly<Record<string, unknown>>) => unknown = () => refuse('not-found', 404),
  ) {
    this.#routes = routes;
    this.#graphql = graphql;
  }

  async request(route: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<GitHubAnswer> {
    this.requests.push({ route, parameters });
    const data = (this.#routes[route] ?? (() => refuse('not-found', 404)))(parameters);
    return data instanceof TableAnswer ? data : { status: 200, data, headers: {} };
  }

  async graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.queries.push({ query, variables });
    return this.#graphql(query, variables);
  }

  /** How often a route was asked. */
  count(route: string): number {
    return this.requests.filter(request => request.route === route).length;
  }
}

class TableAnswer implements GitHubAnswer {
  readonly status = 200;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(data: unknown, headers: Readonly<Record<string, string>>) {
    this.data = data;
    this.headers = headers;
  }
}

/** An answer with headers. */
export function answer(data: unknown, headers: Readonly<Record<string, string>>): unknown {
  return new TableAnswer(data, headers);
}

export function refuse(kind: RefusalKind, status: number, message = 'Not Found'): never {
  throw new GitHubRefusal(kind, message, { status });
}

/** A list in pages, with the links that GitHub gives. `wrap`: what is around the list. */
export function paged(
  items: readonly unknown[],
  wrap: (page: readonly unknown[]) => unknown = page => page,
): TableRoute {
  return ({ per_page: perPage = 30, page = 1 }) => {
    const [size, number] = [Number(perPage), Number(page)];
    const data = wrap(items.slice((number - 1) * size, number * size));
    const hasNext = number * size < items.length;
    const link = [
      ...(number > 1 ? [`<https://api.example.com/list?page=${number - 1}>; rel="prev"`] : []),
      ...(hasNext ? [`<https://api.example.com/list?page=${number + 1}>; rel="next"`] : []),
    ];
    return link.length === 0 ? data : answer(data, { link: link.join(', ') });
  };
}
