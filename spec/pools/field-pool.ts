import type { Contract } from '../model.ts'
import { scalarMembers } from './members.ts'
import type { Consumer, Pool } from './pool.ts'

/** The pool of every parameter and body member of one name, whatever it identifies. */
export function fieldPool(contract: Contract, name: string): Pool {
  const consumers = contract.operations.flatMap(({ operationId, parameters, requestBody }): readonly Consumer[] => [
    ...parameters.flatMap((parameter): readonly Consumer[] =>
      parameter.name === name && parameter.in !== 'cookie' ? [{ operationId, place: { in: parameter.in, name } }] : [],
    ),
    ...(requestBody?.content ?? []).flatMap(({ schema }) =>
      (schema === undefined ? [] : scalarMembers(contract, schema, 'request'))
        .filter((member) => member.name === name)
        .map(({ pointer }): Consumer => ({ operationId, place: { in: 'body', pointer } })),
    ),
  ])
  return { name, producers: [], consumers }
}
