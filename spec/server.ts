import { isJsonObject } from '../core/json.ts'
import type { Server } from './model.ts'
import { itemsAt, type LocatedObject, type ModelContext, textAt } from './model-context.ts'
import { textOf } from './json-text.ts'

/** The servers declared on an object, variables replaced by their defaults, relative URLs seen from the document's own URL. */
export function serversOf(context: ModelContext, at: LocatedObject): readonly Server[] {
  return itemsAt(context, at, 'servers').flatMap(({ pointer, node }) => {
    if (!isJsonObject(node)) return []
    const template = node['url']
    if (typeof template !== 'string') {
      context.warn(pointer, 'a server needs a url')
      return []
    }
    const description = textAt({ pointer, node }, 'description')
    const url = absolute(filled(template.trim(), node['variables']), context.location)
    return [{ url, ...(description === undefined ? {} : { description }) }]
  })
}

/** The default of the standard where no server is declared: the root of wherever the document came from. */
export function defaultServers(context: ModelContext): readonly Server[] {
  return [{ url: absolute('/', context.location) }]
}

function filled(template: string, variables: unknown): string {
  if (!isJsonObject(variables)) return template
  return template.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (!isJsonObject(variable)) return placeholder
    const { default: fallback, enum: values } = variable
    const value = fallback ?? (Array.isArray(values) ? values[0] : undefined)
    return value === undefined || value === null ? placeholder : textOf(value)
  })
}

function absolute(url: string, location: string): string {
  if (!/^https?:/i.test(location) || !URL.canParse(url, location)) return url
  return /^[a-z][a-z\d+.-]*:/i.test(url) ? url : new URL(url, location).href
}
