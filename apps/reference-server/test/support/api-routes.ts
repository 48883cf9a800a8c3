import type { RunningServer } from './running-server.ts'

/** Who may call a route. `vendor`: whoever signs the body. */
export type Audience = 'anybody' | 'person' | 'owner' | 'sales' | 'operator' | 'operatorOrAdmin' | 'vendor'

/** A route as the server's own OpenAPI document describes it. */
export interface ApiRoute {
  readonly method: string
  /** With `{name}` for each parameter. */
  readonly path: string
  readonly parameters: readonly { readonly in: 'path' | 'query' | 'header'; readonly name: string }[]
  /** Names of the body's fields; undefined when the route takes no body. */
  readonly fields: readonly string[] | undefined
}

/** By the start of the path, the first that fits. A route that fits none is not tested: the matrix fails on it. */
const audiences: readonly (readonly [RegExp, Audience])[] = [
  [/^\/(livez|readyz|api\/health)$/, 'anybody'],
  [/^\/(metrics|api\/health\/detailed)$/, 'operatorOrAdmin'],
  [/^\/api\/(auth|registrations)\//, 'anybody'],
  [/^\/api\/internal\//, 'operator'],
  [/^\/api\/employee\//, 'sales'],
  [/^\/api\/realtime\/ticket$/, 'person'],
  [/^\/api\/(dashboard|messages|appointments|caller-messages|calls|calls\.csv|business|analytics)(\/|$)/, 'owner'],
  [/^\/api\/(retell|telnyx|sms)\//, 'vendor'],
]

/** @throws when nobody has said yet whom the route is for */
export function audienceOf({ path }: ApiRoute): Audience {
  const found = audiences.find(([pattern]) => pattern.test(path))
  if (found === undefined) throw new Error(`Say in api-routes.ts whom ${path} is for.`)
  return found[1]
}

type Json = Readonly<Record<string, unknown>>

interface Operation {
  readonly parameters?: ApiRoute['parameters']
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> }
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Json>> }
}

export async function readRoutes(server: RunningServer): Promise<ApiRoute[]> {
  const document = (await (await server.fetch('/api/openapi.json')).json()) as OpenApi
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema
      return {
        method: method.toUpperCase(),
        path,
        parameters,
        fields: schema === undefined ? undefined : fieldsOf(schema, document),
      }
    }),
  )
}

function fieldsOf(schema: Json, document: OpenApi): string[] {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined
  const referred = name === undefined ? undefined : document.components?.schemas?.[name]
  if (referred !== undefined) return fieldsOf(referred, document)
  const parts = [schema['anyOf'], schema['oneOf'], schema['allOf']].filter(Array.isArray).flat() as Json[]
  return [
    ...Object.keys((schema['properties'] as Json | undefined) ?? {}),
    ...parts.flatMap((part) => fieldsOf(part, document)),
  ]
}
