import type * as OpenAiSdk from 'openai'

import { modelClaimsSchema } from '../../domain/model-claim.ts'
import type { ModelPrompt } from '../../domain/model-prompt.ts'
import type { InsightModel, ModelAnswer } from '../../ports/insight-model.ts'
import { answerMalformed, toOpenAiError } from './openai-error.ts'

export interface OpenAiInsightModelOptions {
  readonly apiKey: string
  /** Default: `https://api.openai.com/v1`. */
  readonly baseUrl?: string | undefined
  /** A dated snapshot, so that a result can be made again. */
  readonly model: string
  /** Milliseconds until a call counts as unanswered, to the last byte of the answer. Default: 20 000. */
  readonly timeoutMs?: number | undefined
}

/** Longest answer, in tokens: six claims take about a thousand; models that think first take some of it for that. */
const mostAnswerTokens = 4_000

/** Asks OpenAI by chat completions with structured output. Nothing is repeated by itself, and nothing kept at OpenAI. */
export function createOpenAiInsightModel(options: OpenAiInsightModelOptions): InsightModel {
  const { apiKey, baseUrl: baseURL = 'https://api.openai.com/v1', timeoutMs = 20_000 } = options
  let loading: Promise<{ readonly sdk: typeof OpenAiSdk; readonly client: OpenAiSdk.OpenAI }> | undefined
  const load = async () => {
    const sdk = await import('openai')
    return { sdk, client: new sdk.OpenAI({ apiKey, baseURL, maxRetries: 0, timeout: timeoutMs }) }
  }
  return {
    name: options.model,
    ask: async (prompt) => {
      const { sdk, client } = await (loading ??= load())
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        return toAnswer(await client.chat.completions.create(toRequest(options.model, prompt), { signal }))
      } catch (error) {
        throw toOpenAiError(error, sdk)
      }
    },
  }
}

function toRequest(model: string, prompt: ModelPrompt) {
  return {
    model,
    store: false,
    max_completion_tokens: mostAnswerTokens,
    messages: [
      { role: 'system', content: prompt.instructions },
      { role: 'user', content: prompt.material },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: prompt.answerName, strict: true, schema: { ...prompt.answerSchema } },
    },
  } satisfies OpenAiSdk.OpenAI.ChatCompletionCreateParamsNonStreaming
}

/** @throws {UpstreamError} `upstream_answer_malformed` */
function toAnswer({ model, choices, usage }: Partial<OpenAiSdk.OpenAI.ChatCompletion>): ModelAnswer {
  const choice = choices?.[0]
  if (choice?.message.refusal) throw answerMalformed('the model refused')
  if (choice?.finish_reason === 'length') throw answerMalformed('the answer was cut short')
  const parsed = modelClaimsSchema.safeParse(parseJson(choice?.message.content ?? ''))
  if (!parsed.success) throw answerMalformed('in another shape')
  return { claims: parsed.data.claims, model: model ?? 'unknown', tokens: usage?.total_tokens ?? 0 }
}

/** @throws {UpstreamError} */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw answerMalformed('the content is no JSON')
  }
}
