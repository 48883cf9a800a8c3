export type { OpenAiFault } from './insights/simulator/openai-reply.ts'
export {
  startOpenAiSimulator,
  type OpenAiCall,
  type OpenAiSimulator,
  type OpenAiSimulatorOptions,
} from './insights/simulator/start-openai-simulator.ts'
