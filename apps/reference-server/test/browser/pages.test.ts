import { SimulatorControl } from '@cloudgreet/telephony/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { register } from '../support/api.ts'
import { RunningServer } from '../support/running-server.ts'
import { inspect, signIn } from './inspect-page.ts'
import { openBrowser, type TestBrowser } from './open-browser.ts'

const person = '+13125550170'

describe('the pages of the console', () => {
  let server: RunningServer
  let browser: TestBrowser
  let control: SimulatorControl

  beforeAll(async () => {
    server = await RunningServer.start()
    control = new SimulatorControl(server.simulatorControlUrl)
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.dispose()
  })

  it('answers a text by hand, once for a double click, and closes the composer when STOP comes in', async () => {
    const { user, business } = await register(server)
    const to = business.phoneNumber
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await signIn(page, user.email)
    await page.goto('/messages')
    await page.getByText('No texts yet').waitFor()
    await inspect(page, 'texts-empty')

    await control.deliverText({ to, from: person, text: 'Do you mend water heaters?', wait: true })
    await page.getByRole('link', { name: /\(312\) 555-0170/ }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Texts with (312) 555-0170' }).waitFor()
    await page.getByRole('log').getByText('Do you mend water heaters?').waitFor()
    const reply = page.getByLabel('Your reply')
    await reply.fill('We do. Tomorrow at 9?')
    await page.getByText('1 segment · 21 characters, 139 left in the last').waitFor()
    await inspect(page, 'texts-writing')
    await page.getByRole('button', { name: 'Send text' }).dblclick()
    await page.getByRole('log').getByText('Delivered').waitFor()
    expect(await reply.inputValue()).toBe('')
    const sent = (await control.ledger('message_sent')).filter((entry) =>
      JSON.stringify(entry).includes('Tomorrow at 9?'),
    )
    expect(sent).toHaveLength(1)

    await control.deliverText({ to, from: person, text: 'STOP' })
    await page.getByText('This person opted out of texts.').waitFor()
    await page.getByText(/They texted STOP/).waitFor()
    expect(await reply.isDisabled()).toBe(true)
    await inspect(page, 'texts-stopped')
    expect(window.complaints).toEqual([])
  })

  it('says in words why the server refused a reply, and keeps what was written', async () => {
    const { user, business } = await register(server)
    await control.deliverText({ to: business.phoneNumber, from: person, text: 'Hello?', wait: true })
    await using window = await browser.openWindow({ baseUrl: server.url, colorScheme: 'dark', width: 390 })
    const { page } = window
    await signIn(page, user.email)
    await page.goto(`/dashboard/texts/${person}`)
    const reply = page.getByLabel('Your reply')
    await reply.fill('Good morning!')
    await page.route('**/api/messages', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'Conflict',
          status: 409,
          code: 'contact_held',
          detail: 'Texts are held back for the whole account.',
          traceId: 'trace-of-the-test',
        }),
      }),
    )
    await reply.press('Control+Enter')
    await page.getByText('Texts are held back for the whole account.').waitFor()
    expect(await reply.inputValue()).toBe('Good morning!')
    await inspect(page, 'texts-refused-dark-390')
    expect(window.complaints).toEqual([])
  })

  it('lists calls by the filter in the address, and keeps new ones behind a bar while the list is read', async () => {
    const { user, business } = await register(server)
    const to = business.phoneNumber
    await control.placeCall({ to, from: '+13125550171', speed: 500, wait: true })
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await signIn(page, user.email)
    await page.goto('/dashboard/calls')
    const known = page.getByRole('link', { name: '(312) 555-0171' })
    await known.focus()
    await control.placeCall({ to, from: '+13125550172', speed: 500 })
    const bar = page.getByRole('button', { name: '1 new call' })
    await bar.waitFor()
    expect(await page.getByRole('link', { name: '(312) 555-0172' }).count()).toBe(0)
    await inspect(page, 'calls-new')
    await bar.press('Enter')
    await page.getByRole('link', { name: '(312) 555-0172' }).waitFor()

    await page.getByLabel('Outcome').selectOption('busy')
    await page.getByText('No call matches').waitFor()
    expect(new URL(page.url()).search).toBe('?outcome=busy')
    await inspect(page, 'calls-none')
    await page.reload()
    await page.getByText('No call matches').waitFor()
    await page.getByRole('button', { name: 'Clear the filter' }).press('Enter')
    await known.waitFor()
    expect(window.complaints).toEqual([])
  })

  it('saves settings, shows a refusal at its field, and asks before changes are lost', async () => {
    const { user, business } = await register(server)
    await using window = await browser.openWindow({ baseUrl: server.url })
    const { page } = window
    await signIn(page, user.email)
    await page.goto('/settings')
    await page.getByLabel('Services').fill('Drain cleaning\nWater heaters')
    await page.getByLabel('Open on Saturday').setChecked(true)
    await page.getByLabel('Saturday closes').fill('08:00')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Close later than you open.').waitFor()
    await inspect(page, 'settings-refused')

    await page.getByRole('link', { name: 'Texts' }).click()
    await page.getByRole('alertdialog', { name: 'Leave without saving' }).waitFor()
    await inspect(page, 'settings-leaving')
    await page.keyboard.press('Enter')
    await page.getByLabel('Saturday closes').fill('12:00')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved. Your assistant follows').waitFor()
    const [row] = await server.sql<{ hours: unknown; services: unknown }>(
      `SELECT hours, services FROM businesses WHERE id = '${business.id}'`,
    )
    expect(row).toMatchObject({
      services: ['Drain cleaning', 'Water heaters'],
      hours: { saturday: [{ opens: '09:00', closes: '12:00' }] },
    })

    await page.getByRole('button', { name: 'Pause answering' }).press('Enter')
    await page.getByRole('button', { name: 'Resume answering' }).waitFor()
    await page.getByText('Paused', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Texts' }).click()
    await page.getByRole('heading', { level: 1, name: 'Texts' }).waitFor()
    expect(window.complaints).toEqual([])
  })

  it.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'shows overview, calls, texts and settings in %s at %i pixels without fault',
    async (colorScheme, width) => {
      const { email, password } = server.demo.owner
      await using window = await browser.openWindow({ baseUrl: server.url, colorScheme, width })
      const { page } = window
      const name = (subject: string) => `${subject}-${colorScheme}-${width}`
      await signIn(page, email, password)
      await page.getByText('Messages for you').waitFor()
      await inspect(page, name('overview'))
      await page.goto('/dashboard/calls')
      await page.getByRole('button', { name: 'Load earlier calls' }).click()
      await page.getByRole('table', { name: /^(2[6-9]|[3-9]\d|\d{3}) calls/ }).waitFor()
      await inspect(page, name('calls'))
      await page.getByRole('row').nth(2).getByRole('link').click()
      await page.getByRole('heading', { name: 'Recording' }).waitFor()
      await inspect(page, name('call'))
      await page.goto('/dashboard/texts')
      await page.getByRole('main').getByText('Texts:').first().waitFor()
      await inspect(page, name('texts'))
      await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
      await page.getByRole('log').waitFor()
      await inspect(page, name('thread'))
      await page.goto('/dashboard/settings')
      await page.getByLabel('Business name').waitFor()
      await inspect(page, name('settings'))
      expect(window.complaints).toEqual([])
    },
  )
})
