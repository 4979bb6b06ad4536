import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readRepositoryFile } from '../repository.js';
import type { Route, WebhookForm } from './openapi-operations.js';

/** A request as the description of an operation sees it. */
export interface DescribedRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Undefined where there was none. */
  readonly body: unknown;
}

/** What is wrong with a request. */
export interface RequestFault {
  /** GitHub says no to what is too long or too much, with 422; all else here is a mistake of the client. */
  readonly isTooMuch: boolean;
  readonly words: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly body?: Readonly<Record<string, Schema>>;
  readonly isBodyRequired?: boolean;
  readonly responses: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Description {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** GitHub's description of its REST API, and what does not fit it. Schemas are compiled when they are first needed. */
export class GitHubDescription {
  readonly #description: Description;
  readonly #strict: Ajv;
  readonly #lenient: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    const text = readRepositoryFile('test/support/github/github-openapi.json');
    this.#description = JSON.parse(text) as Description;
    this.#strict = this.#makeAjv(false);
    // Parameters of paths and queries are text.
    this.#lenient = this.#makeAjv(true);
  }

  /** Undefined: the request fits. */
  faultOfRequest(route: Route, { path, query, body }: DescribedRequest): RequestFault | undefined {
    const operation = this.#operationOf(route);
    const known = new Set(operation.parameters.filter(each => each.in === 'query').map(({ name }) => name));
    const stray = Object.keys(query).find(name => !known.has(name));
    if (stray !== undefined) return { isTooMuch: false, words: `${route}: no query parameter ${stray}` };
    for (const [index, { name, in: where, required }] of operation.parameters.entries()) {
      const value = where === 'path' ? path[name] : query[name];
      if (value === undefined) {
        if (required) return { isTooMuch: false, words: `${route}: ${name} is missing` };
        continue;
      }
      const validate = this.#compile(this.#lenient, ['operations', route, 'parameters', `${index}`, 'schema']);
      if (!validate({ value }.value) && !this.#isList(validate, value)) {
        return { isTooMuch: false, words: `${route}: ${name}: ${wordsOf(validate)}` };
      }
    }
    return this.#faultOfBody(route, operation, body);
  }

  /** Undefined: the answer fits. `contentType` without parameters. */
  faultOfAnswer(route: Route, status: number, contentType: string, body: unknown): string | undefined {
    // These may come of any operation, and GitHub describes them only now and then.
    if ([301, 307, 401, 403, 404, 406, 410, 422, 429].includes(status) || status >= 500)
      return this.#faultOfError(body);
    const answer = this.#operationOf(route).responses[`${status}`];
    if (answer === undefined) return `${route}: no answer ${status} is described`;
    if (!contentType.startsWith('application/json')) return undefined;
    const schema = answer['application/json'];
    if (schema === undefined) return body === undefined ? undefined : `${route}: ${status} has no body`;
    const validate = this.#compile(this.#strict, ['operations', route, 'responses', `${status}`, 'application/json']);
    return validate(body) ? undefined : `${route}: answer ${status}: ${wordsOf(validate)}`;
  }

  /** Undefined: the payload fits. */
  faultOfWebhook(form: WebhookForm, payload: unknown): string | undefined {
    const validate = this.#compile(this.#strict, ['webhooks', form]);
    return validate(payload) ? undefined : `webhook ${form}: ${wordsOf(validate)}`;
  }

  #faultOfBody(route: Route, operation: Operation, body: unknown): RequestFault | undefined {
    const schema = operation.body?.['application/json'];
    if (schema === undefined || body === undefined) {
      if (body !== undefined && JSON.stringify(body) !== '{}')
        return { isTooMuch: false, words: `${route}: takes no body` };
      return operation.isBodyRequired === true
        ? { isTooMuch: false, words: `${route}: the body is missing` }
        : undefined;
    }
    const stray = this.#strayIn(schema, body, '');
    if (stray !== undefined) return { isTooMuch: false, words: `${route}: unknown${stray}` };
    const validate = this.#compile(this.#strict, ['operations', route, 'body', 'application/json']);
    if (validate(body)) return undefined;
    const isTooMuch =
      validate.errors?.every(({ keyword }) => keyword === 'maxItems' || keyword === 'maxLength') === true;
    return { isTooMuch, words: `${route}: ${wordsOf(validate)}` };
  }

  /** GitHub ignores what it does not know: a misspelled name would never be seen. */
  #strayIn(given: Schema, value: unknown, where: string): string | undefined {
    const schema = this.#resolve(given);
    if (Array.isArray(value)) {
      const { items } = schema;
      return items === undefined ? undefined : firstOf(value, each => this.#strayIn(items, each, `${where}[]`));
    }
    if (value === null || typeof value !== 'object') return undefined;
    const known = this.#propertiesOf(schema);
    if (known.size === 0) return undefined;
    return firstOf(Object.entries(value), ([name, inner]) => {
      const found = known.get(name);
      return found === undefined ? `${where}.${name}` : this.#strayIn(found, inner, `${where}.${name}`);
    });
  }

  #propertiesOf(given: Schema): Map<string, Schema> {
    const schema = this.#resolve(given);
    const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    const inherited = choices.flatMap(each => [...this.#propertiesOf(each)]);
    return new Map([...inherited, ...Object.entries(schema.properties ?? {})]);
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.slice('#/schemas/'.length);
    return name === undefined ? schema : (this.#description.schemas[name] ?? schema);
  }

  #faultOfError(body: unknown): string | undefined {
    const validate = this.#compile(this.#strict, ['schemas', 'basic-error']);
    return validate(body) ? undefined : `an error: ${wordsOf(validate)}`;
  }

  /** A list in a query is written with commas, and ajv makes no array of it. */
  #isList(validate: ValidateFunction, value: string): boolean {
    return validate(value.split(','));
  }

  #operationOf(route: Route): Operation {
    const operation = this.#description.operations[route];
    if (operation === undefined) throw new Error(`github-openapi.json lacks ${route}`);
    return operation;
  }

  #makeAjv(coerceTypes: boolean): Ajv {
    const ajv = new Ajv({
      strict: false,
      validateSchema: false,
      coerceTypes,
      logger: false,
      inlineRefs: false,
      code: { optimize: false },
    });
    addFormats.default(ajv);
    return ajv.addSchema(this.#description, 'github');
  }

  #compile(ajv: Ajv, path: readonly string[]): ValidateFunction {
    const pointer = path.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const known = this.#compiled.get(pointer);
    if (known !== undefined) return known;
    const validate = ajv.getSchema(`github#/${pointer}`);
    if (validate === undefined) throw new Error(`github-openapi.json lacks ${path.join(' ')}`);
    this.#compiled.set(pointer, validate as ValidateFunction);
    return validate as ValidateFunction;
  }
}

function wordsOf({ errors }: ValidateFunction): string {
  return (errors ?? []).map(each => `${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`).join('; ');
}

function firstOf<T>(values: readonly T[], look: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = look(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
