import { buffer } from 'node:stream/consumers'

import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { signTelnyxWebhook } from '@cloudgreet/telephony/telnyx'

import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSecrets, requireSettings } from './server-address.ts'

const usage = 'Say whose signature: npm run sign -- retell|telnyx < body'
const [vendor, ...others] = readArguments(usage, {}).positionals
if ((vendor !== 'retell' && vendor !== 'telnyx') || others.length > 0) endWith(exitCodes.badConfiguration, usage)

const settings = await requireSettings()
const rawBody = await buffer(process.stdin)
const headers = vendor === 'retell' ? await signAsRetell() : await signAsTelnyx()
for (const [name, value] of Object.entries(headers)) process.stdout.write(`${name}: ${value}\n`)

async function signAsRetell(): Promise<Record<string, string>> {
  const given = settings.RETELL_WEBHOOK_SECRET?.[0] ?? settings.RETELL_API_KEY
  return signRetellWebhook({ rawBody, secret: given ?? (await requireSecrets(settings)).retellKey })
}

/** Only Telnyx has Telnyx's private key: this signs with the sandbox's. */
async function signAsTelnyx(): Promise<Record<string, string>> {
  return signTelnyxWebhook({ rawBody, privateKey: (await requireSecrets(settings)).telnyxPrivateKey })
}
