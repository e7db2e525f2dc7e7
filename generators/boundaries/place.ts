import type { Json } from '../../core/json.ts'
import type { BodyKind } from '../../core/media-type.ts'
import type { Parameter } from '../../spec/model.ts'
import { HEADER_TEXT, PATH_TEXT, QUERY_TEXT } from '../formats/legal-text.ts'
import { isLegalParameter } from '../legal-value.ts'

/** What the part of a request that a value is sent in can carry. */
export interface Place {
  /** For messages: `a query parameter`. */
  readonly name: string
  /** Whether values arrive with their types: `null` is not nothing there. */
  readonly typed: boolean
  readonly allowEmpty: boolean
  /** The format that stands for any text there. */
  readonly text?: string
  /** Whether texts may hold more than printable ASCII. */
  readonly unicode: boolean
  /** The longest text that is sent there, in code points. */
  readonly longest: number
  /** Whether a value arrives as what it is; `inside`: as an item or member. */
  isLegal(value: Json, inside: boolean): boolean
}

const TEXT = { path: PATH_TEXT, query: QUERY_TEXT, cookie: QUERY_TEXT, header: HEADER_TEXT } as const

/** Longer URLs and fields are refused by servers and proxies for reasons of their own. */
const LONGEST = { path: 1_000, query: 2_000, cookie: 1_000, header: 2_000 } as const

const LONGEST_TEXT = 65_536

const JSON_PLACE: Place = {
  name: 'a JSON body',
  typed: true,
  allowEmpty: true,
  unicode: true,
  longest: LONGEST_TEXT,
  isLegal: () => true,
}

/** The place of a parameter. */
export function parameterPlace(parameter: Parameter): Place {
  const { in: where, mediaType } = parameter
  const isLegal = isLegalParameter(parameter)
  if (mediaType !== undefined) {
    return { ...JSON_PLACE, name: `a ${where} parameter`, unicode: false, longest: LONGEST[where], isLegal }
  }
  return {
    name: `a ${where} parameter`,
    typed: false,
    allowEmpty: where === 'query' && parameter.allowEmptyValue,
    text: TEXT[where],
    unicode: where === 'query',
    longest: LONGEST[where],
    isLegal: (value, inside) => isLegal(inside ? [value] : value),
  }
}

/** The place of a body. */
export function bodyPlace(kind: BodyKind): Place {
  switch (kind) {
    case 'json':
      return JSON_PLACE
    case 'xml':
      return { ...JSON_PLACE, name: 'an XML body' }
    case 'form':
    case 'multipart':
      return { ...JSON_PLACE, name: 'a form', typed: false }
    case 'text':
    case 'binary':
      return { ...JSON_PLACE, name: 'a text body', isLegal: (value) => value !== '' && value !== null }
  }
}
