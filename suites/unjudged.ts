import type { CatalogueEntry, UnjudgedScenario } from '../run/scenario/scenario.ts'
import { CERTIFICATION_IDS, type CertificationId } from './certification-ids.ts'

/** The scenarios of Payroc's certification catalogue that none of these plays, each with the reason. */
export function unjudgedScenarios(played: readonly CatalogueEntry[]): readonly UnjudgedScenario[] {
  const ids = new Set(played.map(({ id }) => id))
  return CERTIFICATION_IDS.filter(({ id }) => !ids.has(id)).map((certification) => {
    const { id, title, tier, judges } = certification
    return {
      id,
      title,
      tier,
      suite: suiteOf(certification),
      requirements: [],
      notRun: reasonOf(judges),
      outside: judges !== 'api',
    }
  })
}

function reasonOf(judges: CertificationId['judges']): string {
  if (judges === 'api') return 'no scenario of this version plays it'
  return judges === 'integration' ? 'judged by observe' : judges.outOfReach
}

/** The suite where its neighbours of the same chapter are. */
function suiteOf({ id }: CertificationId): string {
  const chapter = id.slice(0, id.lastIndexOf('-'))
  return SUITES[chapter] ?? 'other-channels'
}

const SUITES: Readonly<Record<string, string>> = {
  AUTH: 'authentication',
  ERR: 'errors',
  CP: 'sale',
  CNP: 'payment-lifecycle',
  ACH: 'bank-transfer',
  TOK: 'tokens',
  REC: 'repeat-payments',
  PL: 'payment-links',
  VER: 'verification',
  BRD: 'boarding',
  EQ: 'equipment',
  FND: 'funding',
  EV: 'events',
  RPT: 'reporting',
  SEC: 'security',
}
