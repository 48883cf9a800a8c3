import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { writePrivateFile } from '../config/data-secrets.ts'
import type { Settings } from '../config/read-settings.ts'
import { makePassword } from './ensure-account.ts'

const loginSchema = z.object({ email: z.string(), password: z.string() })

const demoCredentialsSchema = z.object({
  owner: loginSchema,
  employee: loginSchema,
  admin: loginSchema,
  businessId: z.string().optional(),
})

/** Logins of the demo tenant; in the data folder, readable by its owner only. */
export type DemoCredentials = z.infer<typeof demoCredentialsSchema>

const fileName = 'demo-credentials.json'

/** What was made before, with the environment's overrides; the rest at random. */
export async function loadDemoCredentials(settings: Settings): Promise<DemoCredentials> {
  const stored = await readDemoCredentials(settings.dataFolder)
  const login = (name: 'owner' | 'employee' | 'admin', email: string | undefined, password: string | undefined) => ({
    email: (email ?? stored?.[name].email ?? `${name}@demo.example.com`).trim().toLowerCase(),
    password: password ?? stored?.[name].password ?? makePassword(),
  })
  return {
    owner: login('owner', settings.DEMO_OWNER_EMAIL, settings.DEMO_OWNER_PASSWORD),
    employee: login('employee', settings.DEMO_EMPLOYEE_EMAIL, settings.DEMO_EMPLOYEE_PASSWORD),
    admin: login('admin', settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD),
    ...(stored?.businessId === undefined ? {} : { businessId: stored.businessId }),
  }
}

/** Undefined when this folder has no demo tenant. */
export async function readDemoCredentials(dataFolder: string): Promise<DemoCredentials | undefined> {
  const text = await readFile(join(dataFolder, fileName), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : demoCredentialsSchema.parse(JSON.parse(text))
}

export function writeDemoCredentials(dataFolder: string, credentials: DemoCredentials): Promise<void> {
  return writePrivateFile(join(dataFolder, fileName), `${JSON.stringify(credentials, undefined, 2)}\n`)
}
