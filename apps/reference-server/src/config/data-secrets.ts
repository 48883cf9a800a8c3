import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

const dataSecretsSchema = z.object({
  jwtSecret: z.string(),
  cronSecret: z.string(),
  internalToken: z.string(),
  addressKey: z.string(),
  retellKey: z.string(),
  telnyxApiKey: z.string(),
  /** Base64 of the PKCS #8 form. */
  telnyxPrivateKey: z.string(),
  /** Base64 of the raw 32 bytes, as Telnyx shows it. */
  telnyxPublicKey: z.string(),
  openAiApiKey: z.string(),
})

const storedSecretsSchema = dataSecretsSchema.partial()
type StoredSecrets = z.infer<typeof storedSecretsSchema>

/** Secrets of one data folder, for use outside production and by the simulators. */
export type DataSecrets = z.infer<typeof dataSecretsSchema>

const fileName = 'secrets.json'

/** Reads the folder's secrets; the first time it makes them at random (mode 0600). */
export async function loadDataSecrets(folder: string): Promise<DataSecrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stored = await readStored(folder)
  const complete = dataSecretsSchema.safeParse(stored)
  if (complete.success) return complete.data
  // A secret that a newer version needs joins those that the folder has.
  const made = dataSecretsSchema.parse({ ...makeSecrets(), ...stored })
  await writePrivateFile(join(folder, fileName), `${JSON.stringify(made, undefined, 2)}\n`)
  return made
}

/** Undefined when the folder has none yet. */
export async function readDataSecrets(folder: string): Promise<DataSecrets | undefined> {
  const stored = await readStored(folder)
  return stored === undefined ? undefined : dataSecretsSchema.parse(stored)
}

async function readStored(folder: string): Promise<StoredSecrets | undefined> {
  try {
    return storedSecretsSchema.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes a file that only its owner reads; readers see the old or the new one, never a half. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.unfinished`
  await writeFile(unfinished, text, { mode: 0o600 })
  await rename(unfinished, path)
}

function makeSecrets(): DataSecrets {
  const secret = () => randomBytes(32).toString('base64url')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    jwtSecret: secret(),
    cronSecret: secret(),
    internalToken: secret(),
    addressKey: secret(),
    retellKey: `key_${randomBytes(24).toString('hex')}`,
    telnyxApiKey: `KEY${randomBytes(24).toString('hex')}`,
    openAiApiKey: `sk-sandbox-${randomBytes(24).toString('hex')}`,
    telnyxPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    // The last 32 bytes of the SPKI form are the key itself.
    telnyxPublicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
  }
}
