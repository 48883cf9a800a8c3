import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** Flags of the packed browser that end it with its first page, or switch off what the tests look at. */
const unwantedFlags: ReadonlySet<string> = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
])

export type ContextSettings = {
  /** Opened pages resolve paths against it. */
  readonly baseUrl: string
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: 'light' | 'dark'
  /** Default: `America/Chicago`. */
  readonly timeZone?: string
}

/** A window of its own: cookies, storage, and what went wrong in it. */
export interface BrowserWindow extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  /** Page errors, console errors and CSP violations so far, one line each. Tests expect it to be empty. */
  readonly complaints: readonly string[]
}

export interface TestBrowser extends AsyncDisposable {
  openWindow(settings: ContextSettings): Promise<BrowserWindow>
}

/**
 * Starts the browser that comes with the packages, once for a test file.
 *
 * @param executablePath - another Chromium to use, such as an installed one
 */
export async function openBrowser(executablePath = process.env['CLOUDGREET_TEST_CHROMIUM']): Promise<TestBrowser> {
  const installed = executablePath === undefined ? await unpackChromium() : { executablePath, args: ['--no-sandbox'] }
  const browser = await chromium.launch({ executablePath: installed.executablePath, args: [...installed.args] })
  return {
    openWindow: (settings) => openWindow(browser, settings),
    async [Symbol.asyncDispose]() {
      await browser.close()
      if ('folder' in installed) await rm(installed.folder, { recursive: true, force: true })
    },
  }
}

/** The package unpacks into TMPDIR and would take up an older copy there, so it gets a folder of its own. */
async function unpackChromium() {
  const folder = await mkdtemp(join(tmpdir(), 'cloudgreet-browser-'))
  const { TMPDIR: usualFolder } = process.env
  process.env['TMPDIR'] = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const executablePath = await packed.executablePath()
    return { executablePath, args: packed.args.filter((flag) => !unwantedFlags.has(flag)), folder }
  } finally {
    if (usualFolder === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usualFolder
  }
}

/** Runs in the page. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (violation) =>
  reportViolation(violation.effectiveDirective + ' ' + violation.blockedURI + ' ' + violation.sourceFile))`

async function openWindow(browser: Browser, settings: ContextSettings): Promise<BrowserWindow> {
  const context = await browser.newContext({
    baseURL: settings.baseUrl,
    locale: 'en-US',
    timezoneId: settings.timeZone ?? 'America/Chicago',
    colorScheme: settings.colorScheme ?? 'light',
    viewport: { width: settings.width ?? 1_280, height: settings.height ?? 900 },
    reducedMotion: 'reduce',
  })
  const complaints: string[] = []
  await context.exposeFunction('reportViolation', (violation: string) => complaints.push(`csp: ${violation}`))
  await context.addInitScript({ content: reportViolations })
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`))
  page.on('console', (entry) => {
    if (entry.type() === 'error' && !isExpectedRefusal(entry.text())) complaints.push(`console: ${entry.text()}`)
  })
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() }
}

/** The browser itself writes a line for each answer of 4xx; those that a journey provokes are not a defect. */
function isExpectedRefusal(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of (401|404|409|422)\b/.test(text)
}
