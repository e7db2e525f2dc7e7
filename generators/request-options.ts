import type { Parameter } from '../spec/model.ts'
import { type GeneratorOptions, GenerationFailed, UnsatisfiableSchema } from './from-schema.ts'

/** What was left out of the requests of an operation: a parameter, or a media type of the body. */
export interface OmittedPart {
  readonly in: Parameter['in'] | 'body'
  readonly name: string
}

export interface RequestOptions extends GeneratorOptions {
  /** Called once for each optional part that is left out, with one line why. */
  onOmitted?(part: OmittedPart, reason: string): void
}

/** One line of why something cannot be generated. */
export function reasonOf(error: unknown): string {
  if (error instanceof UnsatisfiableSchema || error instanceof GenerationFailed) return error.reason
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
