import { useEffect, useEffectEvent, useState } from 'react'
import { useLocation } from 'wouter'

import { client, CloudGreetApiError } from '../../lib/client.ts'
import { toShownProblem } from '../../lib/problem.ts'
import { Button } from '../../ui/button.tsx'
import { FormPage } from '../../ui/form-page.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const ASK_EVERY_MS = 2_000

/** What is needed to ask how it goes, and to sign in once it is done. Kept by the page alone. */
export type PendingRegistration = {
  readonly registrationId: string
  readonly registrationToken: string
  readonly email: string
  readonly password: string
}

type ProvisioningProps = {
  readonly registration: PendingRegistration
  readonly onGivenUp: () => void
}

/** Waits for a registration that takes longer than 15 s, then signs its owner in. */
export function Provisioning({ registration, onGivenUp }: ProvisioningProps) {
  const [failure, setFailure] = useState<unknown>()
  const [, navigate] = useLocation()

  const finish = useEffectEvent(async () => {
    await client.auth.login({ email: registration.email, password: registration.password })
    navigate('/dashboard')
  })
  const isWaiting = failure === undefined
  useEffect(() => {
    if (!isWaiting) return undefined
    const stop = new AbortController()
    waitUntilActive(registration, stop.signal)
      .then(finish)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setFailure(error)
      })
    return () => stop.abort()
  }, [isWaiting, registration])

  return (
    <FormPage title="Your line is being set up" lead="This takes a minute at most. You can leave this page open.">
      {isWaiting ? (
        <Skeleton lines={3} label="Setting up your number and assistant" />
      ) : (
        <ProblemNotice
          title="Your line is not ready"
          problem={toShownProblem(failure)}
          onRetry={() => setFailure(undefined)}
        >
          <Button onClick={onGivenUp}>Back to the form</Button>
        </ProblemNotice>
      )}
    </FormPage>
  )
}

/** @throws {CloudGreetApiError} with the registration's own code when it failed for good, `aborted` when left */
async function waitUntilActive(registration: PendingRegistration, signal: AbortSignal): Promise<void> {
  const { registrationId, registrationToken } = registration
  for (;;) {
    const progress = await client.registrations.status(registrationId, registrationToken, { signal })
    if (progress.status === 'active') return
    if (progress.status === 'failed') {
      const code = progress.code ?? 'registration_failed'
      throw new CloudGreetApiError({
        status: 0,
        code,
        detail: progress.detail ?? 'Nothing was left behind. Try again.',
      })
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
}
