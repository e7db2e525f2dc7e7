import { counted } from '../text-layout.ts'
import type { Certificate, CertifiedScenario, ScenarioNotRun } from './certificate.ts'

/**
 * What the scenarios that decide come to. One that failed is enough to refuse the certificate; without one, everything
 * that decides must have been shown, and shown whole.
 */
export function concludeCertificate(
  scenarios: readonly CertifiedScenario[],
  notRun: readonly ScenarioNotRun[],
): Pick<Certificate, 'verdict' | 'reasons'> {
  const deciding = scenarios.filter(({ decides }) => decides)
  const failed = deciding.filter(({ verdict }) => verdict === 'fail')
  const open = deciding.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'skipped')
  const partial = deciding.filter(isPartial)
  const missing = notRun.filter(({ decides }) => decides)
  const reasons = [
    ...sentence(failed, 'that decides failed', 'that decide failed'),
    ...sentence(open, 'that decides could not be concluded', 'that decide could not be concluded'),
    ...sentence(partial, 'that decides was shown only in part', 'that decide were shown only in part'),
    ...sentence(missing, 'that decides was not played', 'that decide were not played'),
  ]
  if (failed.length > 0) return { verdict: 'not certified', reasons }
  if (reasons.length > 0) return { verdict: 'incomplete', reasons }
  if (deciding.length === 0) return { verdict: 'incomplete', reasons: ['No scenario that decides was played.'] }
  const all = deciding.length === 1 ? 'The one scenario that decides' : `All ${deciding.length} scenarios that decide`
  return { verdict: 'certified', reasons: [`${all} passed.`] }
}

/** Whether a passed scenario was not shown whole: where steps were left out, its verdict says less than it seems. */
export function isPartial({ verdict, steps }: Pick<CertifiedScenario, 'verdict' | 'steps'>): boolean {
  return verdict === 'pass' && steps.some((step) => step.verdict === 'skipped')
}

function sentence(of: readonly { readonly id: string }[], one: string, many: string): readonly string[] {
  if (of.length === 0) return []
  return [`${counted(of.length, 'scenario')} ${of.length === 1 ? one : many}: ${of.map(({ id }) => id).join(', ')}.`]
}
