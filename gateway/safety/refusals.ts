import { GraphQLError } from 'graphql';

export type LimitCode =
  | 'OPERATION_TOO_LARGE'
  | 'OPERATION_TOO_DEEP'
  | 'OPERATION_TOO_COSTLY'
  | 'TOO_MANY_ALIASES'
  | 'TOO_MANY_DIRECTIVES'
  | 'TOO_MANY_FIELDS'
  | 'VARIABLES_TOO_DEEP'
  | 'FRAGMENT_CYCLE'
  | 'RESERVED_NAME'
  | 'BAD_CHARACTERS'
  | 'BAD_USER_INPUT'
  | 'INTROSPECTION_DISABLED'
  | 'DOCUMENT_NOT_TRUSTED'
  | 'RATE_LIMITED';

/** An operation that is refused whatever it asks for; told with its status in every format of answer. */
export class LimitError extends GraphQLError {
  constructor(
    code: LimitCode,
    message: string,
    readonly status: number = 400,
    readonly headers: Readonly<Record<string, string>> = {},
    told: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, { extensions: { code, ...told } });
  }
}
