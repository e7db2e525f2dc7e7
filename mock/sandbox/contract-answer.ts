import type { Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import { draw } from '../../generators/draw.ts'
import { arbitraryFromSchema } from '../../generators/from-schema.ts'
import type { MediaType, ResponseModel } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import type { Call, Handler, Reply } from './call.ts'

/** Answers from the contract alone: the first documented success with its example, or with a value of its schema. */
export const contractAnswer: Handler = (call) => {
  const success = call.operation.responses.find(({ status }) => status.startsWith('2'))
  if (success === undefined) return { status: 204 }
  const [media] = success.content
  const headers = locationOf(call, success)
  if (media === undefined) return { status: Number(success.status), headers }
  return { status: Number(success.status), headers, mediaType: media.mediaType, body: bodyOf(call, media) }
}

function bodyOf(call: Call, media: MediaType): Json {
  const [example] = media.examples
  if (example !== undefined) return call.links.rehosted(example.value)
  if (media.schema === undefined) return {}
  const { schema } = schemaView(call.contract, media.schema, 'response')
  const seed = deriveSeed(call.options.seed, call.operation.operationId)
  return draw(arbitraryFromSchema(schema, { maxDepth: 1 }), seed).value
}

/** Payroc documents `Location` on most of its 201 responses. */
function locationOf({ links, target }: Call, { headers }: ResponseModel): NonNullable<Reply['headers']> {
  const isDeclared = headers.some(({ name }) => name.toLowerCase() === 'location')
  return isDeclared ? { location: links.href(target) } : {}
}
