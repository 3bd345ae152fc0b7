import { defineEntity, p } from '@mikro-orm/core';

/** A tool of an organization that people sign in to; the identity library's table, as far as we write it. */
const SignOnClientSchema = defineEntity({
  name: 'SignOnClient',
  tableName: 'oauthClient',
  schema: 'auth',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    clientId: p.text().fieldName('clientId').unique(),
    /** A digest; null for a public client, which proves itself by PKCE alone. */
    clientSecret: p.text().fieldName('clientSecret').nullable(),
    organizationId: p.uuid().fieldName('referenceId'),
    name: p.text(),
    uri: p.text().nullable(),
    redirectUris: p.json<string[]>().fieldName('redirectUris'),
    scopes: p.json<string[]>(),
    tokenEndpointAuthMethod: p.text().fieldName('tokenEndpointAuthMethod'),
    applicationType: p.text().fieldName('applicationType'),
    grantTypes: p.json<string[]>().fieldName('grantTypes'),
    responseTypes: p.json<string[]>().fieldName('responseTypes'),
    requirePkce: p.boolean().fieldName('requirePKCE'),
    /** What the library hands to us with every token it makes. */
    metadata: p.json<{ organizationId: string }>(),
    createdAt: p.datetime().fieldName('createdAt'),
    updatedAt: p.datetime().fieldName('updatedAt'),
  },
});
export class SignOnClient extends SignOnClientSchema.class {}
SignOnClientSchema.setClass(SignOnClient);
