export const callContract = 'suite'
