import type { DocumentPointer } from '../model.ts'
import type { LintFinding } from './rule.ts'
import { openapiStructure } from './rules/openapi-structure.ts'

/**
 * The findings without those that only refuse what another one explains: of our own rules' defects the specification's
 * schema often has something to say too, at the same place or at the object around it.
 */
export function withoutRepeats(findings: readonly LintFinding[]): readonly LintFinding[] {
  const explained = new Set<DocumentPointer>()
  const refused = new Set<DocumentPointer>()
  for (const finding of findings) {
    const { code, severity, pointer } = finding
    if (code === openapiStructure.code) {
      if (!missesMember(finding)) refused.add(pointer)
    } else if (severity !== 'info') {
      explained.add(pointer)
      explained.add(parentOf(pointer))
    }
  }
  return findings.filter((finding) => {
    if (finding.code !== openapiStructure.code) return true
    if (refused.has(parentOf(finding.pointer))) return false
    return missesMember(finding) || !explained.has(finding.pointer)
  })
}

/** What is missing is not explained by what is wrong with the members that are there. */
function missesMember({ message }: LintFinding): boolean {
  return message.startsWith('must have required')
}

function parentOf(pointer: DocumentPointer): DocumentPointer {
  return pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0))
}
