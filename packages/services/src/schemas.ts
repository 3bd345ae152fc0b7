export * from './audit/schemas.ts';
export * from './catalog/schemas.ts';
export * from './integrations/schemas.ts';
export * from './invitations/schemas.ts';
export * from './keys/schemas.ts';
export * from './members/schemas.ts';
export * from './organizations/schemas.ts';
