import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { Contract } from '../../spec/model.ts'

/** A HATEOAS link as the contract describes it. */
export interface Link extends JsonObject {
  readonly rel: string
  readonly method: string
  readonly href: string
}

/** Builds links that lead to this sandbox. */
export interface Links {
  /** Base URL of the API, with its version segment. */
  readonly baseUrl: string
  /** The absolute URL of a path below the base URL: `links.href('/payments/M2MJOG6O2Y')`. */
  href(path: string): string
  /** `{ rel, method, href }`; method GET unless said otherwise. */
  link(rel: string, path: string, method?: string): Link
  /** A value from the contract's examples whose links to the documented hosts lead here instead. */
  rehosted(value: Json): Json
}

export function createLinks(contract: Contract, baseUrl: string): Links {
  const documented = contract.servers.map((server) => server.url)
  const href = (path: string): string => baseUrl + path
  const rehosted = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rehosted)
    if (!isJsonObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        name === 'href' && typeof member === 'string' ? rehost(member) : rehosted(member),
      ]),
    )
  }
  const rehost = (url: string): string => {
    const host = documented.find((server) => url.startsWith(server))
    return host === undefined ? url : baseUrl + url.slice(host.length)
  }
  return { baseUrl, href, link: (rel, path, method = 'GET') => ({ rel, method, href: href(path) }), rehosted }
}

/** A text as one segment of a path. A text that is not well-formed, which JSON allows, gets replacement characters. */
export function pathSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
