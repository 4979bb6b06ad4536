import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, type ObjectTypeDefinitionNode, parse, print, visit } from 'graphql';
import { repository } from '../repository.js';
import { graphqlFields, operations, webhookForms } from './openapi-operations.js';

/*
 * Cuts GitHub's descriptions of its API to what the fake uses, after a change of openapi-operations.ts:
 *
 *   npm pack @octokit/openapi @octokit/graphql-schema      (in some other directory; 29 MB; tar xzf each)
 *   npm run -s build && node dist/test/support/github/cut-openapi.js .../generated/api.github.com.json .../schema.graphql
 *
 * Words, examples and all that checks nothing is left out, and what OpenAPI 3.0 says in its own way (nullable) is said as JSON
 * Schema does. One operation or schema a line, so that the difference to another version can be read.
 */

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

const wordy = new Set([
  ...['description', 'example', 'examples', 'externalDocs', 'summary', 'title', 'tags', 'deprecated', 'operationId'],
  ...['x-github', 'x-octokit', 'x-github-breaking-changes', 'default', 'readOnly', 'discriminator'],
]);

const [, , openapiPath = '', graphqlPath = ''] = process.argv;
const whole = JSON.parse(readFileSync(openapiPath, 'utf8')) as JsonObject;
write('github-openapi.json', cutOpenapi(whole));
write('github-graphql.graphql', cutGraphql(readFileSync(graphqlPath, 'utf8')));

function cutOpenapi(description: JsonObject): string {
  const cut = new Map<string, Json>();
  for (const route of operations) {
    const [method = '', path = ''] = route.split(' ');
    const operation = at(description, 'paths', documentedPath(description, path), method.toLowerCase());
    cut.set(route, amendOperation(route, cutOperation(description, objectOf(operation))));
  }
  const webhooks = new Map<string, Json>();
  for (const form of webhookForms) {
    const body = at(description, 'x-webhooks', form, 'post', 'requestBody', 'content', 'application/json', 'schema');
    webhooks.set(form, schemaOf(body ?? null));
  }
  const schemas = reachable(description, [...cut.values(), ...webhooks.values()]);
  return [
    '{',
    `"from": "@octokit/openapi ${at(description, 'info', 'version')}, MIT: see LICENSE-octokit.md",`,
    `"operations": {\n${lines(cut)}\n},`,
    `"webhooks": {\n${lines(webhooks)}\n},`,
    `"schemas": {\n${lines(schemas)}\n}`,
    '}\n',
  ].join('\n');
}

/** GitHub's name of a parameter in a path differs now and then between operations on one path. */
function documentedPath(description: JsonObject, path: string): string {
  const bare = (each: string) => each.replaceAll(/\{[^}]*\}/g, '{}');
  const paths = Object.keys(objectOf(description.paths));
  const found = paths.includes(path) ? path : paths.find(each => bare(each) === bare(path));
  if (found !== path) throw new Error(`${path} is called ${found}`);
  return found;
}

function cutOperation(description: JsonObject, operation: JsonObject): JsonObject {
  const parameters = listOf(operation.parameters).map(each => {
    const { name, in: where, required, schema } = objectOf(dereference(description, each));
    return { name, in: where, required: required ?? false, schema: schemaOf(schema ?? {}) } as Json;
  });
  const responses = Object.entries(objectOf(operation.responses)).map(([status, each]) => [
    status,
    contentOf(objectOf(dereference(description, each)).content),
  ]);
  const body = operation.requestBody === undefined ? undefined : objectOf(operation.requestBody);
  return {
    parameters,
    ...(body === undefined ? {} : { body: contentOf(body.content), isBodyRequired: body.required ?? false }),
    responses: Object.fromEntries(responses),
  };
}

/** Content type → schema. */
function contentOf(content: Json | undefined): Json {
  const entries = Object.entries(objectOf(content ?? {}));
  return Object.fromEntries(entries.map(([type, each]) => [type, schemaOf(objectOf(each).schema ?? {})]));
}

function schemaOf(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(each => schemaOf(each));
  if (schema === null || typeof schema !== 'object') return schema;
  const { nullable, ...rest } = schema as JsonObject;
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (name === 'properties') kept[name] = mapValues(objectOf(value), schemaOf);
    else if (name === '$ref') kept[name] = String(value).replace('#/components/', '#/');
    else if (name === 'enum' || name === 'required') kept[name] = value;
    else if (!wordy.has(name)) kept[name] = schemaOf(value);
  }
  return nullable === true ? { anyOf: [{ type: 'null' }, kept] } : kept;
}

/** All schemas that are named, and those that they name. */
function reachable(description: JsonObject, roots: readonly Json[]): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const open = roots.flatMap(namesIn);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const schema = amend(name, schemaOf(at(description, 'components', 'schemas', name) ?? null));
    found.set(name, schema);
    open.push(...namesIn(schema));
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Of this list GitHub describes an account as a user and an enterprise at once; everywhere else as one of them. */
function amendOperation(route: string, operation: JsonObject): JsonObject {
  if (route !== 'GET /app/installations') return operation;
  const list = { type: 'array', items: { $ref: '#/schemas/installation' } };
  return { ...operation, responses: { '200': { 'application/json': list } } };
}

/** Of a comment whose line is gone GitHub says that it stands on line null; its description does not know. */
function amend(name: string, schema: Json): Json {
  if (name !== 'review-comment' && name !== 'pull-request-review-comment') return schema;
  const { properties, ...rest } = objectOf(schema);
  const place = { type: ['integer', 'null'] };
  return { ...rest, properties: { ...objectOf(properties), line: place, position: place } };
}

function namesIn(value: Json): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"#\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
}

function cutGraphql(text: string): string {
  const kept = visit(parse(text), {
    Document: document => ({
      ...document,
      definitions: document.definitions.filter(each => {
        if (each.kind === Kind.SCALAR_TYPE_DEFINITION)
          return ['DateTime', 'GitObjectID', 'URI'].includes(each.name.value);
        return 'name' in each && each.name !== undefined && graphqlFields[each.name.value] !== undefined;
      }),
    }),
    ObjectTypeDefinition: { leave: cutType },
    InterfaceTypeDefinition: { leave: cutType },
    FieldDefinition: field => ({ ...field, description: undefined, directives: [] }),
    InputValueDefinition: field => ({ ...field, description: undefined, directives: [] }),
    ScalarTypeDefinition: scalar => ({ ...scalar, description: undefined, directives: [] }),
  });
  const printed = `# From @octokit/graphql-schema, MIT: see LICENSE-octokit.md\n\n${print(kept)}\n`;
  buildSchema(printed);
  return printed;
}

function cutType<T extends Pick<ObjectTypeDefinitionNode, 'name' | 'fields' | 'interfaces'>>(type: T): T {
  const fields = graphqlFields[type.name.value] ?? [];
  return {
    ...type,
    description: undefined,
    directives: [],
    interfaces: type.interfaces?.filter(each => graphqlFields[each.name.value] !== undefined),
    fields: type.fields?.filter(each => fields.includes(each.name.value)),
  };
}

function write(name: string, text: string): void {
  writeFileSync(join(repository, 'test/support/github', name), text);
}

function lines(entries: ReadonlyMap<string, Json>): string {
  return [...entries].map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');
}

function dereference(description: JsonObject, value: Json): Json {
  const reference = objectOf(value).$ref;
  return typeof reference === 'string' ? (at(description, ...reference.split('/').slice(1)) ?? null) : value;
}

function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((inner, name) => objectOf(inner)[name], value);
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: Json | undefined): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`no object: ${value}`);
  return value as JsonObject;
}
