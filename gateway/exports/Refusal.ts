/** Why a request for an export is not answered, as its client is told. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly path?: readonly (string | number)[],
  ) {
    super(message);
    this.name = 'Refusal';
  }

  toJSON(): object {
    const { code, message, path } = this;
    return { error: path === undefined ? { code, message } : { code, message, path } };
  }
}

export function badInput(message: string, path: readonly (string | number)[]): Refusal {
  return new Refusal(400, 'BAD_USER_INPUT', message, path);
}
