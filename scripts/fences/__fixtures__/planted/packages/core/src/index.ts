export const kernel = 'core'
