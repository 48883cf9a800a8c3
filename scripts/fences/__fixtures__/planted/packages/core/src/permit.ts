export const openPermit = 'permit'
