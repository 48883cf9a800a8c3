export {
  createUpstreamGuard,
  type UpstreamCall,
  type UpstreamGuard,
  type UpstreamGuardOptions,
  type UpstreamHealth,
} from './upstream/create-upstream-guard.ts'
export {
  createVendorClient,
  type Vendor,
  type VendorAccess,
  type VendorClient,
  type VendorClientOptions,
} from './upstream/create-vendor-client.ts'
