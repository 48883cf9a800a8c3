import { client, CloudGreetApiError } from '../lib/client.ts'

/** Whether somebody is signed in, as far as this page knows. */
export type SessionState =
  | { readonly name: 'restoring' }
  | { readonly name: 'signed_in' }
  | { readonly name: 'signed_out' }
  | { readonly name: 'unknown'; readonly error: unknown }

/** The token lives in memory, so each load asks for one by the cookie. */
export async function restoreSession(): Promise<SessionState> {
  if (await client.auth.isSignedIn()) return { name: 'signed_in' }
  try {
    await client.auth.refresh()
    return { name: 'signed_in' }
  } catch (error) {
    const isRefused = CloudGreetApiError.isInstance(error) && error.status >= 400 && error.status < 500
    return isRefused && error.status !== 429 ? { name: 'signed_out' } : { name: 'unknown', error }
  }
}
