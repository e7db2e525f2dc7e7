import { describe, expect, it } from 'vitest'
import { indexDocuments } from '../../../../spec/lint/document-index.ts'

describe('indexDocuments', () => {
  it('names an object by its first place in document order', () => {
    const shared = { type: 'string' }
    const root = { paths: { '/a': { get: shared } }, components: { 'x~y': shared } }

    const index = indexDocuments({ '': root })

    expect(index.pointerOf(shared)).toBe('#/paths/~1a/get')
    expect(index.pointerOf(root.components)).toBe('#/components')
    expect(index.pointerOf(root)).toBe('#')
  })

  it('counts one place for each path that leads to an object', () => {
    const leaf = { type: 'string' }
    const middle = { left: leaf, right: leaf }
    const root = { a: middle, b: middle, c: [middle, leaf] }

    const index = indexDocuments({ '': root })

    expect(index.otherPlaces(root)).toBe(0)
    expect(index.otherPlaces(middle)).toBe(2)
    expect(index.otherPlaces(leaf)).toBe(6)
  })

  it('says which document an object stands in', () => {
    const other = { Pet: { type: 'object' } }

    const index = indexDocuments({ '': {}, '/abs/common.yaml': other })

    expect(index.pointerOf(other.Pet)).toBe('/abs/common.yaml#/Pet')
  })

  it('ends on an object that holds itself', () => {
    const loop: { again?: object } = {}
    loop.again = loop

    const index = indexDocuments({ '': { loop } })

    expect(index.pointerOf(loop)).toBe('#/loop')
    expect(index.otherPlaces(loop)).toBe(1)
  })

  it('walks a document that is deeper than the call stack', () => {
    const leaf = {}
    let root: object = leaf
    for (let depth = 0; depth < 20_000; depth++) root = { in: root }

    const index = indexDocuments({ '': root })

    expect(index.pointerOf(leaf)).toHaveLength(1 + 20_000 * '/in'.length)
  })
})
