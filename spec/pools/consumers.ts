import type { Contract, Operation } from '../model.ts'
import { scalarAt, scalarMembers, type ScalarMember } from './members.ts'
import type { Consumer } from './pool.ts'
import { isSameComponent, keyOfMember, ownOf } from './producers.ts'
import type { Resources } from './resources.ts'
import { idNameOf } from './id-name.ts'

/** A part of a request that takes an id, and of which resource. */
export interface Needed {
  readonly key: string
  readonly consumer: Consumer
}

/** The parts of an operation's requests that take an id of a known resource. */
export function neededBy(contract: Contract, operation: Operation, resources: Resources): readonly Needed[] {
  const { operationId, parameters, requestBody } = operation
  const inPath = resources.pathIds
    .filter((one) => one.operation === operation)
    .map(({ parameter, resource }): Needed => ({
      key: resource.key,
      consumer: { operationId, place: { in: 'path', name: parameter.name } },
    }))
  const inParameters = parameters.flatMap((parameter): readonly Needed[] => {
    if (parameter.in !== 'query' && parameter.in !== 'header') return []
    const scalar = scalarAt(contract, parameter.schema)
    if (scalar === undefined || parameter.schema === undefined) return []
    const key = keyNeeded({ name: parameter.name, owner: '', ...scalar }, resources)
    return key === undefined
      ? []
      : [{ key, consumer: { operationId, place: { in: parameter.in, name: parameter.name } } }]
  })
  const own = ownOf(operation, resources)
  const inBody = (requestBody?.content ?? []).flatMap(({ schema }) =>
    (schema === undefined ? [] : scalarMembers(contract, schema, 'request')).flatMap((member): readonly Needed[] => {
      const key = keyNeeded(member, resources)
      // The id of the resource itself is the client's to choose, or the path's to say.
      if (key === undefined || key === own?.pathId.resource.key) return []
      return [{ key, consumer: { operationId, place: { in: 'body', pointer: member.pointer } } }]
    }),
  )
  const seen = new Set<string>()
  return [...inPath, ...inParameters, ...inBody].filter(({ key, consumer: { place } }) => {
    const text = `${key} ${JSON.stringify(place)}`
    return !seen.has(text) && seen.add(text) !== undefined
  })
}

/** The resource that a member or parameter identifies, by the schema that it shares or by its words. */
function keyNeeded(
  member: Pick<ScalarMember, 'name' | 'owner' | 'document'>,
  resources: Resources,
): string | undefined {
  const same = resources.pathIds.find(({ scalar }) => isSameComponent(scalar.document, member.document))
  if (same !== undefined) return same.resource.key
  const { isExplicit, kind } = idNameOf(member.name)
  // `name` and `code` are data far more often than they identify something.
  return isExplicit && kind !== 'id' ? undefined : keyOfMember(member, resources)
}
