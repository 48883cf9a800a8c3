import * as sdk from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { redactCalls } from '../../domain/redact-calls.ts'
import { toModelPrompt } from '../../domain/model-prompt.ts'
import { type OpenAiSimulator, startOpenAiSimulator } from '../../simulator/start-openai-simulator.ts'
import { buildCall, buildFacts } from '../../testkit/insight-facts-builder.ts'
import { toOpenAiError } from './openai-error.ts'
import { createOpenAiInsightModel } from './openai-insight-model.ts'

const apiKey = 'key-of-the-tests'
const model = 'gpt-of-the-tests'
const calls = redactCalls(
  buildFacts([buildCall(['user: The basement floods again.']), buildCall(['user: Water in the basement!'])]),
)
const prompt = toModelPrompt({ calls: 2, calls_read: 2 }, calls)

describe('createOpenAiInsightModel', () => {
  let simulator: OpenAiSimulator
  const ask = (options: { readonly apiKey?: string; readonly timeoutMs?: number } = {}) =>
    createOpenAiInsightModel({ apiKey, baseUrl: simulator.baseUrl, model, ...options }).ask(prompt)

  beforeEach(async () => {
    simulator = await startOpenAiSimulator({ apiKey })
  })
  afterEach(() => simulator.stop())

  it('asks once, with a strict schema and nothing kept, and reads the claims', async () => {
    const answer = await ask()
    expect(answer).toMatchObject({ model, tokens: expect.any(Number) })
    expect(answer.claims[0]).toMatchObject({
      title: 'Several callers speak of “basement”',
      evidence: [{ call: 'call_1', quote: 'The basement floods again.' }, { call: 'call_2' }],
    })
    expect(simulator.calls()).toHaveLength(1)
    expect(simulator.calls()[0]?.detail.request).toMatchObject({
      model,
      store: false,
      response_format: { type: 'json_schema', json_schema: { strict: true, schema: { type: 'object' } } },
    })
  })

  it('gives the same claims for the same prompt', async () => {
    expect(await ask()).toEqual(await ask())
  })

  it.each([
    ['quota', 'upstream_quota_exceeded', 'refused'],
    ['429', 'upstream_rate_limited', 'refused'],
    ['500', 'upstream_failed', 'unknown'],
    ['malformed_json', 'upstream_answer_malformed', 'refused'],
  ] as const)('fault 23: meets %s with %s, after one call', async (fault, code, outcome) => {
    simulator.fail(fault)
    await expect(ask()).rejects.toMatchObject({ code, outcome, vendor: 'openai' })
    expect(simulator.calls()).toHaveLength(1)
  })

  it('fault 24: gives up on a vendor that hangs, after one call', async () => {
    simulator.fail('hang')
    await expect(ask({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'upstream_timeout', outcome: 'unknown' })
    expect(simulator.calls()).toHaveLength(1)
  })

  it('names a wrong key', async () => {
    await expect(ask({ apiKey: 'another' })).rejects.toMatchObject({ code: 'upstream_unauthorized', status: 401 })
  })

  it('translates a broken connection', async () => {
    await simulator.stop()
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_failed', isRetryable: true })
  })
})

/** Bodies as platform.openai.com documents them under "Error codes". */
describe('toOpenAiError', () => {
  const answered = (status: number, body: object, headers = {}) =>
    toOpenAiError(sdk.APIError.generate(status, { error: body }, undefined, new Headers(headers)), sdk)

  it.each([
    [
      429,
      { message: 'x', type: 'insufficient_quota', param: null, code: 'insufficient_quota' },
      'upstream_quota_exceeded',
    ],
    [429, { message: 'x', type: 'tokens', param: null, code: 'rate_limit_exceeded' }, 'upstream_rate_limited'],
    [
      401,
      { message: 'x', type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
      'upstream_unauthorized',
    ],
    [400, { message: 'x', type: 'invalid_request_error', param: 'model', code: null }, 'upstream_refused'],
    [503, { message: 'x', type: 'server_error', param: null, code: null }, 'upstream_failed'],
  ])('maps status %i with %o', (status, body, code) => {
    expect(answered(status, body)).toMatchObject({ code, status })
  })

  it('says how long to wait, and does not repeat the vendor text', () => {
    const error = answered(
      429,
      { message: 'tokens of +18005550100', code: 'rate_limit_exceeded' },
      { 'retry-after': '2' },
    )
    expect(error.retryAfterMs).toBe(2_000)
    expect(`${error.message} ${String(error.cause)}`).not.toContain('5550100')
  })
})
