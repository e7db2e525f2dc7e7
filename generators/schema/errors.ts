/** Values may exist, but none was found within the bounded number of attempts, or a keyword is not supported. */
export class GenerationFailed extends Error {
  /** JSON pointer of the schema, within the schema document it was given in. */
  readonly pointer: string
  readonly reason: string

  constructor(
    pointer: string,
    reason: string,
    message: string = `No value could be generated for the schema at ${pointer}: ${reason}`,
  ) {
    super(message)
    this.name = 'GenerationFailed'
    this.pointer = pointer
    this.reason = reason
  }
}

/** No value can satisfy the schema: its constraints exclude each other, or it demands endless nesting. */
export class UnsatisfiableSchema extends GenerationFailed {
  constructor(pointer: string, reason: string) {
    super(pointer, reason, `No value satisfies the schema at ${pointer}: ${reason}`)
    this.name = 'UnsatisfiableSchema'
  }
}
