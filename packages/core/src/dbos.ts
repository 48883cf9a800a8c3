export { createDbosWorkflows, type DbosWorkflowsOptions } from './workflows/adapters/dbos/dbos-workflows.ts'
