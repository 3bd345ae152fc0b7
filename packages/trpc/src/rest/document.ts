import { errorCodes } from '@patchbay/core';
import { callErrorCodes } from '@patchbay/services';
import * as schemas from '@patchbay/services/schemas';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { objectIn } from './input.ts';
import { type RestEntry, restEntries } from './routes.ts';

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().describe('The id of the request.'),
    code: z.enum([...new Set([...errorCodes, ...callErrorCodes])]),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    fields: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe('Messages by the path of the field.'),
  })
  .describe('RFC 9457');

/** Shapes that are worth a name of their own in the document. */
const named = {
  Problem,
  Audit: schemas.AuditView,
  Call: schemas.CallView,
  CallDetail: schemas.CallDetailView,
  CallResult: schemas.CallResult,
  Check: schemas.CheckView,
  Connection: schemas.ConnectionView,
  Integration: schemas.IntegrationView,
  IntegrationDetail: schemas.IntegrationDetailView,
  Limits: schemas.LimitsView,
  Operation: schemas.OperationView,
  Provider: schemas.ProviderView,
  Repair: schemas.RepairView,
  Member: schemas.MemberView,
  Invitation: schemas.InvitationView,
  Json: schemas.MakeCallInput.shape.body.unwrap(),
  Key: schemas.KeyView,
  Organization: schemas.OrganizationView,
  CurrentOrganization: schemas.CurrentOrganizationView,
  Subscription: schemas.SubscriptionView,
  Delivery: schemas.DeliveryView,
  Replay: schemas.ReplayView,
  StreamedEvent: schemas.StreamedEventView,
};

let made: object | undefined;

/** The OpenAPI 3.1 description of the REST façade, derived from the router. */
export function openApiDocument(): object {
  made ??= createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Patchbay', version: '1', description },
      servers: [{ url: '/api/v1' }],
      security: [{ bearer: [] }, { apiKey: [] }],
      paths: paths(),
      components: {
        schemas: named,
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        },
      },
    },
    { override: dates },
  );
  return made;
}

const description =
  'Every path is a procedure of the tRPC API. The organization follows from the API key; signed-in people name it in the header x-patchbay-organization. Times are ISO 8601 in UTC. An object in a query is given as JSON.';

function paths() {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const entry of restEntries) {
    all[entry.path] = { ...all[entry.path], [entry.method.toLowerCase()]: operation(entry) };
  }
  return all;
}

function operation(entry: RestEntry): ZodOpenApiOperationObject {
  const { path, other } = splitInput(entry);
  const inBody = entry.method !== 'GET' && Object.keys(other).length > 0;
  const query = entry.method === 'GET' ? other : {};
  return {
    operationId: entry.procedure,
    summary: entry.summary,
    tags: [entry.procedure.split('.')[0] ?? ''],
    requestParams: { path: z.object(path), query: z.object(query) },
    ...(inBody ? { requestBody: { content: jsonOf(z.object(other)) } } : {}),
    responses: {
      ...success(entry),
      default: {
        description: 'A refusal',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  };
}

/** The fields of the input by where they are sent. A path that names the provider leaves no place for an id. */
function splitInput({ input, path: pattern }: RestEntry) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const path: Record<string, z.ZodType> = {};
  const other: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(
    input === null ? {} : (objectIn(input)?.shape ?? {}),
  )) {
    const type = z.custom<z.ZodType>().parse(field);
    if (names.includes(name)) path[name] = type instanceof z.ZodOptional ? z.string() : type;
    else if (name !== 'id' || !names.includes('provider')) other[name] = type;
  }
  return { path, other };
}

function success({ output, status }: RestEntry): ZodOpenApiResponsesObject {
  if (output instanceof z.ZodVoid) return { '204': { description: 'Done' } };
  const answer = { content: jsonOf(output) };
  return status === 201
    ? { '201': { description: 'Made', ...answer } }
    : { '200': { description: 'Done', ...answer } };
}

const jsonOf = (schema: z.ZodType) => ({ 'application/json': { schema } });

function dates(ctx: { zodSchema: unknown; jsonSchema: { type?: unknown; format?: unknown } }) {
  if (!(ctx.zodSchema instanceof z.ZodDate)) return;
  ctx.jsonSchema.type = 'string';
  ctx.jsonSchema.format = 'date-time';
}
