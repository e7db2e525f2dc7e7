import { essenceOf } from '../core/media-type.ts'
import { headerOf, type RecordedResponse } from '../core/exchange.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { locatedAt, nodeAt } from '../spec/dereference.ts'
import { responseFor, type Contract, type HeaderModel, type MediaType, type Operation } from '../spec/model.ts'
import { child } from '../core/json-pointer.ts'
import { firstExample, staticSample } from './static-sample.ts'

/** A body that an unmodified Prism answers with, and where it has it from. */
export interface PredictedBody {
  readonly origin: 'documented-example' | 'schema'
  readonly value: Json
}

/** The body that an unmodified Prism in static mode gives with this status and content type; `undefined` where unsure. */
export function predictBody(
  contract: Contract,
  operation: Operation,
  response: RecordedResponse,
): PredictedBody | undefined {
  const contentType = headerOf(response.headers, 'content-type')
  const documented = responseFor(operation, response.status)
  const media = documented?.content.find(({ mediaType }) => isSent(mediaType, contentType))
  if (media === undefined) return undefined
  const example = mediaExample(contract, media)
  if (example !== undefined) return { origin: 'documented-example', value: example }
  const value = media.schema === undefined ? undefined : staticSample(contract, media.schema)
  return value === undefined ? undefined : { origin: 'schema', value }
}

/** The value of a documented response header that an unmodified Prism sends; `undefined` where unsure. */
export function predictHeader(contract: Contract, header: HeaderModel): string | undefined {
  const node = nodeAt(contract, header.pointer)
  if (!isJsonObject(node)) return undefined
  // Described by `content`, a header has no schema of its own.
  if (node['schema'] === undefined || header.schema === undefined) return NO_VALUE
  const given = namedExample(contract, header.pointer, node['examples']) ?? node['example']
  if (given !== undefined) return typeof given === 'object' ? undefined : String(given)
  const sample = staticSample(contract, header.schema)
  return typeof sample === 'string' || typeof sample === 'number' ? String(sample) : NO_VALUE
}

/** What Prism writes into a header that it has no text or number for. */
const NO_VALUE = 'null'

/** Prism sends the documented media type as it stands. */
function isSent(mediaType: string, contentType: string | undefined): boolean {
  if (contentType === undefined) return false
  return mediaType === contentType || (mediaType === '*/*' && essenceOf(contentType) === 'text/plain')
}

/** The example that Prism prefers: `example`, the schema's own, the first of `examples`. */
function mediaExample(contract: Contract, media: MediaType): Json | undefined {
  const node = nodeAt(contract, media.pointer)
  if (!isJsonObject(node)) return undefined
  if (node['example'] !== undefined) return resolvedValue(contract, child(media.pointer, 'example'), node['example'])
  const own = media.schema === undefined ? undefined : firstExample(contract, media.schema)
  return own ?? namedExample(contract, media.pointer, node['examples'])
}

function namedExample(contract: Contract, pointer: string, examples: Json | undefined): Json | undefined {
  if (!isJsonObject(examples)) return undefined
  const [first] = Object.keys(examples)
  if (first === undefined) return undefined
  const located = locatedAt(contract, child(pointer, 'examples', first))
  return isJsonObject(located?.node) ? located.node['value'] : undefined
}

/** References within an example's value are followed, because Prism does so in the whole document. */
function resolvedValue(contract: Contract, pointer: string, value: Json): Json {
  return isJsonObject(value) && typeof value['$ref'] === 'string' ? (nodeAt(contract, pointer) ?? value) : value
}
