import type { BusinessId } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'
import type { LeadStatus } from '@cloudgreet/outreach'
import type { OutreachTables } from '@cloudgreet/outreach/postgres'

import type { Services } from '../composition/compose-services.ts'

interface DemoLead {
  readonly first_name: string
  readonly last_name: string
  readonly company: string
  readonly title: string
  readonly phone: string
  readonly status: LeadStatus
}

const demoLeads: readonly DemoLead[] = [
  lead('Maya Ortiz', 'Harbor Dental', 'Office manager', { line: '0151', status: 'new' }),
  lead('Sam Whitfield', 'Whitfield Roofing', 'Owner', { line: '0152', status: 'new' }),
  lead('Lena Brandt', 'Juniper Veterinary', 'Practice owner', { line: '0153', status: 'contacted' }),
  lead('Theo Park', 'Northside Auto', 'Service manager', { line: '0154', status: 'replied' }),
  lead('Ruth Adeyemi', 'Adeyemi Law', 'Partner', { line: '0155', status: 'qualified' }),
  lead('Omar Haddad', 'Haddad Heating', 'Owner', { line: '0156', status: 'opted_out' }),
]

/** Leads for the sales people of the operator's own business. Made once. */
export async function seedLeads({ transactions, leads, clock, ids }: Services, operator: BusinessId): Promise<void> {
  if ((await leads.list(operator, { limit: 1 })).length > 0) return
  const now = clock.now()
  await transactions.asTenant(operator, async (transaction) => {
    await executorOf<OutreachTables>(transaction)
      .insertInto('prospects')
      .values(
        demoLeads.map((demo, index) => ({
          ...demo,
          id: ids.next<'Lead'>(),
          business_id: operator,
          email: `${demo.first_name}.${demo.last_name}@example.com`.toLowerCase(),
          source: 'demo',
          opted_out_at: demo.status === 'opted_out' ? now : null,
          created_at: new Date(now.getTime() - index * 86_400_000),
        })),
      )
      .execute()
  })
}

function lead(
  name: string,
  company: string,
  title: string,
  { line, status }: { readonly line: string; readonly status: LeadStatus },
): DemoLead {
  const [first_name = '', last_name = ''] = name.split(' ')
  return { first_name, last_name, company, title, phone: `+1312555${line}`, status }
}
