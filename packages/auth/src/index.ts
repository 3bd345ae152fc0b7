export { addressBlock, clientAddress } from './client-address.ts';
export {
  type Auth,
  createAuth,
  type Entered,
  type SignIn,
  type SignUp,
} from './create-auth.ts';
export type { Caller } from './entry.ts';
export { longestPassword, shortestPassword } from './password-policy.ts';
export type { NewPerson } from './people.ts';
export type { Session, SessionLine, SessionUser } from './sessions.ts';
export { type AuthSettings, type SignupMode, signupModes } from './settings.ts';
export type { SignOnRefusal } from './sign-on/authorize.ts';
export type { SignOnClient } from './sign-on/clients.ts';
export type { ConsentRequest } from './sign-on/consent.ts';
export { signOnPaths } from './sign-on/endpoints.ts';
export type { SignOnPolicy } from './sign-on/policy.ts';
