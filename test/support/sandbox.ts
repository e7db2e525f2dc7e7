import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import type { Json, JsonObject } from '../../core/json.ts'
import { createRouter } from '../../mock/sandbox/router.ts'
import type { SandboxOptions } from '../../mock/sandbox/settings.ts'
import { type Sandbox, startSandbox } from '../../mock/sandbox/start-sandbox.ts'
import { loadContract } from '../../spec/load.ts'
import { type Contract, type Operation, responseFor } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { independentValidator } from '../laws/independent-validator.ts'

/** An answer of a sandbox; `body` is parsed JSON, `undefined` where there is none. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json | undefined
  /** The body as an object, for reading members of it. */
  readonly json: JsonObject
}

export interface AskOptions {
  readonly body?: Json
  /** Sent as it is, in place of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** The Idempotency-Key of a POST or PATCH; a fresh one unless given, none for `null`. */
  readonly key?: string | null
  readonly signal?: AbortSignal
}

/** A client of a sandbox that holds every answer to the contract, by a validator that is not ours. */
export interface SandboxClient {
  readonly sandbox: Sandbox
  /** @param path - below the base URL, or an absolute URL from a link */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>
  /** Like `ask`, but gives the response as it came, its body unread. */
  bare(method: string, path: string): Promise<Response>
  /** Asks the sandbox's own administration. */
  admin(method: string, path: string, body?: Json): Promise<Answer>
  close(): Promise<void>
}

/** Cached between the test files of one machine, beside the user's own cache. */
const CACHE = join(tmpdir(), 'payroc-conformance-test-cache')

/**
 * Starts a sandbox with quick devices, and a client with a token for it.
 *
 * @param held - whether answers are held to the contract; not while faults are on
 */
export async function openSandbox(
  options: SandboxOptions = {},
  { isHeld = (options.faults ?? []).length === 0 }: { readonly isHeld?: boolean } = {},
): Promise<SandboxClient> {
  const sandbox = await startSandbox({ deviceDelay: 20, hold: 2_000, cacheDir: CACHE, ...options })
  const contract = await loadContract(undefined, { cacheDir: CACHE })
  const authorized = await fetch(sandbox.identityUrl, { method: 'POST', headers: { 'x-api-key': sandbox.apiKey } })
  const { access_token: token } = (await authorized.json()) as { access_token: string }

  const send = async (method: string, url: string, { body, raw, headers, signal }: AskOptions): Promise<Answer> => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(url, {
      method,
      headers: Object.fromEntries(
        Object.entries({ ...(content !== undefined && { 'content-type': 'application/json' }), ...headers }).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      ),
      ...(content !== undefined && { body: content }),
      ...(signal !== undefined && { signal }),
    })
    const text = await response.text()
    const parsed = text === '' ? undefined : parse(text)
    return { status: response.status, headers: response.headers, body: parsed, json: (parsed ?? {}) as JsonObject }
  }

  return {
    sandbox,
    async ask(method, path, given = {}) {
      const takesKey = (method === 'POST' || method === 'PATCH') && given.key !== null
      const url = path.startsWith('http') ? path : sandbox.baseUrl + path
      const answer = await send(method, url, {
        ...given,
        headers: {
          authorization: `Bearer ${token}`,
          'idempotency-key': takesKey ? (given.key ?? randomUUID()) : undefined,
          ...given.headers,
        },
      })
      if (isHeld) await holdToContract(contract, method, url.slice(sandbox.baseUrl.length), answer)
      return answer
    },
    bare: (method, path) =>
      fetch(sandbox.baseUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
      }),
    admin: (method, path, body) => send(method, sandbox.adminUrl + path, body === undefined ? {} : { body }),
    close: () => sandbox.close(),
  }
}

const judges = new Map<string, Promise<(value: Json) => boolean>>()

async function holdToContract(contract: Contract, method: string, target: string, answer: Answer): Promise<void> {
  const found = createRouter(contract)(method, target.split('?', 1)[0] as string)
  if (found.kind !== 'operation') return
  const { operation } = found
  const documented = responseFor(operation, answer.status)
  const where = `${operation.operationId} ${answer.status}`
  if (documented === undefined) {
    // Refused credentials are promised by the security requirement.
    if (answer.status === 401 || answer.status === 403) return
    throw new Error(`${where}: this status is not documented: ${JSON.stringify(answer.body)}`)
  }
  const [media] = documented.content
  if (media === undefined) {
    if (answer.body !== undefined) throw new Error(`${where}: a body where none is documented`)
    return
  }
  const type = answer.headers.get('content-type')
  if (type !== media.mediaType) throw new Error(`${where}: ${type} instead of ${media.mediaType}`)
  if (media.schema === undefined || answer.body === undefined) return
  const judge = await judgeOf(contract, operation, media.schema)
  if (!judge(answer.body)) throw new Error(`${where}: the body breaks its schema: ${JSON.stringify(answer.body)}`)
}

function judgeOf(contract: Contract, { operationId }: Operation, schema: string): Promise<(value: Json) => boolean> {
  const id = `${operationId} ${schema}`
  const known = judges.get(id) ?? independentValidator(schemaView(contract, schema, 'response').schema)
  judges.set(id, known)
  return known
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
