import { parseArgs, type ParseArgsConfig } from 'node:util'

import { endWith, exitCodes } from './server-address.ts'

/**
 * The arguments of a program, as its options name them.
 * Ends the program with the usage and exit code 2 for `--help` and for options that it does not know.
 */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Options,
) {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h'))
    return endWith(exitCodes.badConfiguration, usage)
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    return endWith(exitCodes.badConfiguration, `${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}
