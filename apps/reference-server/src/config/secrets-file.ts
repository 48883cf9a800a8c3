import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'

import { readSettings, type SettingsResult } from './read-settings.ts'

/** Variables that `CLOUDGREET_SECRETS_FILE` may hold: they hold anew as soon as the file changes. */
const rotatingNames: ReadonlySet<string> = new Set([
  'RETELL_WEBHOOK_SECRET',
  'RETELL_API_KEY',
  'TELNYX_PUBLIC_KEY',
  'JWT_SECRET',
  'INTERNAL_API_TOKEN',
  'CRON_SECRET',
])

type Variables = Readonly<Record<string, string | undefined>>
type FileReading =
  | { readonly ok: true; readonly variables: Variables }
  | { readonly ok: false; readonly problems: readonly string[] }

const longestFile = 65_536
/** Names in capitals only: a line that is a secret by itself, padded with `=`, must not be shown as a name. */
const lineShape = /^\s*(?:#.*|(?:export\s+)?[A-Z][A-Z\d_]*\s*=.*)?$/

/** Reads the environment; what the secrets file names takes the place of the variable of that name. */
export async function readConfiguration(environment: Variables): Promise<SettingsResult> {
  const path = environment['CLOUDGREET_SECRETS_FILE']?.trim()
  if (!path) return readSettings(environment)
  const file = parseSecretsFile(await readFile(path, 'utf8').catch(() => undefined))
  if (!file.ok) return file
  return readSettings({ ...environment, ...file.variables })
}

/** @param text - undefined when the file cannot be read */
export function parseSecretsFile(text: string | undefined): FileReading {
  if (text === undefined) return refuse('cannot be read')
  if (text.length > longestFile) return refuse(`is longer than ${longestFile} characters`)
  const badLine = text.split('\n').findIndex((line) => !lineShape.test(line.trimEnd()))
  if (badLine !== -1) return refuse(`has no NAME=value in line ${badLine + 1}`)
  const variables = parseEnv(text)
  const names = Object.keys(variables)
  if (names.length === 0) return refuse('names no secret')
  const problems = [
    ...names.filter((name) => !rotatingNames.has(name)).map((name) => `must not hold ${name}: it cannot change live`),
    ...names.filter((name) => !variables[name]?.trim()).map((name) => `has no secret for ${name}`),
  ]
  return problems.length > 0 ? refuse(...problems) : { ok: true, variables }
}

function refuse(...problems: readonly string[]): FileReading {
  return { ok: false, problems: problems.map((problem) => `CLOUDGREET_SECRETS_FILE ${problem}`) }
}
