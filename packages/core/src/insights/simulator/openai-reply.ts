import { z } from 'zod'

import { type Lie, writeClaims } from './write-claims.ts'

/** What the simulated OpenAI does instead of a good answer. `hang`: it never answers. */
export const openAiFaults = [
  'quota',
  '429',
  '500',
  'hang',
  'malformed_json',
  'made_up_number',
  'made_up_quote',
] as const
export type OpenAiFault = (typeof openAiFaults)[number]

export interface OpenAiReply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  response_format: z.object({ type: z.literal('json_schema') }),
})

/** An answer of `POST /v1/chat/completions`, in the shape of OpenAI's API reference. */
export function toOpenAiReply(
  request: unknown,
  { fault, id, now }: { readonly fault: OpenAiFault | undefined; readonly id: string; readonly now: Date },
): OpenAiReply {
  const parsed = requestSchema.safeParse(request)
  if (!parsed.success) return refusal(400, 'invalid_request_error', 'The request has another shape.')
  if (fault === 'quota') return refusal(429, 'insufficient_quota', 'You exceeded your current quota.')
  if (fault === '429') return refusal(429, 'rate_limit_exceeded', 'Too many requests.', { 'retry-after': '20' })
  if (fault === '500') return refusal(500, 'server_error', 'The server had an error.')
  const { model, messages } = parsed.data
  const prompt = messages.map(({ content }) => content).join('\n')
  const content = fault === 'malformed_json' ? '{"claims": [{"title": "' : toContent(messages.at(-1)?.content, fault)
  return { status: 200, body: toCompletion({ id, model, prompt, content, now }) }
}

/** A no in OpenAI's shape. */
export function refusal(status: number, code: string, message: string, headers = {}): OpenAiReply {
  return { status, headers, body: { error: { message, type: code, param: null, code } } }
}

function toContent(material: string | undefined, fault: OpenAiFault | undefined): string {
  const lie: Lie | undefined = fault === 'made_up_number' || fault === 'made_up_quote' ? fault : undefined
  return JSON.stringify({ claims: writeClaims(material ?? '{}', lie) })
}

interface Completion {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly content: string
  readonly now: Date
}

function toCompletion({ id, model, prompt, content, now }: Completion) {
  const [promptTokens, completionTokens] = [countTokens(prompt), countTokens(content)]
  return {
    id,
    object: 'chat.completion',
    created: Math.floor(now.getTime() / 1_000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
    service_tier: 'default',
    system_fingerprint: null,
  }
}

/** About four characters make a token of English. */
function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}
