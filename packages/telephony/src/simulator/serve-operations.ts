import { Hono, type Context } from 'hono'

import type { Fault, FaultPlan } from './domain/fault-plan.ts'
import { isObject, type Operation, type VendorReply, type VendorRequest } from './operation.ts'

export interface VendorFace {
  readonly apiKey: string
  /** The vendor's way to say no. */
  readonly refuse: (status: VendorReply['status']) => VendorReply
  /** The same by the vendor's own code, where it has codes. */
  readonly refuseCode?: (code: string) => VendorReply
  readonly faults: FaultPlan
  readonly pause: (durationMs: number) => Promise<void>
}

/** Serves a vendor's endpoints: key first, then the fault that is due, then the endpoint itself. */
export function serveOperations(operations: readonly Operation[], face: VendorFace): Hono {
  const app = new Hono()
  for (const operation of operations)
    app.on(operation.method, operation.path, async (context) => {
      if (context.req.header('authorization') !== `Bearer ${face.apiKey}`) return toResponse(face.refuse(401))
      const request = await readRequest(context)
      if (request === undefined) return toResponse(face.refuse(400))
      return answer(context, { operation, request, face })
    })
  app.notFound(() => toResponse(face.refuse(404)))
  return app
}

async function answer(
  context: Context,
  { operation, request, face }: { operation: Operation; request: VendorRequest; face: VendorFace },
): Promise<Response> {
  const fault = face.faults.take(operation.target)
  if (fault === undefined) return toResponse(operation.perform(request))
  if (fault.kind.endsWith('_but_done')) operation.perform(request)
  if (fault.kind.startsWith('timeout')) await untilGone(context)
  if (fault.kind === 'error') return toResponse(face.refuseCode?.(fault.code ?? '') ?? face.refuse(400))
  const refusal = toRefusal(fault)
  if (refusal !== undefined) return toResponse(face.refuse(refusal))
  if (fault.kind === 'delay') await face.pause(fault.delayMs)
  return toResponse(operation.perform(request))
}

/** The status to refuse with; for a time-out, one that nobody reads. */
function toRefusal({ kind }: Fault): VendorReply['status'] | undefined {
  switch (kind) {
    case '401':
      return 401
    case '402':
      return 402
    case '429':
      return 429
    case '500':
    case '500_but_done':
    case 'timeout':
    case 'timeout_but_done':
      return 500
    default:
      return undefined
  }
}

/** Waits until the caller gives up. */
function untilGone(context: Context): Promise<void> {
  const { signal } = context.req.raw
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

async function readRequest(context: Context): Promise<VendorRequest | undefined> {
  const params = context.req.param()
  const query = new URL(context.req.url).searchParams
  const text = await context.req.text()
  if (text === '') return { params, query, body: {} }
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? { params, query, body } : undefined
  } catch {
    return undefined
  }
}

function toResponse({ status, body, headers = {} }: VendorReply): Response {
  if (body === undefined) return new Response(null, { status, headers })
  return Response.json(body, { status, headers })
}
