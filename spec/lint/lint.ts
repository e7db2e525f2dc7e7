import type { JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Contract, DocumentPointer } from '../model.ts'
import type { Positions } from '../positions.ts'
import { documentSetOf } from '../document-set.ts'
import { follow, isReference } from '../reference.ts'
import { indexDocuments } from './document-index.ts'
import type { LintContext, LintDraft, LintFinding, LintParts, LintRule } from './rule.ts'
import { withoutRepeats } from './repeats.ts'
import { lintRules } from './rules.ts'
import { collectSites } from './sites.ts'

/** Every defect the rules find in a contract, in the order of the document; nothing is repaired. */
export function lintContract(contract: Contract, positions: Positions, parts: LintParts): readonly LintFinding[] {
  const context = contextOf(contract, parts)
  const findings = lintRules.flatMap((rule) =>
    mergeShared(rule.check(context), context).map((draft) => findingOf(rule, draft, positions, contract)),
  )
  return withoutRepeats(findings).toSorted(byPlace)
}

function findingOf(rule: LintRule, draft: LintDraft, positions: Positions, contract: Contract): LintFinding {
  const { pointer, message, severity = rule.severity, otherPlaces = 0, related } = draft
  const place = positions.positionOf(pointer)
  return {
    code: rule.code,
    severity,
    message,
    pointer,
    file: place?.file ?? contract.source,
    line: place?.line ?? 0,
    column: place?.column ?? 0,
    otherPlaces,
    ...(related === undefined ? {} : { related: related.map((one) => placed(one, positions, contract)) }),
  }
}

/**
 * What is wrong with an object that YAML aliases put in many places is one defect, at its anchor. A rule that meets
 * objects by what is around them meets such a defect several times.
 */
function mergeShared(drafts: Iterable<LintDraft>, context: LintContext): readonly LintDraft[] {
  const merged = new Map<string, LintDraft>()
  for (const draft of drafts) {
    const pointer = context.anchorOf(draft.pointer)
    const key = `${pointer} ${draft.message}`
    const { otherPlaces = 0 } = draft
    const first = merged.get(key)
    if (first === undefined) merged.set(key, { ...draft, pointer, otherPlaces })
    else merged.set(key, { ...first, otherPlaces: (first.otherPlaces ?? 0) + otherPlaces + 1 })
  }
  return [...merged.values()]
}

function placed(pointer: DocumentPointer, positions: Positions, contract: Contract) {
  const place = positions.positionOf(pointer)
  return { pointer, file: place?.file ?? contract.source, line: place?.line ?? 0 }
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
    anchorOf: index.anchorOf,
    resolve,
    resolveFrom: (holder, reference) => resolveAt(index.pointerOf(holder), { $ref: reference }),
  }
}
