import type * as OpenAiSdk from 'openai'

import { createVendorClient, type VendorAccess } from '../../../upstream/create-vendor-client.ts'
import { modelClaimsSchema } from '../../domain/model-claim.ts'
import type { ModelPrompt } from '../../domain/model-prompt.ts'
import type { InsightModel, ModelAnswer } from '../../ports/insight-model.ts'
import { answerMalformed, toOpenAiError } from './openai-error.ts'

/** Production is `https://api.openai.com/v1`; `timeoutMs` is 20 000 unless set. */
export interface OpenAiInsightModelOptions extends VendorAccess {
  /** A dated snapshot, so that a result can be made again. */
  readonly model: string
}

/** Milliseconds: a model thinks longer than other vendors need. */
const defaultTimeoutMs = 20_000

/** Longest answer, in tokens: six claims take about a thousand; models that think first take some of it for that. */
const mostAnswerTokens = 4_000

/** Asks OpenAI by chat completions with structured output. Nothing is repeated by itself, and nothing kept at OpenAI. */
export function createOpenAiInsightModel(options: OpenAiInsightModelOptions): InsightModel {
  const { model, timeoutMs = defaultTimeoutMs, ...access } = options
  const client = createVendorClient(
    { ...access, timeoutMs },
    {
      name: 'openai',
      defaultBaseUrl: 'https://api.openai.com/v1',
      load: () => import('openai'),
      connect: (sdk, settings) => new sdk.OpenAI(settings),
      toError: (error, _operation, sdk) => toOpenAiError(error, sdk),
    },
  )
  return {
    name: model,
    ask: (prompt) =>
      client.call('chat.completions.create', async (sdk) =>
        toAnswer(await sdk.chat.completions.create(toRequest(model, prompt))),
      ),
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
