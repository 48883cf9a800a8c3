import type { Demo } from './seed-demo.ts'

export interface Welcome {
  readonly url: string
  readonly demo: Demo
  readonly dataFolder: string
}

/** Tells a person what to open. On stderr: stdout holds the log, one JSON object a line. */
export function printWelcome({ url, demo: { credentials, business }, dataFolder }: Welcome): void {
  const { owner, employee, admin } = credentials
  process.stderr.write(
    [
      '',
      `  CloudGreet runs in the sandbox: ${url}`,
      '',
      `  Demo owner     ${owner.email}  ${owner.password}`,
      `  Demo employee  ${employee.email}  ${employee.password}`,
      `  Admin          ${admin.email}  ${admin.password}`,
      `  Demo number    ${business.phoneNumber ?? '-'}`,
      '',
      '  A simulated call:  npm run simulate -- call',
      '  A simulated text:  npm run simulate -- text "STOP"',
      `  Logins are kept in ${dataFolder}/demo-credentials.json`,
      '',
      '',
    ].join('\n'),
  )
}
