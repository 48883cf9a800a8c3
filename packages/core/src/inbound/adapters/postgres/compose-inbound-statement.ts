import { createHash } from 'node:crypto'

import { frameParameters, inboxFrame, outcomeFrame, streamFrame } from './statement-frame.ts'
import type { CommonTableExpression, LedgerFragment, TransitionFragment } from './statement-fragment.ts'

/** One SQL text that the driver prepares once for each connection. */
export interface PreparedStatement {
  /** Differs whenever the text differs. */
  readonly name: string
  readonly text: string
  /** Name of each parameter in its place: the first is `$1`. */
  readonly parameterNames: readonly string[]
  /** Places in `parameterNames` whose type is `jsonb`. */
  readonly jsonParameters: readonly number[]
}

/** A kind of event as the database applies it. */
export interface ComposedStatement {
  /** Stores the event and applies it. */
  readonly accept: PreparedStatement
  /** Applies an event that is stored already: the parameter `inbox_id` names its row. */
  readonly apply: PreparedStatement
  /** PostgreSQL type of every name that a value may be given under. */
  readonly parameters: Readonly<Record<string, string>>
  /** What `accept` consists of, in order, with `:name` placeholders: enough to run it as statements of their own. */
  readonly members: readonly CommonTableExpression[]
}

export interface InboundFragments {
  readonly transition: TransitionFragment
  /** Given: the event's consent entry goes on the business's chain in the same statement. */
  readonly ledger?: LedgerFragment | undefined
}

/**
 * Builds the one data-modifying statement of an event kind out of the frame and the packages' fragments.
 *
 * @param kind - as in `InboundTransition.kind`; names the prepared statement
 * @throws {TypeError} on a fragment that cannot work: an undeclared parameter, two types for one name,
 *   a member's name taken twice, or no member named `transition`
 */
export function composeInboundStatement(kind: string, { transition, ledger }: InboundFragments): ComposedStatement {
  if (transition.members.at(-1)?.name !== 'transition')
    throw new TypeError(`The last member of the fragment "${kind}" must be named "transition".`)
  const types = mergeTypes([frameParameters, transition.parameters, ledger?.parameters ?? {}])
  const before = ledger?.before ?? []
  const rest = [...transition.members, ...streamFrame({ hasLedger: ledger !== undefined }), ...(ledger?.members ?? [])]
  const membersOf = (source: 'delivery' | 'stored') => [...before, ...inboxFrame(source, before), ...rest]
  const members = membersOf('delivery')
  return {
    accept: prepare(`inbound_accept_${kind}`, members, types),
    apply: prepare(`inbound_apply_${kind}`, membersOf('stored'), types),
    parameters: types,
    members,
  }
}

/** A statement of its own over the frame's parameters. */
export function prepareStatement(name: string, sql: string): PreparedStatement {
  return toPrepared(name, sql, frameParameters)
}

function prepare(
  name: string,
  members: readonly CommonTableExpression[],
  types: Readonly<Record<string, string>>,
): PreparedStatement {
  const names = members.map((member) => member.name)
  const repeated = names.find((member, index) => names.indexOf(member) !== index)
  if (repeated !== undefined) throw new TypeError(`Two members of one statement are named "${repeated}".`)
  const list = members.map((member) => `${member.name} AS ${materialize(member.sql)}(\n${member.sql}\n)`).join(',\n')
  return toPrepared(name, `WITH ${list}\n${outcomeFrame}`, types)
}

function toPrepared(name: string, sql: string, types: Readonly<Record<string, string>>): PreparedStatement {
  const { text, parameterNames } = numberParameters(sql, types)
  const jsonParameters = parameterNames.flatMap((parameter, place) => (types[parameter] === 'jsonb' ? [place] : []))
  return { name: nameOf(name, text), text, parameterNames, jsonParameters }
}

/** A member that only reads is evaluated once, as the ones that write are. */
function materialize(sql: string): string {
  return /^\s*(SELECT|VALUES)\b/i.test(sql) ? 'MATERIALIZED ' : ''
}

/** PostgreSQL keeps 63 bytes of a name. */
function nameOf(name: string, text: string): string {
  return `${name.slice(0, 46)}_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

function mergeTypes(sources: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const types: Record<string, string> = {}
  for (const [name, type] of sources.flatMap((source) => Object.entries(source))) {
    if ((types[name] ?? type) !== type)
      throw new TypeError(`The parameter "${name}" is declared as ${types[name]} and as ${type}.`)
    types[name] = type
  }
  return types
}

/** Quoted text, quoted names, comments and casts first, so that no colon inside them counts. */
const token = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|::|(?<!\w):([a-z_][a-z0-9_]*)/gi

function numberParameters(
  sql: string,
  types: Readonly<Record<string, string>>,
): Pick<PreparedStatement, 'text' | 'parameterNames'> {
  const parameterNames: string[] = []
  const text = sql.replace(token, (match, name: string | undefined) => {
    if (name === undefined) return match
    const type = types[name]
    if (type === undefined) throw new TypeError(`The parameter ":${name}" has no declared type.`)
    if (!parameterNames.includes(name)) parameterNames.push(name)
    return `$${parameterNames.indexOf(name) + 1}::${type}`
  })
  return { text, parameterNames }
}
