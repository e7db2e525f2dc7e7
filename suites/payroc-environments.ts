import type { Environments } from '../run/environments.ts'

/** Payroc's test system (docs.payroc.com/api/authentication); all else of its domain is production or no API. */
export const PAYROC_ENVIRONMENTS: Environments = {
  named: {
    uat: {
      baseUrl: 'https://api.uat.payroc.com/v1',
      identityUrl: 'https://identity.uat.payroc.com/authorize',
      hold: 60_000,
      rate: 5,
    },
  },
  production: ['payroc.com', '!uat.payroc.com'],
}
