import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { expect } from 'vitest'

import { checkAccessibility, hasSidewaysScroll } from './check-accessibility.ts'

const screenshots = '.test-results/screenshots'

/** What {@link register} in the API's tests registers with. */
export const ownerPassword = 'correct horse battery'

/** Looks at the page as everybody who uses it would: picture, axe, sideways scroll. */
export async function inspect(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
  expect([name, await checkAccessibility(page)]).toEqual([name, []])
  expect([name, await hasSidewaysScroll(page)]).toEqual([name, false])
}

/** Signs in by the form, and waits until the line of events is up. */
export async function signIn(page: Page, email: string, password = ownerPassword): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Live', { exact: true }).first().waitFor()
}
