import type { JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Contract } from '../model.ts'
import type { Positions } from '../positions.ts'
import { documentSetOf } from '../document-set.ts'
import { follow, isReference } from '../reference.ts'
import { indexDocuments } from './document-index.ts'
import type { LintContext, LintFinding, LintParts } from './rule.ts'
import { lintRules } from './rules.ts'
import { collectSites } from './sites.ts'

/** Every defect the rules find in a contract, in the order of the document; nothing is repaired. */
export function lintContract(contract: Contract, positions: Positions, parts: LintParts): readonly LintFinding[] {
  const context = contextOf(contract, parts)
  const findings: LintFinding[] = []
  for (const rule of lintRules) {
    for (const draft of rule.check(context)) {
      const place = positions.positionOf(draft.pointer)
      findings.push({
        code: rule.code,
        severity: draft.severity ?? rule.severity,
        message: draft.message,
        pointer: draft.pointer,
        file: place?.file ?? contract.source,
        line: place?.line ?? 0,
        column: place?.column ?? 0,
        otherPlaces: draft.otherPlaces ?? 0,
        ...(draft.related === undefined
          ? {}
          : { related: draft.related.map((pointer) => located(pointer, positions)) }),
      })
    }
  }
  return findings.toSorted(byPlace)
}

function located(pointer: string, positions: Positions): { pointer: string; line: number } {
  return { pointer, line: positions.positionOf(pointer)?.line ?? 0 }
}

function byPlace(left: LintFinding, right: LintFinding): number {
  // The order of files is that of their names; sorting is stable, so that rules keep theirs.
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.line - right.line || left.column - right.column
}

function contextOf(contract: Contract, parts: LintParts): LintContext {
  const index = indexDocuments(contract.documents)
  const set = documentSetOf(contract)

  const resolveAt = (pointer: string, node: JsonObject): JsonObject | undefined => {
    const end = follow(set, { pointer, node })
    return end.kind === 'found' && isJsonObject(end.node) ? end.node : undefined
  }
  const resolve: LintContext['resolve'] = (node) => {
    if (!isJsonObject(node)) return undefined
    return isReference(node) ? resolveAt(index.pointerOf(node), node) : node
  }
  return {
    ...parts,
    contract,
    sites: collectSites(contract.documents[''] ?? null, contract.dialect, resolve),
    pointerOf: index.pointerOf,
    otherPlaces: index.otherPlaces,
    resolve,
    resolveFrom: (holder, reference) => resolveAt(index.pointerOf(holder), { $ref: reference }),
  }
}
