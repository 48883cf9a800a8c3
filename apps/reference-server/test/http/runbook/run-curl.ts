import { parse } from 'shell-quote'

import type { RunningServer } from '../../support/running-server.ts'

/** Hosts that stand for the deployment in the runbook. */
const deployments = /https:\/\/(app\.cloudgreet\.com|<app-domain>|<deployment-domain>)/g

export interface CurlValues {
  /** By the runbook's own words between angle brackets. */
  readonly placeholders?: Readonly<Record<string, string>>
  /** Variables of the shell. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Does what the shell and curl would: its quotes, its variables, and curl's `-X`, `-H` and `-d`. */
export function runCurl(server: RunningServer, line: string, values: CurlValues = {}): Promise<Response> {
  const filled = fill(line.replace(deployments, server.url), values.placeholders)
  const [command, ...words] = toWords(filled, values.environment)
  if (command !== 'curl') throw new Error(`This is no curl line: ${line}`)
  const { url, method, headers, body } = readOptions(words)
  return fetch(url, { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, ...(body && { body }) })
}

/** Puts values in the place of the runbook's words between angle brackets. */
export function fill(text: string, placeholders: Readonly<Record<string, string>> = {}): string {
  return text.replace(/<([\w-]+)>/g, (whole, name: string) => placeholders[name] ?? whole)
}

function toWords(line: string, environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const oneLine = line.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, ' ')
  return parse(oneLine, (name) => environment[name] ?? '').map((word) => {
    if (typeof word !== 'string') throw new Error(`The shell would not take this as one command: ${line}`)
    return word
  })
}

function readOptions(words: readonly string[]) {
  const headers = new Headers()
  let url = ''
  let method: string | undefined
  let body: string | undefined
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const value = words[index + 1] ?? ''
    if (!word.startsWith('-')) url = word
    else {
      index += 1
      if (word === '-X') method = value
      else if (word === '-d') body = value
      else if (word === '-H') headers.append(...toHeader(value))
      else throw new Error(`curl's ${word} is not known here.`)
    }
  }
  return { url, method, headers, body }
}

function toHeader(text: string): [name: string, value: string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), text.slice(colon + 1).trim()]
}
