import { isMissingAtRetell } from './retell-error.ts'

/** The answer, or undefined when Retell does not know the thing. */
export async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isMissingAtRetell(error)) return undefined
    throw error
  }
}
