import { CloudGreetError } from '../../errors/cloudgreet-error.ts'
import { UpstreamError } from '../../errors/upstream-error.ts'

/** False for what the vendor or a rule of ours has refused for good; true when the cause may pass, or is not known. */
export function isWorthAnotherTry(error: unknown): boolean {
  if (!CloudGreetError.isInstance(error)) return true
  return error.isRetryable || (UpstreamError.isInstance(error) && error.outcome === 'unknown')
}
