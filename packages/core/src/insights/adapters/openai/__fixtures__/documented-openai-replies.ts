import type { ChatCompletion } from 'openai/resources/chat/completions'

/** Replies as OpenAI documents them. No live account was asked; the content is an answer in the schema that we ask for. */
export const documentedOpenAiReplies = {
  completion: {
    source: 'documented: platform.openai.com/docs/api-reference/chat/create, and ChatCompletion of openai 7.57.0',
    body: {
      id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
      object: 'chat.completion',
      created: 1_741_569_952,
      model: 'gpt-4.1-2025-04-14',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: JSON.stringify({ claims: [] }),
            refusal: null,
            annotations: [],
          },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 19, completion_tokens: 10, total_tokens: 29 },
      service_tier: 'default',
    } satisfies ChatCompletion,
  },
} as const
