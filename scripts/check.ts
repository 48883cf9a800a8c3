import { run } from './run.ts'

const environment = { TURBO_TELEMETRY_DISABLED: '1' }

const steps: ReadonlyArray<readonly [name: string, program: string, ...args: string[]]> = [
  ['build', 'turbo', 'run', 'build', '--output-logs=errors-only'],
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the console', 'tsc', '-p', 'apps/reference-server/web/tsconfig.json'],
  ['contract types of the client', 'node', 'packages/client-sdk/scripts/generate-contract-types.ts', '--check'],
  ['fences', 'node', 'scripts/fences.ts'],
  ['unused code', 'knip'],
  ['package faces', 'node', 'scripts/check/package-faces.ts'],
  ['sizes', 'size-limit'],
  ['packed packages', 'node', 'scripts/check/packed-packages.ts'],
]

const only = process.argv[2]
for (const [name, program, ...args] of steps) {
  if (only !== undefined && !name.startsWith(only)) continue
  console.log(`\n▸ ${name}`)
  run(program, args, environment)
}
console.log('\ncheck: all passed')
