import type { AvailablePhoneNumberListResponse } from 'telnyx/resources/available-phone-numbers'
import type { CallControlApplicationCreateResponse } from 'telnyx/resources/call-control-applications'
import type { ActionTransferResponse } from 'telnyx/resources/calls/actions'
import type { CallRetrieveStatusResponse } from 'telnyx/resources/calls/calls'
import type { DetailRecordListResponse } from 'telnyx/resources/detail-records'
import type { MessageRetrieveResponse, MessageSendResponse } from 'telnyx/resources/messages/messages'
import type { MessagingOptoutListResponse } from 'telnyx/resources/messaging-optouts'
import type { NumberOrderCreateResponse } from 'telnyx/resources/number-orders'
import type { MessagingRetrieveResponse } from 'telnyx/resources/phone-numbers/messaging'
import type { NumbersPhoneNumberDetailed } from 'telnyx/resources/phone-numbers/phone-numbers'

/**
 * Replies as Telnyx documents them: the fields of its pages and of its SDK's types. No live account was asked; values are
 * examples, telephone numbers fictional.
 */
export const documentedTelnyxReplies = {
  sentMessage: {
    source: 'documented: developers.telnyx.com/api-reference/messages/send-a-message, and types of telnyx 7.24.0',
    body: {
      data: {
        record_type: 'message',
        direction: 'outbound',
        id: '40385f64-5717-4562-b3fc-2c963f66afa6',
        type: 'SMS',
        messaging_profile_id: '4000eba1-a0c0-4563-9925-b25e842a7cb6',
        organization_id: 'b448f9cc-a842-4784-98e9-03c1a5872950',
        from: { phone_number: '+18005550100', carrier: 'TELNYX LLC', line_type: 'VoIP' },
        to: [{ phone_number: '+13125550142', status: 'queued', carrier: 'T-MOBILE USA, INC.', line_type: 'Wireless' }],
        cc: [],
        text: 'Hello, World!',
        media: [],
        webhook_url: 'https://www.example.com/hooks',
        webhook_failover_url: null,
        encoding: 'GSM-7',
        parts: 1,
        tags: ['Greetings'],
        cost: { amount: '0.0051', currency: 'USD' },
        received_at: '2026-01-15T12:00:00.000+00:00',
        sent_at: null,
        completed_at: null,
        valid_until: null,
        errors: [],
      },
    } satisfies MessageSendResponse,
  },
  finishedMessage: {
    source: 'documented: developers.telnyx.com/api-reference/messages/retrieve-a-message, and types of telnyx 7.24.0',
    body: {
      data: {
        record_type: 'message',
        direction: 'outbound',
        id: '40385f64-5717-4562-b3fc-2c963f66afa6',
        type: 'SMS',
        from: { phone_number: '+18005550100', carrier: 'TELNYX LLC', line_type: 'VoIP' },
        to: [
          { phone_number: '+13125550142', status: 'delivered', carrier: 'T-MOBILE USA, INC.', line_type: 'Wireless' },
        ],
        text: 'Hello, World!',
        encoding: 'GSM-7',
        parts: 1,
        cost: { amount: '0.0051', currency: 'USD' },
        received_at: '2026-01-15T12:00:00.000+00:00',
        sent_at: '2026-01-15T12:00:01.000+00:00',
        completed_at: '2026-01-15T12:00:02.000+00:00',
        errors: [],
      },
    } satisfies MessageRetrieveResponse,
  },
  numberMessaging: {
    source: 'documented: developers.telnyx.com/api-reference/phone-number-configurations, and types of telnyx 7.24.0',
    body: {
      data: {
        id: '1293384261075731499',
        record_type: 'messaging_settings',
        phone_number: '+18005550100',
        messaging_profile_id: 'abc85f64-5717-4562-b3fc-2c9600000000',
        messaging_product: 'A2P',
        traffic_type: 'A2P',
        country_code: 'US',
        type: 'toll-free',
        tags: [],
        created_at: '2026-01-15T12:00:00.000Z',
        updated_at: '2026-01-15T12:00:00.000Z',
      },
    } satisfies MessagingRetrieveResponse,
  },
  availableNumbers: {
    source: 'documented: developers.telnyx.com/api/numbers/list-available-phone-numbers, and types of telnyx 7.24.0',
    body: {
      data: [
        {
          record_type: 'available_phone_number',
          phone_number: '+18005550100',
          vanity_format: '',
          best_effort: false,
          quickship: true,
          reservable: true,
          region_information: [{ region_type: 'country_code', region_name: 'US' }],
          cost_information: { upfront_cost: '3.21', monthly_cost: '6.54', currency: 'USD' },
          features: [{ name: 'sms' }],
        },
      ],
      meta: { total_results: 1, best_effort_results: 0 },
    } satisfies AvailablePhoneNumberListResponse,
  },
  numberOrder: {
    source: 'documented: developers.telnyx.com/api/numbers/create-number-order, and types of telnyx 7.24.0',
    body: {
      data: {
        id: '12ade33a-21c0-473b-b055-b3c836e1c292',
        record_type: 'number_order',
        phone_numbers_count: 1,
        connection_id: '346789098765567',
        messaging_profile_id: 'abc85f64-5717-4562-b3fc-2c9600000000',
        billing_group_id: 'abc85f64-5717-4562-b3fc-2c9600000001',
        sub_number_orders_ids: ['bbc85f64-5717-4562-b3fc-2c9600000000'],
        phone_numbers: [
          {
            id: 'dc8e4d67-33a0-4cbb-af74-7b58f05bd494',
            record_type: 'number_order_phone_number',
            phone_number: '+18005550100',
            bundle_id: '',
            phone_number_type: 'toll_free',
            country_code: 'US',
            regulatory_requirements: [],
            requirements_met: true,
            requirements_status: 'approved',
            status: 'pending',
          },
        ],
        customer_reference: 'MY REF 001',
        requirements_met: true,
        status: 'pending',
        created_at: '2026-01-15T12:00:00.000000Z',
        updated_at: '2026-01-15T12:00:00.000000Z',
      },
    } satisfies NumberOrderCreateResponse,
  },
  detailRecord: {
    source: 'documented: developers.telnyx.com/api/detail-records/search-detail-records',
    body: {
      record_type: 'message_detail_record',
      uuid: '3ca7bd3d-7d82-4e07-9df4-009123068320',
      created_at: '2026-01-15T12:00:00Z',
      cld: '+13125550142',
      cli: '+18005550100',
      direction: 'outbound',
      message_type: 'SMS',
      parts: 1,
      profile_id: '30ef55db-c4a2-4c4a-9804-a68077973d07',
      tags: 'tag1,tag2,tag3',
    } satisfies DetailRecordListResponse,
  },
  phoneNumber: {
    source: 'documented: developers.telnyx.com/api-reference/phone-number-configurations, and types of telnyx 7.24.0',
    body: {
      id: '1293384261075731499',
      record_type: 'phone_number',
      phone_number: '+18005550100',
      phone_number_type: 'toll_free',
      country_iso_alpha2: 'US',
      status: 'active',
      tags: [],
      external_pin: null,
      connection_id: '1293384261075731461',
      customer_reference: null,
      messaging_profile_id: 'abc85f64-5717-4562-b3fc-2c9600000000',
      deletion_lock_enabled: false,
      created_at: '2026-01-15T12:00:00.000Z',
      purchased_at: '2026-01-15T12:00:00.000Z',
    } satisfies NumbersPhoneNumberDetailed,
  },
  command: {
    source: 'documented: developers.telnyx.com/api-reference/call-commands/transfer-call, and types of telnyx 7.24.0',
    body: { data: { result: 'ok' } } satisfies ActionTransferResponse,
  },
  callStatus: {
    source: 'documented: developers.telnyx.com/api-reference/call-information, and types of telnyx 7.24.0',
    body: {
      data: {
        record_type: 'call',
        call_control_id: 'v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg',
        call_leg_id: '428c31b6-7af4-4bcb-b7f5-5013ef9657c1',
        call_session_id: '428c31b6-abf3-3bc1-b7f4-5013ef9657c1',
        is_alive: true,
        call_duration: 50,
        client_state: 'aGF2ZSBhIG5pY2UgZGF5ID1d',
        start_time: '2026-01-15T12:00:00Z',
      },
    } satisfies CallRetrieveStatusResponse,
  },
  application: {
    source: 'documented: developers.telnyx.com/api-reference/call-control-applications, and types of telnyx 7.24.0',
    body: {
      data: {
        id: '1293384261075731499',
        record_type: 'call_control_application',
        application_name: 'call-router',
        active: true,
        first_command_timeout: true,
        first_command_timeout_secs: 10,
        webhook_api_version: '2',
        webhook_event_url: 'https://example.com',
        webhook_event_failover_url: 'https://failover.example.com',
        webhook_timeout_secs: 25,
        created_at: '2026-01-15T12:00:00.000Z',
        updated_at: '2026-01-15T12:00:00.000Z',
      },
    } satisfies CallControlApplicationCreateResponse,
  },
  optOut: {
    source: 'documented: developers.telnyx.com/api-reference/opt-out-management, and types of telnyx 7.24.0',
    body: {
      from: '+18005550100',
      to: '+13125550142',
      keyword: 'STOP',
      messaging_profile_id: '30ef55db-c4a2-4c4a-9804-a68077973d07',
      created_at: '2026-01-15T12:00:00+00:00',
    } satisfies MessagingOptoutListResponse,
  },
} as const

/** Refusals as Telnyx documents them (developers.telnyx.com, API errors): the first entry of `errors`. */
export const documentedTelnyxErrors = [
  [401, { code: '10009', title: 'Authentication failed' }, 'upstream_unauthorized'],
  [403, { code: '10010', title: 'Authorization failed' }, 'upstream_unauthorized'],
  [402, { code: '20100', title: 'Insufficient Funds' }, 'upstream_payment_required'],
  [429, { code: '10011', title: 'Too many requests' }, 'upstream_rate_limited'],
  [400, { code: '10015', title: 'Bad Request' }, 'upstream_refused'],
  [500, { code: '10007', title: 'Unexpected error' }, 'upstream_failed'],
  [400, { code: '40300', title: 'Blocked due to STOP message' }, 'recipient_opted_out'],
  [400, { code: '40310', title: "Invalid 'to' address" }, 'recipient_unreachable'],
  [400, { code: '40305', title: "Invalid 'from' address" }, 'sender_not_usable'],
  [400, { code: '40329', title: 'Toll-free number is not verified' }, 'sender_not_verified'],
  [422, { code: '90018', title: 'Call has already ended' }, 'call_ended'],
] as const
