import type { WireObject } from './ledger-entry.ts'

/** Answers of functions so far, by the function's name. */
export type FunctionAnswers = Readonly<Record<string, unknown>>

const placeholder = /\{\{([\w.]+)\}\}/g

/** Puts the named parts of the answers into the text; nothing where an answer has no such part. */
export function fillIn(text: string, answers: FunctionAnswers): string {
  return text.replace(placeholder, (_whole, path: string) => partOf(answers, path) ?? '').trim()
}

/** The same for every text of the arguments; undefined when one names a part that is not there. */
export function fillInArguments(given: WireObject, answers: FunctionAnswers): WireObject | undefined {
  const texts = Object.values(given).filter((value) => typeof value === 'string')
  const paths = texts.flatMap((text) => [...text.matchAll(placeholder)].map(([, path]) => path ?? ''))
  if (paths.some((path) => partOf(answers, path) === undefined)) return undefined
  const filled = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? fillIn(value, answers) : value,
  ])
  return Object.fromEntries(filled) as WireObject
}

function partOf(answers: FunctionAnswers, path: string): string | undefined {
  const part = path.split('.').reduce<unknown>(memberOf, answers)
  return typeof part === 'string' ? part : undefined
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}
