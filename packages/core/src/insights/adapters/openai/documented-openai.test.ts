import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { toModelPrompt } from '../../domain/model-prompt.ts'
import { startOpenAiSimulator } from '../../simulator/start-openai-simulator.ts'
import { documentedOpenAiReplies } from './__fixtures__/documented-openai-replies.ts'
import { createOpenAiInsightModel } from './openai-insight-model.ts'

const { completion } = documentedOpenAiReplies
const prompt = toModelPrompt({ calls: 0, calls_read: 0 }, [])
const choice = completion.body.choices[0]!
const endpoint = 'https://api.openai.com/v1/chat/completions'

describe('OpenAI by its documented replies', () => {
  const server = setupServer(http.post(endpoint, () => HttpResponse.json(completion.body)))
  beforeAll(() => server.listen({ onUnhandledFrame: 'bypass' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  const ask = () => createOpenAiInsightModel({ apiKey: 'any', model: 'gpt-4.1' }).ask(prompt)

  it('reads the documented completion', async () => {
    expect(await ask()).toEqual({ claims: [], model: 'gpt-4.1-2025-04-14', tokens: 29 })
  })

  it.each([
    ['a refusal', { ...choice, message: { ...choice.message, content: null, refusal: 'I cannot help with that.' } }],
    ['an answer cut short', { ...choice, finish_reason: 'length' }],
  ])('takes %s for no answer', async (_case, changed) => {
    server.use(http.post(endpoint, () => HttpResponse.json({ ...completion.body, choices: [changed] })))
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_answer_malformed' })
  })

  it('has no field that the simulator lacks', async () => {
    expect(completion.source).toMatch(/^documented: /)
    const simulator = await startOpenAiSimulator({ apiKey: 'any' })
    const answer = await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer any' },
      body: JSON.stringify({
        model: 'gpt-4.1',
        messages: [{ role: 'user', content: prompt.material }],
        response_format: { type: 'json_schema' },
      }),
    })
    const body = (await answer.json()) as { choices: { message: object }[] }
    await simulator.stop()
    expect(Object.keys(body)).toEqual(expect.arrayContaining(Object.keys(completion.body)))
    expect(Object.keys(body.choices[0] ?? {})).toEqual(expect.arrayContaining(Object.keys(choice)))
    expect(Object.keys(body.choices[0]?.message ?? {})).toEqual(expect.arrayContaining(Object.keys(choice.message)))
  })
})
