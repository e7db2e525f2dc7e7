/** The id of a finding's element; `#finding-<fingerprint>` leads to it. */
export function findingAnchor(fingerprint: string): string {
  return `finding-${encodeURIComponent(fingerprint)}`
}

/** The id of an operation's element. Percent-encoded, so that the id and a link to it are the same text whatever it holds. */
export function operationAnchor(operationId: string): string {
  return `operation-${encodeURIComponent(wellFormed(operationId))}`
}

/** The id of a scenario's element. */
export function scenarioAnchor(id: string): string {
  return `scenario-${encodeURIComponent(wellFormed(id))}`
}

/** A lone half of a surrogate pair cannot be encoded. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}
