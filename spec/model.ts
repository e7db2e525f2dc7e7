import type { Json, JsonObject } from '../core/json.ts'

/**
 * The operation model: what the rest of the harness knows of a contract. Plain immutable data (it survives a
 * structured clone, which is how it is cached); schemas stay where they are in the document and are reached by
 * pointer, so that every statement can name its line.
 */
export interface Contract {
  readonly title: string
  readonly version: string
  /** The `openapi` field: `3.0.x` or `3.1.x`. */
  readonly openapi: string
  readonly dialect: 'oas-3.0' | 'json-schema-2020-12'
  /** Path or URL the document came from, as the user gave it; the packaged one is `payroc-openapi.yaml`. */
  readonly source: string
  /** Absolute path or URL of the root document, from where its relative references go; absent when built in memory. */
  readonly location?: string
  readonly sha256: string
  readonly servers: readonly Server[]
  readonly operations: readonly Operation[]
  /**
   * Parsed documents by id: `''` is the root document, others are relative files by absolute path.
   * A pointer into the root document starts with `#`, into another with its id and `#`.
   */
  readonly documents: Readonly<Record<string, Json>>
  /** What structural validation found but loading could live with, one line each. */
  readonly warnings: readonly string[]
}

/** A place in one of the contract's documents: `#/components/schemas/Pet`, or `/abs/common.yaml#/Pet`. */
export type DocumentPointer = string

export interface Server {
  /** Variables already replaced by their defaults. */
  readonly url: string
  readonly description?: string
}

export type HttpMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace'

export interface Operation {
  /** As declared; where absent or a duplicate, made from method and path (`get /pets/{id}`). */
  readonly operationId: string
  readonly method: HttpMethod
  /** Path template as written: `/pets/{petId}`. */
  readonly path: string
  readonly summary?: string
  readonly tags: readonly string[]
  readonly deprecated: boolean
  readonly servers: readonly Server[]
  /** Alternatives; an empty alternative means that no credentials are needed. Empty list: none declared. */
  readonly security: readonly SecurityAlternative[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: RequestBody
  readonly responses: readonly ResponseModel[]
  readonly pointer: DocumentPointer
}

/** Schemes that must all be satisfied together. */
export type SecurityAlternative = readonly SecurityScheme[]

export interface SecurityScheme {
  readonly name: string
  readonly kind: 'bearer' | 'basic' | 'api-key' | 'oauth2' | 'openid' | 'mutual-tls' | 'other'
  /** Only for `api-key`. */
  readonly apiKey?: { readonly in: 'query' | 'header' | 'cookie'; readonly name: string }
  readonly scopes: readonly string[]
}

export type ParameterStyle = 'matrix' | 'label' | 'simple' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly deprecated: boolean
  readonly allowEmptyValue: boolean
  readonly allowReserved: boolean
  readonly style: ParameterStyle
  readonly explode: boolean
  /** When the parameter is described by `content`: its one media type; the value is sent serialised in it. */
  readonly mediaType?: string
  /** Absent: any value. */
  readonly schema?: DocumentPointer
  readonly description?: string
  readonly examples: readonly Example[]
  readonly pointer: DocumentPointer
}

export interface Example {
  /** The key under `examples`, or `example`. */
  readonly name: string
  readonly value: Json
  readonly pointer: DocumentPointer
}

export interface RequestBody {
  readonly required: boolean
  readonly content: readonly MediaType[]
  readonly pointer: DocumentPointer
}

export interface MediaType {
  /** As written, may be a range: `application/json; charset=utf-8`, `text/*`. */
  readonly mediaType: string
  readonly schema?: DocumentPointer
  readonly examples: readonly Example[]
  /** `encoding` of form and multipart bodies, by property. */
  readonly encoding: Readonly<Record<string, PropertyEncoding>>
  readonly pointer: DocumentPointer
}

export interface PropertyEncoding {
  readonly contentType?: string
  readonly style?: ParameterStyle
  readonly explode?: boolean
  readonly allowReserved?: boolean
}

export interface ResponseModel {
  /** `200`, a range such as `2XX` (upper case), or `default`. */
  readonly status: string
  readonly description: string
  readonly headers: readonly HeaderModel[]
  readonly content: readonly MediaType[]
  readonly links: JsonObject
  readonly pointer: DocumentPointer
}

export interface HeaderModel {
  readonly name: string
  readonly required: boolean
  readonly explode: boolean
  readonly mediaType?: string
  readonly schema?: DocumentPointer
  readonly pointer: DocumentPointer
}

/** The response that documents a status: exactly, else as a range, else by `default`. */
export function responseFor(operation: Operation, status: number): ResponseModel | undefined {
  const range = `${Math.floor(status / 100)}XX`
  return (
    operation.responses.find((response) => response.status === String(status)) ??
    operation.responses.find((response) => response.status === range) ??
    operation.responses.find((response) => response.status === 'default')
  )
}
