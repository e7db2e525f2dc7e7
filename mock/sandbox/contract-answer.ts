import type { Json } from '../../core/json.ts'
import { minimal } from '../../generators/draw.ts'
import { arbitraryFromSchema } from '../../generators/from-schema.ts'
import type { Contract, MediaType, ResponseModel } from '../../spec/model.ts'
import type { Call, Handler, Reply } from './call.ts'
import { responseSchema } from './response-schema.ts'
import { soundExample } from './sound-example.ts'

/** Answers from the contract alone: the first documented success with its example, or with a value of its schema. */
export const contractAnswer: Handler = (call) => {
  const success = call.operation.responses.find(({ status }) => status.startsWith('2'))
  if (success === undefined) return { status: 204 }
  const [media] = success.content
  const headers = locationOf(call, success)
  if (media === undefined) return { status: Number(success.status), headers }
  const body = call.links.rehosted(soundBody(call.contract, media))
  return { status: Number(success.status), headers, mediaType: media.mediaType, body }
}

const bodies = new WeakMap<Contract, Map<MediaType, Json>>()

/** The example of a response, mended where it breaks its schema; worked out once. */
export function soundBody(contract: Contract, media: MediaType): Json {
  const known = bodies.get(contract) ?? new Map<MediaType, Json>()
  bodies.set(contract, known)
  const body = known.get(media) ?? made(contract, media)
  known.set(media, body)
  return body
}

function made(contract: Contract, { schema: pointer, examples: [example] }: MediaType): Json {
  if (pointer === undefined) return example?.value ?? {}
  const schema = responseSchema(contract, pointer)
  return example === undefined
    ? minimal(arbitraryFromSchema(schema.schema), 1).value
    : soundExample(example.value, schema)
}

/** Payroc documents `Location` on most of its 201 responses. */
function locationOf({ links, target }: Call, { headers }: ResponseModel): NonNullable<Reply['headers']> {
  const isDeclared = headers.some(({ name }) => name.toLowerCase() === 'location')
  return isDeclared ? { location: links.href(target) } : {}
}
