export {
  createOpenAiInsightModel,
  type OpenAiInsightModelOptions,
} from './insights/adapters/openai/openai-insight-model.ts'
