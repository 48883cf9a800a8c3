import { spawnSync } from 'node:child_process'

/** Runs a program with this terminal. Ends this process with its exit code when it fails. */
export function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(program, [...args], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}
