import type { Json, JsonObject } from '../../core/json.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import type { Contract, DocumentPointer, Operation } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import type { BodyPart } from '../body-parts.ts'
import { draw } from '../draw.ts'
import { isIdempotencyKey } from '../idempotency-key.ts'
import { reasonOf } from '../request-options.ts'
import type { ParameterPart, RequestParts } from '../request-parts.ts'
import { type Constraint, constraintAt, REQUEST } from './constraint.ts'
import type { Making } from './making.ts'
import { bodyPlace, parameterPlace, type Place } from './place.ts'
import { rootSite, type Surroundings } from './schema-site.ts'
import type { Form, Member, Site } from './site.ts'
import { openWorkspace } from './workspace.ts'

/** The name of the body among the members of a request. Parameters are named `query: limit`. */
export const BODY = 'body'

export interface SurfaceParts {
  readonly contract: Contract
  readonly operation: Operation
  readonly parts: RequestParts
  readonly making: Making
  readonly seed: number
}

/** A request as one object: its parameters and its body are the members. */
export function requestSite(surface: SurfaceParts): Site {
  const { operation, parts } = surface
  const members = new Map<string, Member>()
  for (const part of parts.parameters) {
    const name = `${part.in}: ${part.name}`
    members.set(name, { name, required: part.required, additional: false, site: parameterSite(surface, part) })
  }
  if (parts.bodies.length > 0) {
    members.set(BODY, { name: BODY, required: parts.bodyRequired, additional: false, site: bodySite(surface) })
  }
  const pointers = new Map(parts.parameters.map((part) => [`${part.in}: ${part.name}`, part.parameter.pointer]))
  const pointerOf = (name: string): string => pointers.get(name) ?? operation.requestBody?.pointer ?? operation.pointer
  const payloadOf = (name: string): string => (name === BODY ? '' : name)
  const form: Form = {
    kind: 'object',
    shows: [],
    members,
    least: 0,
    most: Infinity,
    constraints: {
      present: (name) => constraintAt(payloadOf(name), pointerOf(name), 'optional, present'),
      additional: (site) => constraintAt(site.payload, operation.pointer, 'an additional member'),
      absent: (name) => constraintAt(payloadOf(name), pointerOf(name), 'optional, absent'),
      pairs: constraintAt(REQUEST, operation.pointer, 'every two optional parts together and apart'),
      sizes: [],
    },
    complete: (present, absent) => {
      const names = new Set([...members.values()].flatMap(({ name, required }) => (required ? [name] : [])))
      const all = names.union(present)
      return all.isDisjointFrom(absent) ? all : undefined
    },
  }
  return fixedSite(REQUEST, operation.pointer, [form])
}

function parameterSite(surface: SurfaceParts, part: ParameterPart): Site {
  const { parameter } = part
  const payload = `${part.in}: ${part.name}`
  const opaque = (): Site => opaqueSite(payload, parameter.pointer, (seed, nth) => draw(part.values, seed + nth).value)
  if (isIdempotencyKey(part.name)) return opaque()
  if (parameter.schema === undefined) return opaque()
  return safely(
    () => {
      const site = rootSite(
        surroundings(surface, parameter.schema as string, parameterPlace(parameter)),
        payload,
        part.name,
      )
      return site.forms().length > 0 ? site : opaque()
    },
    (reason) =>
      opaqueSite(payload, parameter.pointer, (seed, nth) => draw(part.values, seed + nth).value, [
        { constraint: constraintAt(payload, parameter.pointer, 'its schema'), reason },
      ]),
  )
}

/** One site whose forms are those of every media type. */
function bodySite(surface: SurfaceParts): Site {
  const { parts } = surface
  const sites = parts.bodies.map((part) => mediaSite(surface, part))
  const several = sites.length > 1
  const forms = (): readonly Form[] =>
    sites.flatMap((site, i) => {
      const part = parts.bodies[i] as BodyPart
      const shown = constraintAt('', part.documented.pointer, `media type ${part.mediaType}`)
      return site.forms().map((form) => (several ? { ...form, shows: [...form.shows, shown] } : form))
    })
  return {
    payload: '',
    document: surface.operation.requestBody?.pointer ?? surface.operation.pointer,
    kind: BODY,
    repetitions: 0,
    forms,
    plainForm: () => sites[0]?.plainForm() ?? 0,
    impossible: () => sites.flatMap((site) => site.impossible()),
  }
}

function mediaSite(surface: SurfaceParts, part: BodyPart): Site {
  const { mediaType, documented } = part
  const kind = bodyKindOf(mediaType)
  const opaque = (impossible: ReturnType<Site['impossible']> = []): Site => {
    const { payload, ...site } = opaqueSite(
      '',
      documented.pointer,
      (seed, nth) => draw(part.values, seed + nth).value,
      impossible,
    )
    return { ...site, payload, forms: () => site.forms().map((form) => ({ ...form, mediaType })) }
  }
  if (documented.schema === undefined || kind === 'binary') return opaque()
  const pointer = documented.schema
  return safely(
    () => {
      const around = surroundings(surface, pointer, bodyPlace(kind), mediaType, kind === 'form' || kind === 'multipart')
      const site = rootSite(around, '', undefined)
      return site.forms().length > 0 ? site : opaque()
    },
    (reason) => opaque([{ constraint: constraintAt('', documented.pointer, 'its schema'), reason }]),
  )
}

function surroundings(
  { contract, making, seed }: SurfaceParts,
  pointer: string,
  place: Place,
  mediaType?: string,
  isForm = false,
): Surroundings {
  const view = schemaView(contract, pointer, 'request')
  const schema: JsonObject | boolean = isForm && view.schema === true ? { type: 'object' } : view.schema
  const workspace = openWorkspace(schema, pointer, (part) => view.pointerOf(part))
  const found = { workspace, place, making, seed, leaves: new Map(), points: new Map() }
  return mediaType === undefined ? found : { ...found, mediaType }
}

/** A site of which nothing is known but how to draw values. */
function opaqueSite(
  payload: string,
  document: DocumentPointer,
  value: (seed: number, nth: number) => Json,
  impossible: readonly { constraint: Constraint; reason: string }[] = [],
): Site {
  const form: Form = {
    kind: 'scalar',
    shows: [],
    points: () => [],
    plain: (seed, nth) => ({ value: value(seed, nth) }),
  }
  return { ...fixedSite(payload, document, [form]), impossible: () => impossible }
}

function fixedSite(payload: string, document: DocumentPointer, forms: readonly Form[]): Site {
  return {
    payload,
    document,
    kind: payload,
    repetitions: 0,
    forms: () => forms,
    plainForm: () => 0,
    impossible: () => [],
  }
}

/** What cannot be looked into is drawn as a whole. */
function safely(make: () => Site, otherwise: (reason: string) => Site): Site {
  try {
    return make()
  } catch (error) {
    return otherwise(reasonOf(error))
  }
}
