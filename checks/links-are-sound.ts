import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import { answerOf } from './answer.ts'
import type { Check } from './check.ts'
import { cut } from './expectation.ts'
import { isUriReference } from './formats.ts'
import { responseBodyOf } from './response-body.ts'
import { validatorFor } from './schema-validator.ts'

/**
 * RFC 8288 §3.1: the target of a link is a URI reference. Judged are objects with `href` that are links by their place
 * (`links`, `_links`, `link`) or by a `rel` beside it; only what no client can follow, or must not, is reported. Which
 * host a link names is left alone: behind a proxy it rightly differs from the one that was asked.
 */
export const linksAreSound: Check = {
  code: 'links-are-sound',
  severity: 'error',
  faults: [],
  requirements: ['RFC 8288 §3.1', 'RFC 3986 §4.1'],
  describe: 'Links in the body have a target that can be followed and, where they name a method, one that exists.',
  lookAt: 'How the link is built: an empty base URL or an id that was not known yet is the usual cause.',
  applies: (judged) => {
    const body = responseBodyOf(judged.exchange)
    return body.kind === 'json' && body.text.includes('"href"') && answerOf(judged).kind === 'documented'
  },
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented' || answer.content.kind === 'undocumented') return []
    const body = responseBodyOf(judged.exchange)
    if (body.kind !== 'json' || !body.text.includes('"href"')) return []
    const drafts = new Map<string, FindingDraft>()
    const { media } = answer.content.kind === 'documented' ? answer.content : { media: undefined }
    const document = media?.pointer ?? answer.documented.pointer
    forEachLink(body.value, (link, pointer) => {
      for (const draft of judgeLink(link, pointer, document)) if (!drafts.has(draft.key)) drafts.set(draft.key, draft)
    })
    if (drafts.size === 0) return []
    // Where the schema speaks of it already, that is the finding.
    const schema = media?.schema
    const isValid = schema === undefined || validatorFor(judged.contract, schema, 'response').accepts(body.value)
    return isValid ? [...drafts.values()] : []
  },
}

const LINK_MEMBERS = new Set(['link', 'links', '_link', '_links'])

function forEachLink(root: Json, visit: (link: JsonObject, pointer: string) => void): void {
  const walk = (value: Json, pointer: string, isAmongLinks: boolean): void => {
    if (Array.isArray(value)) {
      value.forEach((item: Json, index) => walk(item, child(pointer, index), isAmongLinks))
      return
    }
    if (!isJsonObject(value)) return
    if (typeof value['href'] === 'string' && (isAmongLinks || typeof value['rel'] === 'string')) visit(value, pointer)
    for (const [name, member] of Object.entries(value)) {
      if (typeof member !== 'object' || member === null) continue
      // Under `_links` the member's name is the relation; one level down the links are over.
      const holdsLinks = LINK_MEMBERS.has(name) || (isAmongLinks && !('href' in value))
      walk(member, child(pointer, name), holdsLinks)
    }
  }
  walk(root, '', false)
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT'])
const DANGEROUS = /^(?:javascript|vbscript|data|file):/i

function judgeLink(link: JsonObject, pointer: string, document: string): readonly FindingDraft[] {
  const { href, method, rel } = link
  const drafts: FindingDraft[] = []
  const relation = typeof rel === 'string' ? rel : (pointer.split('/').at(-1) ?? '').replace(/^\d+$/, '*')
  const fault = typeof href === 'string' ? faultOf(href) : undefined
  if (typeof href === 'string' && fault !== undefined) {
    drafts.push({
      key: `href ${relation} ${fault}`,
      title: `The link ${JSON.stringify(relation)} ${fault}`,
      message: `The link at ${pointer} ${fault}: ${shown(href)}.`,
      expected: 'a URI reference that a client can follow',
      actual: shown(href),
      document,
      payload: child(pointer, 'href'),
    })
  }
  // A method counts as one only beside a relation: elsewhere the word means other things.
  if (typeof method === 'string' && typeof rel === 'string' && !METHODS.has(method.toUpperCase())) {
    drafts.push({
      key: `method ${relation}`,
      title: `The link ${JSON.stringify(relation)} names no HTTP method`,
      message: `The link at ${pointer} is to be followed by the method ${cut(JSON.stringify(method))}, which does not exist.`,
      expected: 'an HTTP method',
      actual: cut(JSON.stringify(method)),
      document,
      payload: child(pointer, 'method'),
    })
  }
  return drafts
}

function faultOf(href: string): string | undefined {
  if (href.trim() === '') return 'has no target'
  if (DANGEROUS.test(href.trim())) return 'runs or opens something instead of naming a resource'
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*:[^/?#@]*@/i.test(href)) return 'carries credentials'
  return isUriReference(href) ? undefined : 'is not a URI reference'
}

function shown(href: string): string {
  return cut(JSON.stringify(href.replace(/\/\/[^/?#@]*@/, '//…@')))
}
