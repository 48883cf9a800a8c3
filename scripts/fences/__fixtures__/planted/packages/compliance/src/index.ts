export const consent = 'compliance'
