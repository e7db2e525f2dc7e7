import { headerOf } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { isListedHost } from '../core/host-list.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { Check, Judged } from './check.ts'
import { responseBodyOf } from './response-body.ts'

/**
 * A test environment leads nowhere but to itself: a client that follows its link or its redirect to production would
 * move real money. Judged only on environments that are known by name: what a mock takes from the examples of the
 * document harms nobody.
 */
export const noLinkToProduction: Check = {
  code: 'no-link-to-production',
  severity: 'error',
  faults: [],
  requirements: ['RFC 8288 §3.1', 'RFC 9110 §10.2.2'],
  describe: 'No link and no redirect of a test environment leads to a production host.',
  lookAt: 'The base URL that this environment builds its links from: most often a setting copied from production.',
  applies: (judged) => hasProduction(judged) && leads(judged).length > 0,
  judge: (judged) => {
    const { productionHosts = [] } = judged.target
    if (!hasProduction(judged)) return []
    const drafts = new Map<string, FindingDraft>()
    for (const { what, url, payload } of leads(judged)) {
      const { hostname } = url
      if (!isListedHost(hostname, productionHosts)) continue
      const key = `${what} ${hostname}`
      if (drafts.has(key)) continue
      drafts.set(key, {
        key,
        title: `${what} leads to the production host ${hostname}`,
        message: `The answer of the test environment at ${judged.target.baseUrl} leads to ${url.origin}${url.pathname}, which is production. It was not followed.`,
        expected: 'a URL of the test environment',
        actual: `${url.origin}${url.pathname}`,
        document: judged.operation.pointer,
        ...(payload !== undefined && { payload }),
      })
    }
    return [...drafts.values()]
  },
}

function hasProduction({ target }: Judged): boolean {
  return target.productionHosts !== undefined && target.productionHosts.length > 0
}

interface Lead {
  readonly what: string
  readonly url: URL
  readonly payload?: string
}

/** Where the answer sends its reader: `Location` and every `href`. */
function leads({ exchange }: Judged): readonly Lead[] {
  const { outcome } = exchange
  if (outcome.kind !== 'response') return []
  const location = headerOf(outcome.headers, 'location')
  const redirected = location === undefined ? null : URL.parse(location, exchange.request.url)
  const body = responseBodyOf(exchange)
  return [
    ...(redirected === null ? [] : [{ what: 'The Location header', url: redirected }]),
    ...(body.kind === 'json' && body.text.includes('"href"') ? hrefsIn(body.value, '') : []),
  ]
}

function hrefsIn(value: Json, pointer: string): readonly Lead[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => hrefsIn(item, child(pointer, index)))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const at = child(pointer, name)
    if (name !== 'href' || typeof member !== 'string') return hrefsIn(member, at)
    const url = URL.parse(member)
    const relation = typeof value['rel'] === 'string' ? ` ${JSON.stringify(value['rel'])}` : ''
    return url === null ? [] : [{ what: `The link${relation}`, url, payload: at }]
  })
}
