import { UserError } from '../../errors.js'

/** All mistakes of the configurations. Each is one line. */
export class ConfigurationError extends UserError {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'))
  }
}
