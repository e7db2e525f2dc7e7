import { readFile } from 'node:fs/promises'
import { tokensOf } from '../core/json-pointer.ts'
import type { DocumentExcerpt } from '../core/finding.ts'
import type { FilePosition } from '../core/harness-error.ts'
import { pathOfDocument, splitPointer } from './document-pointer.ts'
import type { Contract, DocumentPointer } from './model.ts'
import type { PositionIndex } from './position-index.ts'

/** Where the values of a contract stand in its files. */
export interface Positions {
  /**
   * File, line and column (from 1) of a value; where there is no such value, of its nearest ancestor. In an object it
   * is the place of the key; beyond a YAML alias it is the place in the anchored value.
   *
   * @returns `undefined` for a document whose text is not at hand
   */
  positionOf(pointer: DocumentPointer): FilePosition | undefined
  /** The lines around {@link positionOf}'s place, long ones cut. */
  excerptOf(pointer: DocumentPointer): DocumentExcerpt | undefined
}

/** Texts by document id, kept as long as the contract: a file may change, a URL may not answer twice. */
const texts = new WeakMap<Contract, ReadonlyMap<string, string>>()

/** Keeps the texts a contract was read from, for {@link loadPositions}. */
export function rememberTexts(contract: Contract, read: ReadonlyMap<string, string>): void {
  texts.set(contract, read)
}

/** Reads the positions of a contract's documents. Slower than loading, and so only for what prints lines. */
export async function loadPositions(contract: Contract): Promise<Positions> {
  const { indexPositions } = await import('./position-index.ts')
  const indexes = new Map<string, PositionIndex>()
  for (const id of Object.keys(contract.documents)) {
    const text = texts.get(contract)?.get(id) ?? (await textOf(contract, id))
    if (text !== undefined) indexes.set(id, indexPositions(text))
  }
  return positionsIn(indexes, contract.source)
}

/** Positions by indexes that were read already; `name` is what the root document is called. */
export function positionsIn(indexes: ReadonlyMap<string, PositionIndex>, name: string): Positions {
  return {
    positionOf: (pointer) => {
      const { id, fragment } = splitPointer(pointer)
      const place = indexes.get(id)?.placeOf(tokensOf(fragment))
      return place === undefined ? undefined : { file: id === '' ? name : pathOfDocument(id), ...place }
    },
    excerptOf: (pointer) => {
      const { id, fragment } = splitPointer(pointer)
      const index = indexes.get(id)
      if (index === undefined) return undefined
      const { line, column } = index.placeOf(tokensOf(fragment))
      return excerptAround(index, line, column)
    },
  }
}

/** Enough to see whose rule it is, and what a list holds. */
const LINES_BEFORE = 5
const LINES_AFTER = 8

/** Most characters of a line; a document on one line is cut to what stands at the place. */
const LONGEST_LINE = 160

function excerptAround(index: PositionIndex, line: number, column: number): DocumentExcerpt {
  const firstLine = Math.max(1, line - LINES_BEFORE)
  const lines = index.linesBetween(firstLine, line + LINES_AFTER).map((text, offset) => {
    if (text.length <= LONGEST_LINE) return text
    const start = firstLine + offset === line && column > LONGEST_LINE ? column - 1 : 0
    const end = start + LONGEST_LINE
    return `${start > 0 ? '…' : ''}${text.slice(start, end)}${text.length > end ? '…' : ''}`
  })
  return { firstLine, lines }
}

async function textOf(contract: Contract, id: string): Promise<string | undefined> {
  const path = id === '' ? contract.location : pathOfDocument(id)
  if (path === undefined || /^https?:/i.test(path)) return undefined
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}
