export {
  createUpstreamGuard,
  type UpstreamCall,
  type UpstreamGuard,
  type UpstreamGuardOptions,
  type UpstreamHealth,
} from './upstream/create-upstream-guard.ts'
