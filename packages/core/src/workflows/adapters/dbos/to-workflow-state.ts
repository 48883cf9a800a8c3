import type { WorkflowStatus } from '@dbos-inc/dbos-sdk'

import type { Json, WorkflowState } from '../../ports/workflows.ts'

/** Reads what DBOS stored of a workflow. */
export function toWorkflowState<Output extends Json | void>({
  status,
  output,
  error,
}: WorkflowStatus): WorkflowState<Output> {
  if (status === 'SUCCESS') return { status: 'succeeded', output: (output ?? undefined) as Output }
  if (status === 'ERROR') return { status: 'failed', ...toFailure(error) }
  if (status === 'CANCELLED' || status === 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')
    return { status: 'failed', errorName: 'Error', errorCode: `workflow_${status.toLowerCase()}`, errorMessage: status }
  return { status: 'running' }
}

function toFailure(error: unknown): { errorName: string; errorCode: string; errorMessage: string } {
  const { name, code, message } = (error ?? {}) as { name?: string; code?: unknown; message?: string }
  return {
    errorName: name ?? 'Error',
    errorCode: typeof code === 'string' ? code : 'unexpected_error',
    errorMessage: message ?? '',
  }
}
