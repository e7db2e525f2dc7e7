import { keptMembers } from '../../checks/sequences/kept-members.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isMasked, jsonOf, readAt } from '../../checks/sequences/step.ts'
import { canBeSame } from '../../checks/sequences/same-value.ts'
import type { ExpectedValue } from '../../checks/sequences/update-is-visible.ts'
import type { RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { tokensOf, valueAt } from '../../core/json-pointer.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import { deriveSeed } from '../../core/seed.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import type { DocumentPointer, Operation } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { shapeAt, shapeOf } from '../../checks/documented-members.ts'
import { conditional, type FamilyContext, placeIn, placeSent, requestOn } from './family-context.ts'
import { freshText } from './fresh-text.ts'
import type { Resource } from './resource.ts'
import { isHarmless, textMembers } from './text-member.ts'

/** An update of one member, and where a read shows it afterwards. */
export interface PlannedUpdate {
  readonly draft: RequestDraft
  readonly expected: readonly ExpectedValue[]
  /** What else the client has said of the resource, as it was read: the update does not concern it. */
  readonly kept: readonly ExpectedValue[]
}

/** One value to change: where it is in a body, where in the resource, and to what. */
interface Change {
  readonly pointer: string
  readonly relative: string
  readonly value: Json
}

/**
 * Updates that change one harmless member of a resource as it was shown: whole representations for PUT, a part or an
 * RFC 6902 patch for PATCH. Several where more than one form may be accepted, the likeliest first.
 *
 * @param names tell an update from others of the same operation
 */
export function plannedUpdates(
  context: FamilyContext,
  operation: Operation,
  resource: Resource,
  shown: SequenceStep,
  ...names: readonly string[]
): readonly PlannedUpdate[] {
  const request = requestOn(context, operation, resource, 'update')
  if (request === undefined) return []
  const place = placeIn(resource, shown)
  const media = operation.requestBody?.content.find(({ mediaType }) => bodyKindOf(mediaType) === 'json')
  if (media?.schema === undefined) return []
  const { mediaType, schema } = media
  const seed = deriveSeed(context.workshop.seed, operation.operationId, 'update', ...names)
  const bodies = isPatchList(context, mediaType, schema)
    ? patches(context, resource, shown, place, schema, seed)
    : operation.method === 'put'
      ? wholes(context, resource, shown, place, schema, seed, request)
      : parts(context, resource, shown, place, schema, seed)
  return bodies.map(({ body, change }) => ({
    draft: conditional(operation, { ...request, body: { kind: 'value', mediaType, value: body } }, shown),
    expected: [{ pointer: `${place}${change.relative}`, value: change.value }],
    kept: untouched(resource, operation.method === 'put' ? body : undefined, shown, place, change),
  }))
}

/**
 * The texts and numbers that a client has said of a resource and that an update leaves as they were read: those that a PUT
 * repeats, all others of a PATCH. Only a harmless text may be changed without a consequence for them.
 */
function untouched(
  resource: Resource,
  repeated: Json | undefined,
  shown: SequenceStep,
  place: string,
  { relative, value }: Change,
): readonly ExpectedValue[] {
  if (typeof value !== 'string') return []
  const whole = repeated ?? (resource.draft.body?.kind === 'value' ? resource.draft.body.value : undefined)
  const read = valueAt(jsonOf(shown), place) as Json | undefined
  const sent = valueAt(whole, isJsonObject(valueAt(whole, place)) ? place : '') as Json | undefined
  return keptMembers(sent, read).flatMap((member): readonly ExpectedValue[] => {
    const { pointer, read: before } = member
    const isScalar = typeof before === 'string' || typeof before === 'number'
    const isRepeated = repeated === undefined || canBeSame(member.sent, before)
    const isHidden = isMasked(shown.exchange, 'response-body', `${place}${pointer}`)
    if (!isScalar || before === '' || isHidden || !isRepeated) return []
    if (pointer === relative || DERIVED.test(pointer)) return []
    return [{ pointer: `${place}${pointer}`, value: before }]
  })
}

/** Members that servers make of others. */
const DERIVED = /slug|display|full.?name|initials|search|summary|label[^/]*$/i

type Body = { readonly body: Json; readonly change: Change }

function isPatchList({ workshop }: FamilyContext, mediaType: string, schema: DocumentPointer): boolean {
  if (/json-patch/i.test(mediaType)) return true
  const { all } = shapeOf(schemaView(workshop.contract, schema, 'request'))
  return all.some(({ type, items }) => type === 'array' || items !== undefined)
}

/** What was created, with one member changed; else what was shown of it, as far as an update may carry it. */
function wholes(
  context: FamilyContext,
  resource: Resource,
  shown: SequenceStep,
  place: string,
  schema: DocumentPointer,
  seed: number,
  request: RequestDraft,
): readonly Body[] {
  const { workshop } = context
  const sent = resource.draft.body?.kind === 'value' ? resource.draft.body.value : undefined
  const read = valueAt(jsonOf(shown), place) as Json | undefined
  const plain = request.body?.kind === 'value' ? request.body.value : undefined
  const bases = [sent, sent === undefined ? undefined : merged(plain, sent), writable(context, schema, read), plain]
  return bases.flatMap((base): readonly Body[] => {
    if (base === undefined || !isJsonObject(base) || !workshop.isValid(schema, base)) return []
    for (const change of changesOf(context, schema, base, shown, place, seed)) {
      const body = withValueAt(base, change.pointer, change.value)
      if (workshop.isValid(schema, body)) return [{ body, change }]
    }
    return []
  })
}

/** The changed member alone (RFC 7396). */
function parts(
  context: FamilyContext,
  resource: Resource,
  shown: SequenceStep,
  place: string,
  schema: DocumentPointer,
  seed: number,
): readonly Body[] {
  const base = representation(resource, shown, place)
  const named = pick(valueAt(jsonOf(shown), place), ['type', 'id'])
  const envelope = placeSent(resource, place)
  return changesOf(context, schema, base, shown, place, seed)
    .flatMap((change) => {
      // Within an envelope some want to be told again of what.
      const bases = envelope === '' ? [{}] : [{}, withValueAt({}, envelope, named)]
      return bases.map((empty) => ({ body: withValueAt(empty, change.pointer, change.value), change }))
    })
    .filter(({ body }) => context.workshop.isValid(schema, body))
    .slice(0, 2)
}

/** One `replace` of a member that a create may set. */
function patches(
  context: FamilyContext,
  resource: Resource,
  shown: SequenceStep,
  place: string,
  schema: DocumentPointer,
  seed: number,
): readonly Body[] {
  const { body } = resource.draft
  const own =
    body?.kind === 'value'
      ? context.family.create.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)?.schema
      : undefined
  if (own === undefined || body?.kind !== 'value') return []
  return changesOf(context, own, body.value, shown, place, seed)
    .map((change) => ({ body: [{ op: 'replace', path: change.relative, value: change.value }], change }))
    .filter(({ body: patch }) => context.workshop.isValid(schema, patch))
    .slice(0, 2)
}

