import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Runs axe on the page as it stands. It is injected by the debugger: a script element would break the page's policy.
 *
 * @returns one line for each violation: rule, what is wrong, and where. Tests expect none.
 */
export async function checkAccessibility(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(axePath, 'utf8'))
  const options = { runOnly: { type: 'tag', values: TAGS } }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`)
  return violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map(({ target }) => target).join(', ')}`)
}

/** Whether the page can be moved sideways, which no page may. */
export async function hasSidewaysScroll(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}
