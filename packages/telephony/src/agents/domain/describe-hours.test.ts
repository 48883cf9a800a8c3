import { expect, it } from 'vitest'

import { describeHours } from './describe-hours.ts'

const office = [{ opens: '09:00', closes: '17:00' }]

it.each([
  [{}, 'Monday to Sunday closed'],
  [
    { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
    'Monday to Friday 9 am to 5 pm; Saturday to Sunday closed',
  ],
  [
    {
      monday: [
        { opens: '13:30', closes: '18:00' },
        { opens: '00:00', closes: '12:00' },
      ],
      sunday: [{ opens: '12:15', closes: '23:05' }],
    },
    'Monday midnight to noon and 1:30 pm to 6 pm; Tuesday to Saturday closed; Sunday 12:15 pm to 11:05 pm',
  ],
])('says %j in words', (hours, words) => {
  expect(describeHours(hours)).toBe(words)
})
