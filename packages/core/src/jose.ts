export { createAccessTokens, type AccessTokensOptions } from './identity/adapters/jose/jose-access-tokens.ts'