/** What a part of a resource may be taken from: what was shown of it, and what was sent. */
function representation(resource: Resource, shown: SequenceStep, place: string): Json {
  const read = valueAt(jsonOf(shown), place) as Json | undefined
  const sent = resource.draft.body?.kind === 'value' ? resource.draft.body.value : {}
  const envelope = placeSent(resource, place)
  return envelope === ''
    ? merged(read, sent)
    : withValueAt(sent, envelope, merged(read, valueAt(sent, envelope) as Json))
}

function pick(value: unknown, names: readonly string[]): Json {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name))) : {}
}

function merged(under: Json | undefined, over: Json): Json {
  return isJsonObject(under) && isJsonObject(over) ? { ...under, ...over } : over
}

/** The members of a representation that an update's schema names. */
function writable({ workshop }: FamilyContext, schema: DocumentPointer, value: Json | undefined): Json | undefined {
  if (!isJsonObject(value)) return undefined
  const shape = shapeOf(schemaView(workshop.contract, schema, 'request'))
  return Object.fromEntries(Object.entries(value).filter(([name]) => shape.member(name) !== undefined))
}

/**
 * Changes of single members that the read shows: a harmless text first, then a number or a flag. States, kinds and ids
 * are left alone: what may follow what is for the server to say.
 */
function changesOf(
  { workshop, family }: FamilyContext,
  schema: DocumentPointer,
  body: Json,
  shown: SequenceStep,
  place: string,
  seed: number,
): readonly Change[] {
  const envelope = isJsonObject(valueAt(body, place)) ? place : ''
  // What was sent or read as JSON holds JSON.
  const [own, read] = [valueAt(body, envelope), valueAt(jsonOf(shown), place)] as readonly (Json | undefined)[]
  const comparable = new Map(keptMembers(own, read).map((member) => [`${envelope}${member.pointer}`, member.read]))
  const shape = shapeOf(schemaView(workshop.contract, schema, 'request'))
  const change = (pointer: string, value: Json): Change => ({
    pointer,
    relative: pointer.slice(envelope.length),
    value,
  })
  const isOpen = (pointer: string): boolean =>
    comparable.has(pointer) &&
    readAt(shown, `${place}${pointer.slice(envelope.length)}`) !== undefined &&
    tokensOf(pointer).at(-1) !== family.item?.parameter
  const texts = textMembers(workshop.contract, schema, body).flatMap((member): readonly Change[] => {
    if (!isHarmless(member) || !isOpen(member.pointer)) return []
    const value = freshText(seed, member)
    return value === undefined ? [] : [change(member.pointer, value)]
  })
  const others = [...comparable].flatMap(([pointer, value]): readonly Change[] => {
    if (!isOpen(pointer) || shapeAt(shape, pointer) === undefined || /id$/i.test(pointer)) return []
    if (typeof value === 'boolean') return [change(pointer, !value)]
    return typeof value === 'number' ? [change(pointer, value + 1), change(pointer, value - 1)] : []
  })
  return [...texts, ...others]
}
