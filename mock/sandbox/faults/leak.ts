import type { Fault } from '../fault.ts'
import { isProblem } from './replies.ts'

/** Faults that tell what must not be told. */
export const LEAK_FAULTS: readonly Fault[] = [
  {
    name: 'token-echoed',
    group: 'leak',
    describe: 'A problem shows the access token that came with the request.',
    expectedCheck: 'no-sensitive-data-in-response',
    reply: ({ header }, reply) =>
      isProblem(reply) && header['authorization'] !== undefined
        ? { ...reply, body: { ...reply.body, detail: `Authorization: ${header['authorization']}` } }
        : reply,
  },
  {
    name: 'stack-trace-shown',
    group: 'leak',
    describe: 'A problem shows the stack trace of the server.',
    expectedCheck: 'no-stack-trace-in-response',
    reply: (_call, reply) => (isProblem(reply) ? { ...reply, body: { ...reply.body, detail: STACK_TRACE } } : reply),
  },
  {
    name: 'statement-shown',
    group: 'leak',
    describe: 'A problem shows the failed statement of the database.',
    expectedCheck: 'no-stack-trace-in-response',
    reply: (_call, reply) => (isProblem(reply) ? { ...reply, body: { ...reply.body, detail: DATABASE_ERROR } } : reply),
  },
]

const STACK_TRACE = `System.NullReferenceException: Object reference not set to an instance of an object.
   at Payments.Api.Controllers.PaymentsController.Get(String id) in /src/Payments.Api/Controllers/PaymentsController.cs:line 118
   at Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.Execute(IActionResultTypeMapper mapper)`

const DATABASE_ERROR =
  "SQLSTATE[42S22]: Column not found: 1054 Unknown column 'term_id' in 'where clause' (SQL: select * from `payments`)"
