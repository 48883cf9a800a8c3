import { SimulatorControl } from '@cloudgreet/telephony/simulator'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { register } from '../support/api.ts'
import { RunningServer } from '../support/running-server.ts'
import { inspect, ownerPassword, signIn } from './inspect-page.ts'
import { openBrowser, type TestBrowser } from './open-browser.ts'

async function fillRegistration(page: Page, email: string): Promise<void> {
  await page.getByLabel('Business name').fill('Browser Plumbing')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(ownerPassword)
  await page.getByLabel('Your phone (optional)').fill('(312) 555-0142')
  await page.getByRole('checkbox', { name: /I accept/ }).check()
  await page.getByRole('button', { name: 'Create my line' }).click()
}

describe('the console in a browser', () => {
  let server: RunningServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await RunningServer.start()
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.dispose()
  })

  it('row 7: registers a business, then shows a simulated call and a text live on its dashboard', async () => {
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await page.goto('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await inspect(page, 'home')
    await page.goto('/register-simple')
    await page.getByLabel('Business name').waitFor()
    await inspect(page, 'register')
    const email = `journey-${crypto.randomUUID()}@example.com`
    await fillRegistration(page, email)
    await page.getByText('Live', { exact: true }).first().waitFor()
    await inspect(page, 'dashboard-new')

    const [business] = await server.sql<{ phone_number: string }>(
      `SELECT phone_number FROM businesses WHERE business_name = 'Browser Plumbing'`,
    )
    const control = new SimulatorControl(server.simulatorControlUrl)
    const to = business?.phone_number ?? ''
    await control.placeCall({ to, from: '+13125550199', speed: 10 })
    await page.getByRole('heading', { name: 'Call from (312) 555-0199' }).waitFor()
    await page.getByText('this call is recorded').first().waitFor()
    await inspect(page, 'dashboard-live-call')
    await control.settle()
    await page.getByRole('cell', { name: 'Answered' }).first().waitFor()

    await control.deliverText({ to, from: '+13125550198', text: 'STOP' })
    await page.getByText('Texts: stopped').first().waitFor()
    await page.getByText('Texts today').locator('..').getByText('1', { exact: true }).waitFor()
    await inspect(page, 'dashboard-after-stop')
    expect(window.complaints).toEqual([])
  })

  it('row 7: shows a banner with the code when registering fails', async () => {
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await page.route('**/api/auth/register-simple', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'Unavailable',
          status: 503,
          detail: 'No number is free at the moment.',
          code: 'no_available_numbers',
          traceId: 'trace-of-the-test',
        }),
      }),
    )
    await page.goto('/register-simple')
    await fillRegistration(page, `banner-${crypto.randomUUID()}@example.com`)
    await page.getByText('no_available_numbers').waitFor()
    await inspect(page, 'register-error')
  })

  it('row 8: sends an email that is known to the login page with a clear message', async () => {
    const { user } = await register(server)
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await page.goto('/register-simple')
    await fillRegistration(page, user.email)
    await page.getByText('email_exists').waitFor()
    await inspect(page, 'register-email-exists')
    await page.getByRole('link', { name: 'Sign in instead' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await inspect(page, 'login')
    expect(window.complaints).toEqual([])
  })

  it.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 390],
    ['dark', 390],
  ] as const)('shows the dashboard in %s at %i pixels without fault', async (colorScheme, width) => {
    const { user } = await register(server)
    await using window = await browser.openWindow({ baseUrl: server.url, colorScheme, width })
    await signIn(window.page, user.email)
    await inspect(window.page, `dashboard-${colorScheme}-${width}`)
    expect(window.complaints).toEqual([])
  })

  it.each([
    ['light', 1_280],
    ['dark', 390],
  ] as const)(
    'row 94: shows why there are no insights, and cited ones, in %s at %i pixels',
    async (colorScheme, width) => {
      const { user } = await register(server)
      await using window = await browser.openWindow({ baseUrl: server.url, colorScheme, width })
      const { page } = window
      await signIn(page, user.email)
      await page.goto('/dashboard/insights')
      await page.getByText('No insights available').waitFor()
      await page.getByText('There were no calls in the last 30 days.').waitFor()
      await inspect(page, `insights-empty-${colorScheme}-${width}`)

      const { owner } = server.demo
      await using own = await browser.openWindow({ baseUrl: server.url, colorScheme, width })
      await signIn(own.page, owner.email, owner.password)
      await own.page.goto('/dashboard/insights')
      await own.page.getByRole('table', { name: /Calls of the last 6 weeks/ }).waitFor()
      await inspect(own.page, `insights-${colorScheme}-${width}`)
      await own.page
        .getByRole('link', { name: /Open the call with the words/ })
        .first()
        .press('Enter')
      await own.page.getByRole('heading', { level: 1, name: /Call from/ }).waitFor()
      expect([...window.complaints, ...own.complaints]).toEqual([])
    },
  )

  it('is used with the keyboard alone', async () => {
    const { user } = await register(server)
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await page.goto('/login')
    await page.getByLabel('Email').focus()
    await page.keyboard.type(user.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(ownerPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await page.getByRole('link', { name: 'Texts', exact: true }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Texts' }).waitFor()
    expect(window.complaints).toEqual([])
  })

  it('keeps the session over a reload', async () => {
    const { user } = await register(server)
    await using window = await browser.openWindow({ baseUrl: server.url })
    await signIn(window.page, user.email)
    await window.page.reload()
    await window.page.getByText('Live', { exact: true }).first().waitFor()
    expect(window.complaints).toEqual([])
  })
})
