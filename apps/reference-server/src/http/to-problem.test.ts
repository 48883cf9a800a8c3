import { EmailExistsError, InvalidArgumentError, UnavailableError, UpstreamError } from '@cloudgreet/core'
import { describe, expect, it } from 'vitest'

import { RequestError } from './request-error.ts'
import { toProblem } from './to-problem.ts'

const upstream = (code: string, isRetryable: boolean) =>
  new UpstreamError(code, 'It said no.', { vendor: 'telnyx', outcome: 'refused', isRetryable })

describe('toProblem', () => {
  it.each([
    [new RequestError(404, 'not_found', 'No.'), 404, 'not_found'],
    [new InvalidArgumentError('No.'), 422, 'validation_failed'],
    [new EmailExistsError(), 409, 'email_exists'],
    [new UnavailableError('database_busy', 'Busy.'), 503, 'database_busy'],
    [upstream('recipient_opted_out', false), 409, 'recipient_opted_out'],
    [upstream('upstream_refused', false), 502, 'upstream_refused'],
    [upstream('upstream_rate_limited', true), 503, 'upstream_rate_limited'],
    [Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }), 503, 'database_unavailable'],
    [new Error('timeout exceeded when trying to connect'), 503, 'database_unavailable'],
    [new Error('a canary'), 500, 'internal_error'],
    ['a canary', 500, 'internal_error'],
  ])('answers %s with %i %s', (error, status, code) => {
    const { problem } = toProblem(error, 'trace')
    expect(problem).toMatchObject({ status, code, traceId: 'trace' })
    expect(JSON.stringify(problem)).not.toContain('canary')
  })

  it('says after how many seconds to come again', () => {
    const { problem, headers } = toProblem(new UnavailableError('database_busy', 'Busy.', 1_500), 'trace')
    expect([problem.retryAfter, headers['Retry-After']]).toEqual([2, '2'])
  })
})
