import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { SecurityAlternative, SecurityScheme } from './model.ts'
import { type LocatedObject, memberAt, type ModelContext, resolvedObject } from './model-context.ts'
import { textOf } from './json-text.ts'

/** The security declared on an object, or `undefined` where it declares none and what holds it decides. */
export function securityOf(
  context: ModelContext,
  at: LocatedObject,
  root: LocatedObject,
): readonly SecurityAlternative[] | undefined {
  const declared = memberAt(at, 'security')
  if (declared === undefined || declared.node === null) return undefined
  if (!Array.isArray(declared.node)) {
    context.warn(declared.pointer, 'security should be a list')
    return undefined
  }
  return (declared.node as readonly Json[])
    .filter((alternative) => isJsonObject(alternative))
    .map((alternative) => Object.entries(alternative).map(([name, scopes]) => schemeOf(context, root, name, scopes)))
}

function schemeOf(context: ModelContext, root: LocatedObject, name: string, scopes: Json): SecurityScheme {
  const components = resolvedObject(context, memberAt(root, 'components'), 'components')
  const schemes =
    components === undefined
      ? undefined
      : resolvedObject(context, memberAt(components, 'securitySchemes'), 'securitySchemes')
  const scheme =
    schemes === undefined ? undefined : resolvedObject(context, memberAt(schemes, name), 'a security scheme')
  if (scheme === undefined)
    context.warn(child('#/components/securitySchemes', name), 'this security scheme is used but not declared')
  const kind = scheme === undefined ? 'other' : kindOf(scheme.node)
  const apiKey = kind === 'api-key' && scheme !== undefined ? apiKeyOf(scheme.node) : undefined
  return {
    name,
    kind: kind === 'api-key' && apiKey === undefined ? 'other' : kind,
    ...(apiKey === undefined ? {} : { apiKey }),
    scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
  }
}

function kindOf(scheme: JsonObject): SecurityScheme['kind'] {
  switch (textOf(scheme['type'] ?? '')) {
    case 'http': {
      const name = textOf(scheme['scheme'] ?? '').toLowerCase()
      return name === 'bearer' || name === 'basic' ? name : 'other'
    }
    case 'apiKey':
      return 'api-key'
    case 'oauth2':
      return 'oauth2'
    case 'openIdConnect':
      return 'openid'
    case 'mutualTLS':
      return 'mutual-tls'
    default:
      return 'other'
  }
}

function apiKeyOf(scheme: JsonObject): SecurityScheme['apiKey'] {
  const { in: place, name } = scheme
  if (typeof name !== 'string' || (place !== 'query' && place !== 'header' && place !== 'cookie')) return undefined
  return { in: place, name }
}
