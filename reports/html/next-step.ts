import type { Finding } from '../../core/finding.ts'

/** What to look at next, by check: where such a fault usually sits, so that the reader need not begin from nothing. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  'no-server-error':
    'Look for this request in the server’s log: an exception nobody caught, most often for a value that the code did not expect. Send the curl command and follow the trace.',
  'status-code-is-documented':
    'Decide which side is right: if the status is meant, document it with its body; if not, find what answers it (a gateway or framework default often does).',
  'content-type-is-documented':
    'See what wrote the answer: a proxy, an error page or a framework default often replaces the type that the handler would have sent.',
  'response-is-well-formed':
    'Look at the raw bytes (curl -v): a proxy that cuts bodies, a wrong Content-Length or a broken encoder are the usual causes.',
  'problem-is-well-formed':
    'Look at the error handler that made this answer: often one path around the common handler writes its own format.',
  'body-matches-schema':
    'Compare the marked member with the marked line: either the serialiser of this member is wrong, or the contract promises what the server never meant to keep.',
  'headers-match-schema':
    'See where the handler sets this header; a header that is there for one status and not for another is often set in one branch only.',
  'links-are-sound':
    'See how the link is built: an empty base URL or an id that was not yet known are the usual causes.',
  'no-link-to-production':
    'Look at the base URL that this environment builds its links from: a setting copied from production is the usual cause.',
  'no-sensitive-data-in-response':
    'Mask the value where the answer is built, then look for the same value in logs. Treat it as an incident if the server is a real one.',
  'no-stack-trace-in-response':
    'Switch off debug output in this environment and give the error a handler of its own; the trace shows where it began.',
  'no-undocumented-fields':
    'Document the member if clients may rely on it, or leave it out: what is returned by accident is soon depended on.',
  'valid-request-is-accepted':
    'Read what the server says of its refusal: its validation is narrower than the contract. One of the two must change.',
  'invalid-request-is-rejected':
    'Find where this member is validated: the rule of the marked line is missing there, or is applied after the data was used.',
  'missing-authentication-is-rejected':
    'Check that this route is behind the authentication of the others: a route added later, or a method that was left out, is the usual cause.',
  'invalid-token-is-rejected':
    'Check that the token is really verified here (signature, issuer, expiry) and not only that there is one.',
  'unsupported-method-is-rejected':
    'See which handler took the method: a catch-all route or an overriding header is the usual cause.',
  'unsupported-media-type-is-rejected':
    'Let the server look at Content-Type before it parses the body; a parser that guesses takes what it should refuse.',
  'not-acceptable-is-answered':
    'See whether Accept is looked at at all; where it is not meant to be, take the 406 out of the contract.',
  'missing-idempotency-key-is-rejected':
    'Check that the key is required before anything is done: without it a repeated request can act twice.',
  'malformed-idempotency-key-is-rejected': 'Validate the form of the key where it is read, before it is stored.',
}

/** For checks about several exchanges, and those that are added later. */
const ANY_CHECK =
  'Send the curl command, compare the answer with the marked line of the contract, and decide which of the two is right.'
const SEQUENCE =
  'Read the exchanges in order: the last one contradicts an earlier one. Look at what is stored, and when, between the two.'
const FLAKY =
  ' It came and went: look for what differs between two runs of the same request (state, time, another node).'

/** One or two sentences for the reader of a finding. */
export function nextStepOf({ code, sequence, flaky }: Finding): string {
  const step = NEXT_STEPS[code] ?? (sequence === undefined ? ANY_CHECK : SEQUENCE)
  return flaky === undefined ? step : step + FLAKY
}
