import { CloudGreetError } from '../../errors/cloudgreet-error.ts'

/** A registration cannot go on, and no further try of the same step would help. */
export class RegistrationError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.registration'
  override readonly name = 'RegistrationError'

  constructor(
    /**
     * `no_available_numbers`, `auth_user_missing`, `password_gone`, `results_missing`, `registration_unknown`,
     * `registration_not_stuck`.
     */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
