import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Contract } from '../../../spec/model.ts'
import { documentedTerminal } from '../documented-terminal.ts'
import { DOCUMENTED_TERMINAL } from '../terminal.ts'
import type { CollectionSpec } from './collection.ts'

/** A processing terminal that payments can be made on. */
export interface TerminalRecord {
  readonly processingTerminalId: string
  readonly processingAccountId: string
  /** As the API shows it. */
  readonly shown: JsonObject
}

/** The terminals that exist: those of the contract's examples, and the one of Payroc's test guide. */
export const TERMINALS: CollectionSpec<TerminalRecord> = {
  name: 'processing-terminals',
  seed: ({ contract }) =>
    [...new Set([DOCUMENTED_TERMINAL, ...namedIn(contract)])].map((processingTerminalId) => [
      processingTerminalId,
      newTerminal(processingTerminalId),
    ]),
}

/** A terminal of the account that the contract's examples name. */
export function newTerminal(processingTerminalId: string): TerminalRecord {
  const shown = documentedTerminal(processingTerminalId, 'America/Chicago')
  return { processingTerminalId, processingAccountId: '38765', shown }
}

function namedIn({ operations }: Contract): readonly string[] {
  const examples = operations.flatMap(({ parameters, requestBody, responses }) => [
    ...parameters.flatMap(({ name, examples }) => examples.map(({ value }): Json => ({ [name]: value }))),
    ...[...(requestBody?.content ?? []), ...responses.flatMap(({ content }) => content)].flatMap((media) =>
      media.examples.map(({ value }) => value),
    ),
  ])
  return examples.flatMap(terminalsIn)
}

function terminalsIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(terminalsIn)
  if (!isJsonObject(value)) return []
  const { processingTerminalId: id, ...rest } = value
  return [...(typeof id === 'string' ? [id] : []), ...Object.values(rest).flatMap(terminalsIn)]
}
