export { createArgon2PasswordHasher } from './identity/adapters/better-auth/argon2-password-hasher.ts'
export {
  createBetterAuthIdentity,
  type BetterAuthIdentityOptions,
} from './identity/adapters/better-auth/better-auth-identity.ts'
