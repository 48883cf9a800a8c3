import type { WireObject } from './ledger-entry.ts'

/** Key under which one version of an agent or a language model is held. */
export function toVersionKey(id: string, version: unknown): string {
  return `${id}@${Number(version)}`
}

/** All versions, the oldest first; empty for an unknown id. They count up from 0 without gaps. */
export function versionsOf(records: ReadonlyMap<string, WireObject>, id: string): readonly WireObject[] {
  const versions: WireObject[] = []
  for (;;) {
    const record = records.get(toVersionKey(id, versions.length))
    if (record === undefined) return versions
    versions.push(record)
  }
}

/**
 * The version that a reference means: a number, `latest_published`, or `latest`, which is also the default.
 * Undefined when there is none.
 */
export function findVersion(
  records: ReadonlyMap<string, WireObject>,
  id: string,
  reference?: unknown,
): WireObject | undefined {
  const versions = versionsOf(records, id)
  if (reference === undefined || reference === null || reference === 'latest') return versions.at(-1)
  if (reference === 'latest_published') return versions.findLast((version) => version['is_published'] === true)
  return versions[Number(reference)]
}
