import { HarnessError } from '../core/harness-error.ts'
import { tokensOf, parentOf } from '../core/json-pointer.ts'
import { isJsonObject } from '../core/json.ts'
import { didYouMean } from '../core/nearest.ts'
import { checkReferences } from './check-references.ts'
import { measureDocument } from './document-bounds.ts'
import { type DocumentFiles, openDocuments } from './document-files.ts'
import { excerptAt } from './excerpt.ts'
import type { Contract } from './model.ts'
import type { LocatedObject, ModelContext } from './model-context.ts'
import { recogniseOpenApi } from './openapi-version.ts'
import { operationsOf } from './operation.ts'
import { decodeText, parseText } from './parse.ts'
import { indexPositions } from './position-index.ts'
import { positionsIn } from './positions.ts'
import { type BrokenReference, locatePointer } from './reference.ts'
import { defaultServers, serversOf } from './server.ts'
import type { Source } from './source.ts'
import { PACKAGED_SHA256, structuralWarnings } from './structural-validation.ts'
import { textOf } from './json-text.ts'

/** A contract as compiled from its source, with what the cache and positions need of its files. */
export interface Compiled {
  readonly contract: Contract
  /** Texts by document id. */
  readonly texts: ReadonlyMap<string, string>
  /** Files read besides the root, by path, with the hash of their bytes. */
  readonly files: ReadonlyMap<string, string>
}

const MOST_WARNINGS = 20

/** Parses a source and builds the operation model. @throws HarnessError `document`: what makes it unusable */
export async function compileContract(source: Source, sha256: string): Promise<Compiled> {
  const { name } = source
  const location = source.location.kind === 'file' ? source.location.path : source.location.url
  const text = decodeText(source.bytes, name)
  const parsed = parseText(text, name)
  const { root, openapi, dialect, warnings: versionWarnings } = recogniseOpenApi(parsed.value, name)
  const { values } = measureDocument(root, name)

  const files = openDocuments(root, text, location)
  const modelWarnings: string[] = []
  const context: ModelContext = {
    set: files,
    dialect,
    location,
    warn: (pointer, message) => modelWarnings.push(`${pointer}: ${message}`),
    refuse: (broken) => {
      throw brokenReference(broken, files, name)
    },
  }
  const at: LocatedObject = { pointer: '#', node: root }
  const declared = serversOf(context, at)
  const servers = declared.length > 0 ? declared : defaultServers(context)
  const operations = operationsOf(context, at, servers)
  if (operations.length === 0) throw noOperations(root['paths'], root['webhooks'], name)
  checkReferences(context, operations)

  const structural = sha256 === PACKAGED_SHA256 ? [] : await structuralWarnings(root, dialect, values)
  const info = isJsonObject(root['info']) ? root['info'] : {}
  return {
    contract: {
      title: typeof info['title'] === 'string' ? info['title'] : name,
      version: info['version'] === undefined || info['version'] === null ? '' : textOf(info['version']),
      openapi,
      dialect,
      source: name,
      location,
      sha256,
      servers,
      operations,
      documents: files.documents,
      warnings: limited([...parsed.warnings, ...files.warnings, ...versionWarnings, ...modelWarnings, ...structural]),
    },
    texts: files.texts,
    files: files.read,
  }
}

function limited(warnings: readonly string[]): readonly string[] {
  const distinct = [...new Set(warnings)]
  if (distinct.length <= MOST_WARNINGS) return distinct
  return [...distinct.slice(0, MOST_WARNINGS), `… and ${distinct.length - MOST_WARNINGS} more`]
}

function noOperations(paths: unknown, webhooks: unknown, name: string): HarnessError {
  const hint =
    isJsonObject(webhooks) && Object.keys(webhooks).length > 0
      ? 'It has webhooks, which are requests to other servers and cannot be sent to this one.'
      : isJsonObject(paths) && Object.keys(paths).length > 0
        ? 'Its path items have no get, put, post, delete, options, head, patch or trace.'
        : 'Its `paths` are empty.'
  return new HarnessError('document', `${name} has no operations, expected at least one under paths`, { hint })
}

function brokenReference(broken: BrokenReference, files: DocumentFiles, name: string): HarnessError {
  const indexes = new Map([...files.texts].map(([id, text]) => [id, indexPositions(text)]))
  const id = broken.pointer.slice(0, broken.pointer.indexOf('#'))
  const position = positionsIn(indexes, name).positionOf(`${broken.pointer}/$ref`)
  const place = position === undefined ? name : `${position.file}:${position.line}:${position.column}`
  const hint = hintFor(broken, files)
  return new HarnessError('document', `${place}: ${wordsFor(broken)} (at ${broken.pointer})`, {
    ...(hint === undefined ? {} : { hint }),
    ...(position === undefined
      ? {}
      : { position, excerpt: excerptAt(files.texts.get(id) ?? '', position.line, position.column) }),
  })
}

function wordsFor({ reason, reference, detail }: BrokenReference): string {
  switch (reason) {
    case 'missing':
      return `the $ref '${reference}' leads nowhere`
    case 'circular':
      return `the $ref '${reference}' leads back to itself`
    case 'remote':
      return `the remote $ref '${reference}' is refused`
    case 'unreadable':
      return `the $ref '${reference}' cannot be read: ${detail}`
  }
}

function hintFor({ reason, reference }: BrokenReference, files: DocumentFiles): string | undefined {
  if (reason === 'remote') {
    return 'Only files beside the document are read. Bundle it into one file first, or keep a copy of what it refers to.'
  }
  if (reason !== 'missing' || !reference.startsWith('#/')) return undefined
  const parent = locatePointer(files, parentOf(reference) ?? '#')?.node
  return isJsonObject(parent) ? didYouMean(tokensOf(reference).at(-1) ?? '', Object.keys(parent)) : undefined
}
